#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::model::{Documents, Items};
use crate::parse;
use crate::read::TextFile;
use crate::resolve::{self, Vocabulary};

fn item(body: &str) -> Item {
    let text = format!("---\ntieu_de: A\n---\n\n{body}\n");
    let file = TextFile::decode("content/trang/a.md", text.as_bytes());
    let document = parse::document(file, Default::default()).unwrap();
    let now = chrono::NaiveDateTime::default();
    let mut items = Items::default();
    items.replace(
        "content/trang/a.md",
        resolve::item(&document, &[], &Vocabulary::default(), Default::default(), now).0,
    );
    let checked = resolve::check(&items, &Documents::default(), &BTreeSet::new(), &[]);
    let (id, targets) = checked.targets.into_iter().next().unwrap();
    items.get_mut(id).unwrap().targets = targets;
    *items.replace("content/trang/a.md", None).unwrap()
}

/// The body as a page shows it; every cited document has a page, or none has.
fn rendered(item: &Item, documents: bool) -> String {
    let around = Surroundings {
        place: Placing { page_of: Some("/"), ..Placing::default() },
        picture: &|_, _| None,
        root: "../",
        item_url: &|_| None,
        attachment_url: &|_, _| None,
        document_url: &|_| documents.then(|| UrlPath::page(&["van-ban", "x"])),
        chart: &|_| String::new(),
        phrase: &|key| key,
    };
    body(item, &around)
}

const CITE: &str = "<a class=\"cite\" href=\"../van-ban/x/\">";

#[test]
fn a_citation_may_go_through_lines_and_characters() {
    let html = |body: &str| rendered(&item(body), true);
    assert_eq!(html("Quyết\nđịnh số 100/QĐ-TTg."), format!("<p>{CITE}Quyết\nđịnh số 100/QĐ-TTg</a>.</p>\n"));
    assert_eq!(html("Số 10/QĐ-SKH&amp;CN"), format!("<p>{CITE}Số 10/QĐ-SKH&amp;CN</a></p>\n"));
    assert_eq!(
        html("*Số 5/KH-UBND* và 5/**KH-UBND**"),
        format!("<p><em>{CITE}Số 5/KH-UBND</a></em> và 5/<strong>KH-UBND</strong></p>\n")
    );
}

proptest! {
    #[test]
    fn links_to_documents_change_nothing_but_themselves(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "Quyết định số 100/QĐ-TTg", "5/KH-", "UBND", "số 7/", " ngày 1/1/2020", "TCVN ISO 9001:2015", "&amp;", "\\", "*", "**", "`",
        "[", "](https://a.vn/1/QĐ-TTg)", "![", "](https://a.vn/x.png)", "[^1]", "\n[^1]: ", "\n\n", "\n", "\n- ", "\n## ", " {#a topics=1/QĐ-TTg}",
        "\n| ", " | ", "\n|---|---|\n", "\n```\n", "    ", "> ", "<sub>", "</sub>", "<https://a.vn/1/QĐ-TTg>", "chữ ", "~~",
    ]), 0..24)) {
        let item = item(&pieces.concat());
        let (linked, plain) = (rendered(&item, true), rendered(&item, false));
        // Every link holds nothing but text, stands in no other link and in no code, and taken out leaves the rest as it was.
        let mut without = String::new();
        let mut rest = linked.as_str();
        while let Some((before, after)) = rest.split_once(CITE) {
            let (text, after) = after.split_once("</a>").unwrap();
            prop_assert!(!text.contains('<') && !text.is_empty(), "{linked}");
            without.push_str(before);
            for (open, close) in [("<a ", "</a>"), ("<code", "</code>"), ("<pre", "</pre>")] {
                prop_assert!(without.matches(open).count() == without.matches(close).count(), "{linked}");
            }
            without.push_str(text);
            rest = after;
        }
        without.push_str(rest);
        prop_assert_eq!(without, plain);
    }
}
