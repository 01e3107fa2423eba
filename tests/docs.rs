//! The guides keep up with the program: every code, every key and every template stands in them.

use bantin::diag::words;
use bantin::parse::fields::{FIELDS, Field, Shape};

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn the_guide_explains_every_code() {
    let guide = read("docs/huong-dan-bien-tap.md");
    for (code, ..) in words::TABLE {
        assert!(guide.contains(&format!("| {code} |")), "{code} is not in the guide");
    }
}

#[test]
fn the_guide_lists_every_key_in_both_languages() {
    fn check(guide: &str, fields: &[Field]) {
        for field in fields {
            assert!(guide.contains(&format!("`{}`", field.khoa)), "{}", field.khoa);
            assert!(guide.contains(&format!("`{}`", field.key)), "{}", field.key);
            if let Shape::Record(inner) | Shape::Records(inner) = field.shape {
                check(guide, inner);
            }
        }
    }
    check(&read("docs/huong-dan-bien-tap.md"), FIELDS);
}

#[test]
fn every_template_of_the_theme_is_documented() {
    let guide = read("docs/giao-dien.md");
    for file in bantin::read::default_theme() {
        if let Some(template) = file.path.strip_prefix("templates/") {
            assert!(guide.contains(template), "{template} is not in docs/giao-dien.md");
        }
    }
}

#[test]
fn both_languages_of_the_theme_have_the_same_strings() {
    let keys = |path: &str| -> Vec<String> {
        let text = read(path);
        let lines = text.lines().filter(|l| !l.starts_with('#'));
        let mut keys: Vec<String> = lines.filter_map(|l| l.split_once(':').map(|(key, _)| key.to_owned())).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys("themes/mac-dinh/i18n/vi.yaml"), keys("themes/mac-dinh/i18n/en.yaml"));
}
