//! Which body issued a cited document: its province, and the district or town below it.

use chrono::NaiveDate;

use crate::cite::{Citation, CitedDate, Level};
use crate::model::province::ProvinceError;
use crate::model::{Item, PartialDate, ProvinceId, Provinces};
use crate::text::fold;

/// The province whose body issued a document: the one the text names, else the item's, as it was on the document's day.
/// One that is named but not known is not the item's.
pub fn issuing_province(citation: &Citation, item: &Item, provinces: &Provinces) -> Option<ProvinceId> {
    if citation.code.level != Level::Local {
        return None;
    }
    let own_day = item.when().map(PartialDate::first_day);
    let day = match citation.date {
        Some(CitedDate::Date(date)) => Some(date.first_day()),
        // In the item's own year the item knows best: 2025 had two tables.
        _ if citation.year() == item.year() => own_day,
        _ => citation.year().and_then(|year| NaiveDate::from_ymd_opt(year, 6, 30)).or(own_day),
    };
    // Without any date a name means the province of today.
    match citation.issuer.as_deref().map(|issuer| named_province(issuer, day.unwrap_or(NaiveDate::MAX), provinces)) {
        Some(Named::Known(id)) => Some(id),
        Some(Named::Unknown) => None,
        Some(Named::None) | None => {
            let own = provinces.get(item.province?);
            // A report after a merger cites what its namesake issued before.
            let then = day.filter(|day| !own.exists_on(*day)).and_then(|day| provinces.find(&own.name, day).ok());
            then.or(item.province)
        }
    }
}

/// What the name of an issuer says of its province.
enum Named {
    /// `UBND tỉnh Bắc Kạn`, `Sở KH&CN Hà Nội`.
    Known(ProvinceId),
    /// A name that no province bears.
    Unknown,
    /// Nothing: `UBND tỉnh`.
    None,
}

fn named_province(issuer: &str, day: NaiveDate, provinces: &Provinces) -> Named {
    let spelled = issuer.replace("TP.HCM", "thành phố Hồ Chí Minh").replace("TPHCM", "thành phố Hồ Chí Minh");
    let spelled = spelled.replace("TP. ", "thành phố ").replace("TP.", "thành phố ").replace("TP ", "thành phố ");
    let words: Vec<&str> = spelled.split(' ').collect();
    let find = |words: &[&str]| {
        let name = words.join(" ");
        provinces.find(&name, day).or_else(|error| error.province().ok_or(error)).ok()
    };
    let is_type = |word: &&str| matches!(word.to_lowercase().as_str(), "tỉnh" | "thành");
    if let Some(start) = words.iter().position(is_type) {
        let found = (start + 2..=words.len().min(start + 6)).rev().find_map(|end| find(&words[start..end]));
        let capital = |at: usize| words.get(at).is_some_and(|word| word.starts_with(char::is_uppercase));
        let city = words[start].to_lowercase() == "thành";
        return match found {
            Some(id) => Named::Known(id),
            // A city that is no province lies in one.
            None if city => Named::None,
            None if capital(start + 1) => Named::Unknown,
            None => Named::None,
        };
    }
    let tails = (1..words.len()).map(|start| &words[start..]).filter(|tail| tail.len() <= 4);
    let named = tails.filter(|tail| tail[0].starts_with(char::is_uppercase)).find_map(find);
    named.map_or(Named::None, Named::Known)
}

/// The district, town or commune that a text names as the issuer: `của UBND huyện Hòa An`. Its numbers are not the
/// province's.
pub fn place_below_province(citation: &Citation, provinces: &Provinces) -> Option<String> {
    let words: Vec<&str> =
        citation.issuer.as_deref().filter(|_| citation.code.level == Level::Local)?.split(' ').collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let kinds =
        [&["huyện"][..], &["quận"], &["thị", "xã"], &["thị", "trấn"], &["thành", "phố"], &["tp"], &["xã"], &["phường"]];
    let (start, length) = kinds.iter().find_map(|kind| {
        let start = lower.windows(kind.len()).position(|w| w == *kind)?;
        Some((start, kind.len()))
    })?;
    // Right after the body whose document it is: "của UBND tỉnh hỗ trợ huyện …" is the province's.
    let body = fold(&words[..start].join(" "));
    let own = ["ubnd", "hdnd", "uy ban nhan dan", "hoi dong nhan dan"].iter().any(|b| body.ends_with(b));
    let name = words[start + length..].iter().take_while(|word| word.starts_with(char::is_uppercase));
    let name = name.copied().collect::<Vec<_>>().join(" ");
    let kind = if lower[start] == "tp" { "thành phố".to_owned() } else { lower[start..start + length].join(" ") };
    let place = format!("{kind} {name}");
    // Some cities are provinces.
    let province =
        kind == "thành phố" && !matches!(provinces.find(&place, NaiveDate::MAX), Err(ProvinceError::Unknown));
    (own && !name.is_empty() && !province).then_some(place)
}
