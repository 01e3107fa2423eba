//! Addresses within the site from the paths of requests; what stands at an address is left to the site.
//!
//! Only what the site plans is ever looked up, so that no path can reach a file; what is no address of a page in the
//! first place is not even asked for.

use percent_encoding::percent_decode_str;

/// An address that no page can have: pages are made of slugs and dots.
pub const NOWHERE: &str = "?";

/// The longest path that is looked at, in bytes as sent.
const LONGEST: usize = 2000;

/// The address, without its leading `/`, that the path of a request stands for; `None` when no page can have it.
pub fn of_path(path: &str) -> Option<String> {
    if path.len() > LONGEST {
        return None;
    }
    let segments: Vec<String> = path.strip_prefix('/')?.split('/').map(segment).collect::<Option<_>>()?;
    let address = segments.join("/");
    // A path with two slashes in front would be another host's in a `Location`.
    (!address.starts_with('/') && !address.contains("//")).then_some(address)
}

/// The page, with its leading `/`, that `page` in the query names; `None` when there is no `page`. What can be no page
/// becomes one that does not exist.
pub fn of_query(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("page="))?;
    // The value is itself a path as a browser shows it: the query is decoded here, the path by `of_path`.
    let path = percent_decode_str(value).decode_utf8_lossy();
    Some(format!("/{}", of_path(&path).as_deref().unwrap_or(NOWHERE)))
}

/// What a browser remembers of the page it shows: the value of `item` in the query, as the site once gave it.
pub fn known(query: &str) -> String {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("item=")).unwrap_or_default();
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

/// One part between slashes, decoded once. A slash, a backslash, a null or a percent sign that was encoded is none of
/// the letters of an address.
fn segment(raw: &str) -> Option<String> {
    let text = percent_decode_str(raw).decode_utf8_lossy();
    let planned = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
    (planned && text != "." && text != "..").then(|| text.into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn planned_addresses_are_found_as_they_are() {
        for (path, address) in [
            ("/", ""),
            ("/tinh/son-la/", "tinh/son-la/"),
            ("/bao-cao/2021/bao-cao.pdf", "bao-cao/2021/bao-cao.pdf"),
            ("/404.html", "404.html"),
            ("/Tinh/Son-La/", "Tinh/Son-La/"),
            ("/tinh/s%6Fn%2Dla/", "tinh/son-la/"),
        ] {
            assert_eq!(of_path(path).as_deref(), Some(address), "{path}");
        }
    }

    #[test]
    fn odd_paths_lead_nowhere() {
        for path in [
            "",
            "*",
            "tinh/",
            "//",
            "//evil.example/",
            "///evil.example",
            "/tinh//son-la/",
            "/../etc/passwd",
            "/tinh/../../etc",
            "/tinh/..",
            "/./",
            "/%2e%2e/etc",
            "/.%2E/etc",
            "/%2F",
            "/tinh%2fson-la/",
            "/%2fevil.example/",
            "/tinh%00/",
            "/tinh\\son-la",
            "/%5c%5cevil.example/",
            "/%252e%252e/",
            "/%2574inh/",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/t%E1%BB%89nh/",
            "/tỉnh/",
            "/c:/windows/",
            "/a b",
            "/a;b",
        ] {
            assert_eq!(of_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_path_has_a_longest_length() {
        assert!(of_path(&format!("/{}", "a".repeat(1999))).is_some());
        assert_eq!(of_path(&format!("/{}", "a".repeat(2000))), None);
        assert_eq!(of_path(&format!("/{}", "%61".repeat(667))), None);
    }

    #[test]
    fn the_page_of_a_tab_is_a_path_in_a_query() {
        for (query, page) in [
            ("page=/tinh/son-la/", "/tinh/son-la/"),
            ("page=%2Ftinh%2Fson-la%2F", "/tinh/son-la/"),
            ("t=1&page=%2F", "/"),
            ("page=", "/?"),
            ("page=%2F%2Fevil.example", "/?"),
            ("page=%2Ft%25E1%25BB%2589nh%2F", "/?"),
            ("page=%2F..%2Fetc", "/?"),
        ] {
            assert_eq!(of_query(query).as_deref(), Some(page), "{query}");
        }
        assert_eq!(of_query("pages=/"), None);
    }

    proptest! {
        #[test]
        fn an_address_never_leaves_the_site(path in "/([./a%25eF\\\\]|%2e|%2f|\\PC){0,12}") {
            if let Some(address) = of_path(&path) {
                prop_assert!(!address.starts_with('/') && !address.contains("//"));
                prop_assert!(address.split('/').all(|s| s != ".." && s != "."));
                prop_assert!(address.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/".contains(&b)));
                prop_assert_eq!(of_path(&format!("/{address}")), Some(address));
            }
        }
    }
}
