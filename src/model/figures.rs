//! What follows from figures: percentages of a plan, and sums over provinces.

use std::collections::BTreeMap;

use super::report::Figure;
use super::{Period, ProvinceId, Provinces};
use crate::text::{Number, fold};

/// What a figure is of its plan, in percent; nothing of a plan of 0.
#[must_use]
pub fn percent(figure: &Figure) -> Option<f64> {
    let plan = figure.plan.as_ref()?.value;
    (plan != 0.0).then(|| figure.value.value / plan * 100.0)
}

/// Whether a percentage that is stated is not the computed one, rounded to as many decimals as are stated.
#[must_use]
pub fn differs(stated: &Number, percent: f64) -> bool {
    let places = i32::try_from(stated.decimals()).unwrap_or(i32::MAX);
    // Half a unit of the last place, and a little for the binary fractions.
    (stated.value - percent).abs() > 0.5 * 10f64.powi(-places) + 1e-9
}

/// A figure with what decides whether it may be added to others.
#[derive(Clone, Copy, Debug)]
pub struct Record<'f> {
    /// The province of its time.
    pub province: ProvinceId,
    /// The period of its report.
    pub period: Period,
    /// The figure.
    pub figure: &'f Figure,
    /// Its unit: its own or the indicator's.
    pub unit: &'f str,
    /// What it covers besides its period.
    pub scope: Option<&'f str>,
}

/// The sum of the figures of several provinces for one period.
#[derive(Debug, PartialEq)]
pub struct Total {
    /// The period.
    pub period: Period,
    /// The unit.
    pub unit: String,
    /// What the figures cover besides the period.
    pub scope: Option<String>,
    /// The sum.
    pub value: f64,
    /// Decimals of the most exact figure in it.
    pub decimals: usize,
    /// Provinces in it.
    pub provinces: usize,
    /// Figures left out because the source is not exact (`trên`, `khoảng`, `dưới`).
    pub left_out: usize,
}

/// Sums of one indicator by period and unit, the latest first.
///
/// A sum is made only where it means something: of two or more provinces, each with one figure for that very period and
/// scope, all of one table of provinces (a province and the one it went into are never added), inexact figures left out.
#[must_use]
pub fn totals(records: &[Record<'_>], provinces: &Provinces) -> Vec<Total> {
    let mut groups: BTreeMap<(Period, String, String), Vec<&Record<'_>>> = BTreeMap::new();
    for record in records {
        let key = (record.period, fold(record.unit), fold(record.scope.unwrap_or_default()));
        groups.entry(key).or_default().push(record);
    }
    let totals = groups.into_iter().rev().filter_map(|((period, ..), group)| {
        let (exact, inexact): (Vec<&Record<'_>>, Vec<&Record<'_>>) =
            group.into_iter().partition(|record| record.figure.qualifier.is_none());
        let mut own: Vec<ProvinceId> = exact.iter().map(|record| record.province).collect();
        own.sort_unstable();
        let several = own.windows(2).any(|pair| pair[0] == pair[1]);
        let former = own.iter().any(|id| !provinces.get(*id).is_current());
        let new = own.iter().any(|id| provinces.get(*id).valid_from.is_some());
        if own.len() < 2 || several || (former && new) {
            return None;
        }
        Some(Total {
            period,
            unit: exact[0].unit.to_owned(),
            scope: exact[0].scope.map(str::to_owned),
            value: exact.iter().map(|record| record.figure.value.value).sum(),
            decimals: exact.iter().map(|record| record.figure.value.decimals()).max().unwrap_or(0),
            provinces: own.len(),
            left_out: inexact.len(),
        })
    });
    totals.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::IndicatorId;
    use crate::model::report::{FigurePlaces, Qualifier};

    fn figure(value: &str, plan: Option<&str>, qualifier: Option<Qualifier>) -> Figure {
        Figure {
            indicator: IndicatorId(0),
            value: Number::parse(value).unwrap(),
            unit: None,
            plan: plan.and_then(Number::parse),
            scope: None,
            qualifier,
            stated: None,
            section: None,
            note: None,
            places: FigurePlaces { value: 0..0, unit: None, plan: None, stated: None },
        }
    }

    #[test]
    fn percentages_are_compared_as_exactly_as_they_are_stated() {
        let percent = |value, plan| percent(&figure(value, Some(plan), None)).unwrap();
        let stated = |text| Number::parse(text).unwrap();
        assert!(differs(&stated("80%"), percent("950", "2.641")), "36,0% is not 80%");
        assert!(!differs(&stated("28,3%"), percent("79.175.000", "280.000.000")));
        assert!(!differs(&stated("16,5%"), percent("28", "170")));
        assert!(!differs(&stated("4,7%"), percent("08", "170")));
        assert!(differs(&stated("4,8%"), percent("08", "170")));
        assert_eq!(super::percent(&figure("1", Some("0"), None)), None);
    }

    #[test]
    fn only_what_may_be_added_is_added() {
        let text = std::fs::read_to_string("content/_data/provinces.yaml").unwrap();
        let provinces = Provinces::new(serde_yaml::from_str(&text).unwrap()).unwrap();
        let id = |name: &str, day: &str| provinces.find(name, day.parse().unwrap()).unwrap();
        let year = |year| Period::whole_year(year).unwrap();
        let (one, two) = (figure("1.390", None, None), figure("10,5", None, None));
        let inexact = figure("1000", None, Some(Qualifier::Above));
        let record = |province, period, figure| Record { province, period, figure, unit: "mẫu", scope: None };
        let (son_la, thai_binh) = (id("Sơn La", "2022-01-01"), id("Thái Bình", "2022-01-01"));
        let lao_cai = id("Lào Cai", "2022-01-01");
        let sums = totals(
            &[
                record(son_la, year(2022), &one),
                record(thai_binh, year(2022), &two),
                record(lao_cai, year(2022), &inexact),
                record(son_la, year(2021), &one),
            ],
            &provinces,
        );
        assert_eq!(sums.len(), 1, "one province alone is no sum");
        assert_eq!((sums[0].value, sums[0].decimals, sums[0].provinces, sums[0].left_out), (1400.5, 1, 2, 1));
        let twice =
            [record(son_la, year(2022), &one), record(son_la, year(2022), &two), record(thai_binh, year(2022), &two)];
        assert_eq!(totals(&twice, &provinces), [], "two figures of one province may overlap");
        let bricks = Record { scope: Some("gạch"), ..record(son_la, year(2022), &one) };
        assert_eq!(totals(&[bricks, record(thai_binh, year(2022), &two)], &provinces), [], "bricks are no water");
        let quang_tri_before = id("Quảng Trị", "2023-01-01");
        let quang_tri_now = id("Quảng Trị", "2026-01-01");
        let mixed = [record(quang_tri_before, year(2025), &one), record(quang_tri_now, year(2025), &two)];
        assert_eq!(totals(&mixed, &provinces), [], "the old and the new province are never added");
    }
}
