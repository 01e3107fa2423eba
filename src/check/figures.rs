//! What figures say about each other and about the text: slips that are right as far as one file goes.
//!
//! These warnings are for `bantin check` alone: a source may well print 950/2.641 and call it 80%, and the summary keeps
//! what the source prints.

use std::collections::BTreeMap;

use pulldown_cmark::Event;

use crate::cite;
use crate::diag::{Diagnostic, Diagnostics, Place, Problem};
use crate::model::figures::{differs, percent};
use crate::model::report::Figure;
use crate::model::{IndicatorId, Item, Period, ProvinceId};
use crate::parse::markdown;
use crate::site::Site;
use crate::text::{fold, vietnamese};

/// Looks at every figure of the items that readers see.
#[must_use]
pub fn figures(site: &Site) -> Diagnostics {
    let mut out = Diagnostics::default();
    for item in site.index.by_kind.values().flatten().map(|id| site.item(*id)) {
        let Some(report) = item.report.as_ref().filter(|report| !report.figures.is_empty()) else { continue };
        let text = visible_text(item.body());
        for figure in &report.figures {
            out.extend(stated(item, figure));
            out.extend(unit(site, item, figure));
            out.extend(not_in_text(item, figure, &text));
        }
    }
    tenfold(site, &mut out);
    out.sort();
    out
}

/// A stated percentage that is not that of value and plan.
fn stated(item: &Item, figure: &Figure) -> Option<Diagnostic> {
    let (stated, percent) = (figure.stated.as_ref()?, percent(figure)?);
    if figure.qualifier.is_some() || !differs(stated, percent) {
        return None;
    }
    let place = figure.places.stated.clone().unwrap_or(figure.places.value.clone());
    let problem = Problem::StatedDiffers {
        fraction: format!("{}/{}", figure.value, figure.plan.as_ref()?),
        percent: vietnamese(percent, stated.decimals().max(1)),
        stated: stated.to_string().trim_end_matches('%').trim().to_owned(),
    };
    Some(Diagnostic::at(Place::new(&item.file, place), problem))
}

/// A unit that is none of those of the vocabulary.
fn unit(site: &Site, item: &Item, figure: &Figure) -> Option<Diagnostic> {
    let (unit, place) = figure.unit.as_ref().zip(figure.places.unit.clone())?;
    let indicator = site.vocabulary.indicators.get(figure.indicator);
    let folded = fold(unit);
    let mut usual = indicator.units();
    if usual.any(|known| fold(known) == folded) {
        return None;
    }
    let problem = Problem::UnitDiffers {
        unit: unit.clone(),
        usual: indicator.units().collect::<Vec<_>>().join(", "),
        indicator: indicator.slug.to_string(),
    };
    Some(Diagnostic::at(Place::new(&item.file, place), problem))
}

/// The text of a body as readers see it, its blocks and cells apart, without the numbers of documents.
fn visible_text(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for (event, _) in markdown::events(body) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::FootnoteReference(_) | Event::InlineHtml(_) => {}
            _ => out.push(' '),
        }
    }
    // The number of a document is no figure.
    for mention in cite::find(&out).into_iter().rev() {
        out.replace_range(mention.code_range, " ");
    }
    out
}

/// A value or a plan that the text does not print like this.
fn not_in_text(item: &Item, figure: &Figure, text: &str) -> Option<Diagnostic> {
    let value = Some((figure.value.to_string(), figure.places.value.clone()));
    let plan = figure.plan.as_ref().map(ToString::to_string).zip(figure.places.plan.clone());
    let mut printed = value.into_iter().chain(plan);
    let (value, place) = printed.find(|(printed, _)| !stands_in(printed.trim_end_matches('%').trim_end(), text))?;
    Some(Diagnostic::at(Place::new(&item.file, place), Problem::FigureNotInText { value }))
}

/// Whether a number stands in a text by itself, not as a part of a longer one.
fn stands_in(number: &str, text: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let separator = |c: Option<char>| matches!(c, Some('.' | ','));
    text.match_indices(number).any(|(at, _)| {
        let (mut before, mut after) = (text[..at].chars().rev(), text[at + number.len()..].chars());
        let (last, next) = (before.next(), after.next());
        !(digit(last)
            || digit(next)
            || (separator(last) && digit(before.next()))
            || (separator(next) && digit(after.next())))
    })
}

/// What must agree for two figures to be of one series: province, indicator, unit, scope but for its numbers, and length of
/// the period.
type Series = (ProvinceId, IndicatorId, String, String, u8);

/// A value at least ten times that of the period before.
fn tenfold(site: &Site, out: &mut Diagnostics) {
    let mut series: BTreeMap<Series, Vec<(Period, &Item, &Figure)>> = BTreeMap::new();
    for (indicator, ids) in &site.index.by_indicator {
        for id in ids {
            let (item, Some(figure)) = (site.item(id.item), id.of(&site.items)) else { continue };
            let (Some(province), Some(period)) = (item.province, item.period) else { continue };
            let unit = figure.unit(&site.vocabulary.indicators);
            let scope = fold(figure.scope.as_deref().unwrap_or_default()).replace(|c: char| c.is_ascii_digit(), "");
            let key = (province, *indicator, fold(unit), scope, period.length());
            series.entry(key).or_default().push((period, item, figure));
        }
    }
    for mut figures in series.into_values() {
        figures.sort_by_key(|(period, ..)| *period);
        for pair in figures.windows(2) {
            let ((before, _, old), (_, item, new)) = (&pair[0], &pair[1]);
            if before != &pair[1].0 && old.value.value > 0.0 && new.value.value >= 10.0 * old.value.value {
                let problem = Problem::TenTimes {
                    value: new.value.to_string(),
                    before: old.value.to_string(),
                    period: before.to_string(),
                };
                out.push(Diagnostic::at(Place::new(&item.file, new.places.value.clone()), problem));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn numbers_of_documents_are_no_figures() {
        let text = super::visible_text("Theo Quyết định số 250/QĐ-UBND, đã thử 300 mẫu.");
        assert!(!stands_in("250", &text) && stands_in("300", &text), "{text}");
    }

    #[test]
    fn a_number_stands_in_a_text_by_itself() {
        assert!(stands_in("08", "đạt 08/170 chiếc") && stands_in("1.390", "giống nấm 1.390/4.000 kg."));
        assert!(stands_in("250", "250 mẫu") && stands_in("28,3", "bằng 28,3%."));
        assert!(!stands_in("390", "1.390 kg") && !stands_in("1", "01 mẫu") && !stands_in("28", "28,3%"));
    }
}
