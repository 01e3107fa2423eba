//! Provinces through time: 63 units until 30/6/2025, 34 from 1/7/2025 (Nghị quyết 202/2025/QH15).
//!
//! A unit whose territory did not change is one province with one page in both tables. A merged unit ends on
//! 30/6/2025; where its name lives on, its page is told apart by the suffix `-cu`. GSO codes were reused and are no keys.

mod raw;

use ahash::AHashMap;
use chrono::NaiveDate;
use serde::Deserialize;

use super::Period;
use crate::text::{CollationKey, Slug};
use raw::RawProvince;
pub use raw::RawProvinces;

/// Index of a province in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvinceId(pub u32);

/// A province-level unit, as long as its territory stayed the same.
#[derive(Debug, PartialEq, Eq)]
pub struct Province {
    /// Unique part of its address.
    pub slug: Slug,
    /// Its short name.
    pub name: String,
    /// Its full name today, or at its end.
    pub official_name: String,
    /// "tỉnh" or "thành phố trực thuộc trung ương".
    pub type_label: String,
    /// Slug of its region in the table it belongs to last.
    pub region: String,
    /// Slug of its region among the provinces until 30/6/2025; `None` for one made after that.
    pub region_before: Option<String>,
    /// First day; `None` when it was there before 1/7/2025.
    pub valid_from: Option<NaiveDate>,
    /// Last day; `None` when it still exists.
    pub valid_to: Option<NaiveDate>,
    /// The province that took its territory over.
    pub successor: Option<ProvinceId>,
    /// The provinces it was made of.
    pub predecessors: Vec<ProvinceId>,
    /// Its types one after the other, where it changed from province to city; else empty.
    pub types: Vec<TypeSpan>,
}

/// A time in which a province was of one type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TypeSpan {
    /// Its full name then.
    pub official_name: String,
    /// First day; `None` when it was there before.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day; `None` when it still holds.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Number of the resolution that made the change.
    #[serde(default)]
    pub basis: Option<String>,
}

impl Province {
    /// Its full name on a day; today's where no day is known.
    #[must_use]
    pub fn official_name_on(&self, day: Option<NaiveDate>) -> &str {
        let then = |span: &&TypeSpan| {
            day.is_some_and(|d| span.valid_from.is_none_or(|from| from <= d) && span.valid_to.is_none_or(|to| d <= to))
        };
        self.types.iter().find(then).map_or(&self.official_name, |span| &span.official_name)
    }

    /// Whether the unit still exists.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.valid_to.is_none()
    }

    /// Whether the unit still existed at the end of a period.
    #[must_use]
    pub fn existed_through(&self, period: Period) -> bool {
        self.exists_on(period.last_month())
    }

    /// Whether the unit existed on a day.
    #[must_use]
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// Why a name gives no province.
#[derive(Debug, PartialEq, Eq)]
pub enum ProvinceError {
    /// No province ever had this name.
    Unknown,
    /// The province existed, but not on that day.
    NotInForce(ProvinceId),
}

impl ProvinceError {
    /// The province that bore the name at another time.
    #[must_use]
    pub fn province(&self) -> Option<ProvinceId> {
        match self {
            Self::NotInForce(id) => Some(*id),
            Self::Unknown => None,
        }
    }
}

/// All provinces of both tables, with look-up by name, slug or alias, and date.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Provinces {
    provinces: Vec<Province>,
    by_name: AHashMap<Slug, Vec<ProvinceId>>,
    by_page_slug: AHashMap<Slug, ProvinceId>,
    alphabetical: Vec<ProvinceId>,
    /// Slugs and names of regions, from north to south as the vocabulary lists them: today's, and those until 30/6/2025.
    regions: Vec<(String, String)>,
    regions_before: Vec<(String, String)>,
    /// Number of the resolution that made the table of today.
    basis: Option<String>,
}

impl Provinces {
    /// Builds the vocabulary from both tables.
    ///
    /// # Errors
    /// The first entry that cannot be used, as text that names it.
    pub fn new(raw: RawProvinces) -> Result<Self, String> {
        let basis = raw.legal_basis.into_iter().next().map(|basis| basis.code);
        let (regions, regions_before) = (raw.regions_after, raw.regions_before);
        let mut out = Self { regions, regions_before, basis, ..Self::default() };
        let mut ids: AHashMap<&str, ProvinceId> = AHashMap::new();
        for entry in raw.units_from_2025_07.iter().chain(raw.provinces_before_2025_07.iter().filter(|p| p.merged)) {
            let id = out.add(entry)?;
            ids.insert(&entry.id, id);
        }
        for entry in raw.provinces_before_2025_07.iter().filter(|p| !p.merged) {
            let same = entry.successor.as_deref().and_then(|s| ids.get(s).copied());
            let id = same.ok_or_else(|| format!("{}: successor", entry.id))?;
            out.provinces[id.0 as usize].region_before = Some(entry.region.clone());
            let types = &mut out.provinces[id.0 as usize].types;
            types.splice(
                0..0,
                entry.type_history.iter().filter(|span| !types.contains(span)).cloned().collect::<Vec<_>>(),
            );
            ids.insert(&entry.id, id);
            out.name_it(id, entry);
        }
        for entry in &raw.provinces_before_2025_07 {
            let successor = entry.successor.as_deref().filter(|_| entry.merged);
            if let Some(successor) = successor {
                let to = *ids.get(successor).ok_or_else(|| format!("{}: successor {successor}", entry.id))?;
                out.provinces[ids[entry.id.as_str()].0 as usize].successor = Some(to);
            }
        }
        for entry in raw.units_from_2025_07.iter().filter(|p| p.merged) {
            for predecessor in &entry.predecessors {
                let from =
                    *ids.get(predecessor.as_str()).ok_or_else(|| format!("{}: predecessor {predecessor}", entry.id))?;
                out.provinces[ids[entry.id.as_str()].0 as usize].predecessors.push(from);
            }
        }
        out.alphabetical = (0..out.provinces.len()).filter_map(|i| u32::try_from(i).ok().map(ProvinceId)).collect();
        out.alphabetical.sort_by_cached_key(|id| CollationKey::new(&out.provinces[id.0 as usize].name));
        Ok(out)
    }

    fn add(&mut self, entry: &RawProvince) -> Result<ProvinceId, String> {
        let id = ProvinceId(u32::try_from(self.provinces.len()).map_err(|_| entry.id.clone())?);
        let slug = entry.page_slug.as_deref().unwrap_or(&entry.slug);
        let slug = Slug::parse(slug).ok_or_else(|| format!("{}: slug \"{slug}\"", entry.id))?;
        if !self.regions.iter().chain(&self.regions_before).any(|(slug, _)| *slug == entry.region) {
            return Err(format!("{}: region \"{}\"", entry.id, entry.region));
        }
        if self.by_page_slug.insert(slug.clone(), id).is_some() {
            return Err(format!("{}: page_slug \"{slug}\" (2)", entry.id));
        }
        self.provinces.push(Province {
            slug,
            name: entry.name.clone(),
            official_name: entry.official_name.clone(),
            type_label: entry.type_label.clone(),
            region: entry.region.clone(),
            region_before: entry.valid_to.is_some().then(|| entry.region.clone()),
            valid_from: entry.valid_from,
            valid_to: entry.valid_to,
            successor: None,
            predecessors: Vec::new(),
            types: entry.type_history.clone(),
        });
        self.name_it(id, entry);
        Ok(id)
    }

    fn name_it(&mut self, id: ProvinceId, entry: &RawProvince) {
        let with_type = format!("{} {}", entry.type_label.trim_end_matches(" trực thuộc trung ương"), entry.name);
        let former_names = entry.type_history.iter().map(|span| &span.official_name);
        for name in
            [&entry.name, &entry.official_name, &with_type].into_iter().chain(&entry.aliases).chain(former_names)
        {
            let Some(key) = Slug::of(name) else { continue };
            let ids = self.by_name.entry(key).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }

    /// Finds the province that bore `name` on `day`: by its page's slug whatever the day, else by name, slug or alias.
    ///
    /// # Errors
    /// [`ProvinceError`] when nobody bore the name, or not on that day.
    pub fn find(&self, name: &str, day: NaiveDate) -> Result<ProvinceId, ProvinceError> {
        let key = Slug::of(name).ok_or(ProvinceError::Unknown)?;
        let Some(ids) = self.by_name.get(&key) else {
            return self.by_page_slug.get(&key).copied().ok_or(ProvinceError::Unknown);
        };
        let there = ids.iter().copied().find(|id| self.get(*id).exists_on(day));
        there.ok_or(ProvinceError::NotInForce(ids[0]))
    }

    /// The province of an id.
    #[must_use]
    pub fn get(&self, id: ProvinceId) -> &Province {
        &self.provinces[id.0 as usize]
    }

    /// All ids in Vietnamese alphabetical order.
    #[must_use]
    pub fn alphabetical(&self) -> &[ProvinceId] {
        &self.alphabetical
    }

    /// Number of provinces in both tables.
    #[must_use]
    pub fn len(&self) -> usize {
        self.provinces.len()
    }

    /// Whether the vocabulary is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.provinces.is_empty()
    }

    /// Number of the resolution that made the table of today.
    #[must_use]
    pub fn basis(&self) -> Option<&str> {
        self.basis.as_deref()
    }

    /// The place of a region from north to south, and its name.
    #[must_use]
    pub fn region(&self, slug: &str) -> (usize, &str) {
        named_region(&self.regions, slug).unwrap_or_else(|| {
            let (place, name) = self.region_before(slug);
            (self.regions.len() + place, name)
        })
    }

    /// The same for the regions until 30/6/2025.
    #[must_use]
    pub fn region_before(&self, slug: &str) -> (usize, &str) {
        named_region(&self.regions_before, slug).unwrap_or((self.regions_before.len(), ""))
    }

    /// Every name, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.provinces.iter().map(|p| p.name.as_str())
    }
}

/// The place and the name of a region in a list.
fn named_region<'r>(regions: &'r [(String, String)], slug: &str) -> Option<(usize, &'r str)> {
    let place = regions.iter().position(|(s, _)| s == slug)?;
    Some((place, &regions[place].1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn real() -> Provinces {
        let text = std::fs::read_to_string("content/_data/provinces.yaml").unwrap();
        Provinces::new(serde_yaml::from_str(&text).unwrap()).unwrap()
    }

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn sixty_three_became_thirty_four() {
        let p = real();
        let on = |day| p.provinces.iter().filter(|p| p.exists_on(day)).count();
        assert_eq!((on(day(2025, 6, 30)), on(day(2025, 7, 1))), (63, 34));
    }

    #[test]
    fn the_same_name_is_another_province_before_and_after() {
        let p = real();
        let old = p.find("Quảng Trị", day(2023, 1, 31)).unwrap();
        let new = p.find("quang-tri", day(2026, 1, 1)).unwrap();
        assert_eq!(p.get(old).slug.as_str(), "quang-tri-cu");
        assert_eq!(p.get(new).slug.as_str(), "quang-tri");
        assert_eq!(p.get(old).successor, Some(new));
        assert!(p.get(new).predecessors.contains(&old));
    }

    #[test]
    fn a_province_is_found_by_the_type_it_had() {
        let p = real();
        let found = |name: &str, day| p.get(p.find(name, day).unwrap()).slug.to_string();
        assert_eq!(found("Tỉnh Bắc Ninh", day(2025, 12, 10)), "bac-ninh");
        assert_eq!(found("Tỉnh Bắc Ninh", day(2024, 12, 10)), "bac-ninh-cu");
        assert_eq!(found("tỉnh Thừa Thiên - Huế", day(2020, 1, 1)), "hue");
    }

    #[test]
    fn an_unchanged_province_keeps_one_page() {
        let p = real();
        assert_eq!(p.find("Sơn La", day(2022, 1, 1)), p.find("Tỉnh Sơn La", day(2026, 1, 1)));
    }

    #[test]
    fn a_merged_province_is_not_found_afterwards() {
        let p = real();
        let error = p.find("Bắc Cạn", day(2026, 1, 1)).unwrap_err();
        let ProvinceError::NotInForce(id) = error else { panic!("{error:?}") };
        assert_eq!(p.get(p.get(id).successor.unwrap()).name, "Thái Nguyên");
    }
}
