//! What a text says two documents have to do with each other: `… thay thế Quyết định số 49/2014/QĐ-UBND`.

use super::Mention;
use crate::text::fold;

/// How one document bears on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The first takes the place of the second (thay thế, bãi bỏ).
    Replaces,
    /// The first changes the second (sửa đổi, bổ sung).
    Amends,
}

/// The longest stretch of words between two documents of one statement, in bytes.
const LONGEST: usize = 160;

/// The statements of a text about its `mentions`, as indices: which document, how, which other.
#[must_use]
pub fn relations(text: &str, mentions: &[Mention]) -> Vec<(usize, Relation, usize)> {
    let mut out: Vec<(usize, Relation, usize)> = Vec::new();
    // The statement that an enumeration continues: "thay thế Quyết định số 1 và Quyết định số 2".
    let mut going: Option<(usize, Relation, bool)> = None;
    for (second, pair) in mentions.windows(2).enumerate().map(|(first, pair)| (first + 1, pair)) {
        let between = pair[0].range.end..pair[1].range.start;
        if between.len() > LONGEST {
            going = None;
            continue;
        }
        let words = fold(&text[between]);
        if let Some((relation, passive)) = statement(&words) {
            going = Some((second - 1, relation, passive));
        } else if !matches!(words.rsplit([',', ' ']).next(), Some("va" | "")) || ends_sentence(&words) {
            going = None;
        }
        if let Some((subject, relation, passive)) = going {
            out.push(if passive { (second, relation, subject) } else { (subject, relation, second) });
        }
    }
    out
}

/// What the folded words between two documents state, and whether the first suffers it.
fn statement(words: &str) -> Option<(Relation, bool)> {
    if ends_sentence(words) {
        return None;
    }
    let verbs = [("thay the", Relation::Replaces), ("bai bo", Relation::Replaces), ("sua doi", Relation::Amends)];
    let (at, verb, relation) = verbs
        .into_iter()
        .filter_map(|(verb, relation)| Some((words.rfind(verb)?, verb, relation)))
        .max_by_key(|(at, ..)| *at)?;
    let (before, after) = (words[..at].trim_end(), &words[at + verb.len()..]);
    let passive = ["duoc", "bi"].iter().any(|w| before.rsplit(' ').next() == Some(w));
    let by = ["boi", "bang", "tai", "theo"].iter().any(|w| after.split(' ').any(|word| word == *w));
    // "được thay thế" says by what only after "bởi", "bằng", "tại", "theo".
    (passive == by).then_some((relation, passive))
}

fn ends_sentence(words: &str) -> bool {
    words.contains(". ") || words.contains(';') || words.ends_with('.')
}
