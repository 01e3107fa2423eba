//! Bar charts as inline SVG: no script, text that grows with the reader's, the figures in a table beneath.
//!
//! Widths are percentages, so that text keeps its size on a phone; the theme gives the colours.

use std::fmt::Write as _;

use super::Renderer;
use super::html::escape;
use super::views::{scope_of, shown};
use crate::diag::Lang;
use crate::index::FigureId;
use crate::model::figures::percent;
use crate::model::{IndicatorId, Item};
use crate::plan::{indicator_url, province_url};
use crate::site::Site;
use crate::text::{fold, vietnamese};

/// The most figures of one chart and of the table beneath it in an article; the indicator's own page has all.
const BARS: usize = 24;
/// Characters of a label and its value that fit in a line on a phone of 320 px.
const LINE: usize = 36;
/// Heights in px: the line of the label, the line of the scope, the bar with its gap.
const LABEL: usize = 20;
const SCOPE: usize = 16;
const BAR: usize = 18;

/// A figure to draw.
struct Bar {
    label: String,
    scope: Option<String>,
    shown: String,
    value: f64,
    plan: Option<f64>,
}

/// The charts of an indicator, one for each unit; they stand above the table of all its figures.
pub fn of_indicator(renderer: &Renderer, id: IndicatorId, figures: &[FigureId]) -> Vec<String> {
    let indicator = renderer.site.vocabulary.indicators.get(id);
    let groups = by_unit(&renderer.site, figures);
    // One bar alone compares nothing.
    let compares = |figures: &[FigureId]| {
        figures.len() > 1 || figures.iter().any(|id| id.of(&renderer.site.items).is_some_and(|f| f.plan.is_some()))
    };
    let groups = groups.into_iter().filter(|(_, figures)| compares(figures));
    let draw = |(number, (unit, figures)): (usize, (&str, Vec<FigureId>))| {
        figure(renderer, &format!("bt-c{}", number + 1), &indicator.name, unit, &figures, "")
    };
    groups.enumerate().map(draw).collect()
}

/// The charts that a fenced block stands for, with the figures folded away beneath; `number` is that of the block.
pub fn of_block(renderer: &Renderer, item: &Item, number: usize, root: &str) -> String {
    let site = &renderer.site;
    let Some(chart) = item.charts.get(number) else { return String::new() };
    let indicator = site.vocabulary.indicators.get(chart.indicator);
    let all = site.index.figures(chart.indicator).iter().copied();
    let figures: Vec<FigureId> = all.filter(|id| chart.shows(site.item(id.item))).collect();
    // On a page in another language a Vietnamese portal's charts stay Vietnamese, as its vocabularies are.
    let differs = site.config.lang == Lang::Vi && site.lang_of(item) != Lang::Vi;
    let lang = if differs { " lang=\"vi\"" } else { "" };
    if figures.is_empty() {
        let (name, empty) = (escape(&indicator.name), escape(renderer.t("chart_empty")));
        return format!("<p class=\"empty\"{lang}>{name}: {empty}</p>\n");
    }
    let mut out = String::new();
    for (which, (unit, figures)) in by_unit(site, &figures).into_iter().enumerate() {
        out.push_str(&figure(
            renderer,
            &format!("bt-b-{}-{}-{}", item.slug, number + 1, which + 1),
            &indicator.name,
            unit,
            &figures,
            lang,
        ));
        out.push_str(&table(renderer, &indicator.name, unit, &figures[..figures.len().min(BARS)], root, lang));
    }
    if let Some(url) = indicator_url(site, chart.indicator) {
        let more = escape(renderer.t("chart_more"));
        let _ = writeln!(out, "<p class=\"more\"{lang}><a href=\"{root}{url}\">{more}</a></p>");
    }
    out
}

/// Figures by unit, the units in the order of their first figure.
fn by_unit<'s>(site: &'s Site, figures: &[FigureId]) -> Vec<(&'s str, Vec<FigureId>)> {
    let mut out: Vec<(&str, Vec<FigureId>)> = Vec::new();
    for id in figures {
        let Some(figure) = id.of(&site.items) else { continue };
        let unit = figure.unit(&site.vocabulary.indicators);
        match out.iter_mut().find(|(known, _)| *known == unit || fold(known) == fold(unit)) {
            Some((_, group)) => group.push(*id),
            None => out.push((unit, vec![*id])),
        }
    }
    out
}

fn bar(site: &Site, id: FigureId) -> Option<Bar> {
    let (figure, item) = (id.of(&site.items)?, site.item(id.item));
    let place = item.province.map(|id| site.vocabulary.provinces.get(id).name.as_str());
    let period = item.period.map(|p| p.to_string());
    let label: Vec<&str> = place.into_iter().chain(period.as_deref()).collect();
    Some(Bar {
        label: label.join(", "),
        scope: scope_of(figure, item).map(str::to_owned),
        shown: shown(figure),
        value: figure.value.value,
        plan: figure.plan.as_ref().map(|plan| plan.value),
    })
}

/// One chart; `lang` is the attribute for its language where that is not the page's.
fn figure(renderer: &Renderer, id: &str, name: &str, unit: &str, figures: &[FigureId], lang: &str) -> String {
    let bars: Vec<Bar> = figures.iter().take(BARS).filter_map(|id| bar(&renderer.site, *id)).collect();
    let scale = bars.iter().flat_map(|b| [b.value, b.plan.unwrap_or(0.0)]).fold(0.0, f64::max);
    let width = |value: f64| if scale > 0.0 { (value / scale * 100.0).max(0.0) } else { 0.0 };
    let largest = bars.iter().max_by(|a, b| a.value.total_cmp(&b.value)).map_or("", |bar| &bar.shown);
    let title = format!("{name} ({unit})");
    let description = renderer
        .t("chart_description")
        .replace("{count}", &bars.len().to_string())
        .replace("{largest}", largest)
        .replace("{unit}", unit);
    let (mut body, mut y) = (String::new(), 0);
    for bar in &bars {
        let long = bar.label.chars().count() + bar.shown.chars().count() > LINE;
        let value_line = if long { y + LABEL + SCOPE } else { y + LABEL };
        let _ =
            writeln!(body, "<text class=\"bar-label\" x=\"0\" y=\"{}\">{}</text>", y + LABEL - 5, escape(&bar.label));
        let _ = writeln!(
            body,
            "<text class=\"bar-value\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text>",
            value_line - 5,
            escape(&bar.shown)
        );
        y += LABEL;
        if bar.scope.is_some() || long {
            let room = if long { LINE.saturating_sub(bar.shown.chars().count()) } else { LINE };
            let scope = bar.scope.as_deref().map(|scope| shortened(scope, room)).unwrap_or_default();
            let _ =
                writeln!(body, "<text class=\"bar-scope\" x=\"0\" y=\"{}\">{}</text>", y + SCOPE - 5, escape(&scope));
            y += SCOPE;
        }
        if let Some(plan) = bar.plan {
            let _ = writeln!(
                body,
                "<rect class=\"bar-plan\" x=\"0\" y=\"{y}\" width=\"{:.1}%\" height=\"10\"/>",
                width(plan)
            );
        }
        let _ =
            writeln!(body, "<rect class=\"bar\" x=\"0\" y=\"{y}\" width=\"{:.1}%\" height=\"10\"/>", width(bar.value));
        y += BAR;
    }
    let mut caption = escape(&title);
    if bars.iter().any(|bar| bar.plan.is_some()) {
        let _ = write!(caption, ". {}", escape(renderer.t("chart_plan")));
    }
    if figures.len() > bars.len() {
        let rest = renderer.t("chart_newest").replace("{count}", &bars.len().to_string());
        let _ = write!(caption, ". {}", escape(&rest));
    }
    format!(
        "<figure class=\"chart\"{lang}><figcaption>{caption}.</figcaption><svg class=\"bars\" width=\"100%\" height=\"{y}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n{body}</svg></figure>\n",
        escape(&title),
        escape(&description)
    )
}

/// A text cut at a word, so that at most `room` characters are left.
fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let end = text.char_indices().nth(room.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rsplit_once(' ').map_or(&text[..end], |(head, _)| head);
    format!("{}…", cut.trim_end_matches([',', ';']))
}

/// The figures that a chart draws, as a table; `lang` as for the chart.
fn table(renderer: &Renderer, name: &str, unit: &str, figures: &[FigureId], root: &str, lang: &str) -> String {
    let site = &renderer.site;
    let t = |key| escape(renderer.t(key));
    let mut rows = String::new();
    for id in figures {
        let Some(figure) = id.of(&site.items) else { continue };
        let item = site.item(id.item);
        let place = item.province.map_or_else(String::new, |province| {
            let name = escape(&site.vocabulary.provinces.get(province).name);
            format!("<a href=\"{root}{}\">{name}</a>", province_url(site, province))
        });
        let period = item.period.map(|p| p.to_string()).unwrap_or_default();
        let scope = scope_of(figure, item).map(|s| format!("<span class=\"scope\">{}</span>", escape(s)));
        let plan = figure.plan.as_ref().map(ToString::to_string).unwrap_or_default();
        let rate = percent(figure).map(|p| format!(" ({}%)", vietnamese(p, 1))).unwrap_or_default();
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{place}</th><td><a href=\"{root}{}\">{}</a>{}</td><td class=\"right\">{}</td><td class=\"right\">{plan}{rate}</td></tr>",
            item.url,
            escape(&period),
            scope.unwrap_or_default(),
            shown(figure)
        );
    }
    format!(
        "<details class=\"chart-data\"{lang}><summary>{}</summary>\n<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name} ({unit})\"><table>\n<caption class=\"vh\">{name} ({unit})</caption>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\" class=\"right\">{}</th><th scope=\"col\" class=\"right\">{}</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n",
        t("chart_table"),
        t("tag_province"),
        t("tag_period"),
        t("fig_value"),
        t("fig_rate"),
        name = escape(name),
        unit = escape(unit),
    )
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_scopes_are_cut_at_a_word() {
        assert_eq!(shortened("vật liệu xây dựng", 30), "vật liệu xây dựng");
        assert_eq!(shortened("vật liệu xây dựng, gạch", 20), "vật liệu xây dựng…");
    }
}
