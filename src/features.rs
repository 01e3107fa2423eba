//! What a portal has besides the pages of its items, provinces, periods and topics. Everything is there unless `bantin.yaml`
//! leaves it out.

/// Something that a portal can do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// The search: its page and its index.
    Search,
    /// Cited documents: they are neither looked for in texts nor listed.
    Documents,
    /// Figures: their pages, files and tables.
    Figures,
    /// Tasks: their lists and tables.
    Tasks,
    /// Which province reported which period.
    Coverage,
    /// Sections of reports on the pages of their topics, which then list the items of `chu_de` alone.
    Sections,
    /// The pages of a topic within a province and within a year.
    NarrowTopics,
    /// Wide periods and topics have what is in those within them: a quarter its months, a topic its narrower ones.
    RollUp,
    /// A feed for each province.
    ProvinceFeeds,
    /// Whole texts in feeds; without them feeds have more items, each with its summary.
    FeedTexts,
}

impl Feature {
    /// All of them, with their names in `bantin.yaml`, English and Vietnamese.
    pub const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Search, "search", "tim-kiem"),
        (Self::Documents, "documents", "van-ban"),
        (Self::Figures, "figures", "so-lieu"),
        (Self::Tasks, "tasks", "nhiem-vu"),
        (Self::Coverage, "coverage", "do-phu"),
        (Self::Sections, "sections", "muc-theo-chu-de"),
        (Self::NarrowTopics, "narrow-topics", "chu-de-theo-tinh-va-nam"),
        (Self::RollUp, "roll-up", "gop-cap-duoi"),
        (Self::ProvinceFeeds, "province-feeds", "nguon-tin-theo-tinh"),
        (Self::FeedTexts, "feed-texts", "toan-van-trong-nguon-tin"),
    ];

    /// The feature of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, en, vi)| *en == name || *vi == name).map(|(feature, ..)| *feature)
    }
}

/// What a portal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// A bit for each feature that is left out.
    without: u16,
}

impl Features {
    /// The same without a feature.
    #[must_use]
    pub fn without(self, feature: Feature) -> Self {
        Self { without: self.without | 1 << feature as u8 }
    }

    /// Whether the portal has a feature.
    #[must_use]
    pub fn has(self, feature: Feature) -> bool {
        self.without & 1 << feature as u8 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_there_unless_it_is_left_out() {
        let features = Features::default().without(Feature::Search);
        assert!(!features.has(Feature::Search));
        let others = Feature::ALL.into_iter().filter(|(feature, ..)| *feature != Feature::Search);
        assert!(others.clone().all(|(feature, ..)| features.has(feature)));
        assert!(others.clone().all(|(feature, en, vi)| [en, vi].map(Feature::named) == [Some(feature); 2]));
    }
}
