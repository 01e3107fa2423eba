//! The clock, read at the ends only: by the commands, never by a stage of the pipeline.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// The time in Vietnam: UTC+7 without daylight saving time since 1975 (tz database, Asia/Ho_Chi_Minh).
///
/// `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org) replaces the clock.
#[must_use]
pub fn vietnam() -> NaiveDateTime {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|s| s.parse().ok());
    let utc = fixed.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_else(Utc::now);
    utc.naive_utc() + TimeDelta::hours(7)
}
