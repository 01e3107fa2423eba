//! `provinces.yaml` as it is written.

use std::fmt;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::TypeSpan;

/// One entry of either table in `provinces.yaml`.
#[derive(Debug, Deserialize)]
pub struct RawProvince {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) official_name: String,
    #[serde(rename = "type")]
    pub(super) type_label: String,
    pub(super) region: String,
    pub(super) slug: String,
    #[serde(default)]
    pub(super) page_slug: Option<String>,
    #[serde(default)]
    pub(super) successor: Option<String>,
    pub(super) merged: bool,
    #[serde(default)]
    pub(super) valid_from: Option<NaiveDate>,
    #[serde(default)]
    pub(super) valid_to: Option<NaiveDate>,
    #[serde(default)]
    pub(super) predecessors: Vec<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) type_history: Vec<TypeSpan>,
}

/// `provinces.yaml`; keys not named here are notes for people.
#[derive(Debug, Deserialize)]
pub struct RawProvinces {
    #[serde(deserialize_with = "in_order")]
    pub(super) regions_before: Vec<(String, String)>,
    #[serde(deserialize_with = "in_order")]
    pub(super) regions_after: Vec<(String, String)>,
    pub(super) provinces_before_2025_07: Vec<RawProvince>,
    pub(super) units_from_2025_07: Vec<RawProvince>,
    #[serde(default)]
    pub(super) legal_basis: Vec<RawBasis>,
}

/// A resolution that `provinces.yaml` follows; the first made the table of today.
#[derive(Debug, Deserialize)]
pub(super) struct RawBasis {
    pub(super) code: String,
}

/// A map of texts in the order in which it is written.
fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, String)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map of texts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    deserializer.deserialize_map(Pairs)
}
