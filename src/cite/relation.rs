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
///
/// Reports often name a document and then what is done about another ("Thực hiện Công văn số 1, Sở dự thảo Quyết định
/// thay thế Quyết định số 2"), so that only what stands right after a document is said of it.
#[must_use]
pub fn relations(text: &str, mentions: &[Mention]) -> Vec<(usize, Relation, usize)> {
    let mut out: Vec<(usize, Relation, usize)> = Vec::new();
    // The statement that an enumeration continues: "thay thế Quyết định số 1 và Quyết định số 2".
    let mut going: Option<(usize, Relation, bool)> = None;
    for (second, pair) in mentions.windows(2).enumerate().map(|(first, pair)| (first + 1, pair)) {
        let between = text.get(pair[0].whole.end..pair[1].range.start).filter(|between| between.len() <= LONGEST);
        let Some(between) = between else {
            going = None;
            continue;
        };
        let words = fold(between);
        if let Some((relation, passive)) = statement(&words) {
            going = Some((second - 1, relation, passive));
        } else if !matches!(words.as_str(), "" | "," | "va" | ", va") {
            going = None;
        }
        if let Some((subject, relation, passive)) = going {
            let (one, other) = if passive { (second, subject) } else { (subject, second) };
            if can_act_on(&mentions[one], &mentions[other]) {
                out.push((one, relation, other));
            }
        }
    }
    out
}

/// Whether a document may replace or amend another: one of the same type or of a higher rank, and no earlier one.
fn can_act_on(one: &Mention, other: &Mention) -> bool {
    let rank = |mention: &Mention| match mention.citation.code.type_name {
        "Luật" | "Bộ luật" => 5,
        "Pháp lệnh" | "Nghị quyết" => 4,
        "Nghị định" => 3,
        "Quyết định" | "Thông tư" | "Thông tư liên tịch" => 2,
        "Chỉ thị" => 1,
        _ => 0,
    };
    let same = one.citation.code.type_name == other.citation.code.type_name;
    let later = one.citation.year().zip(other.citation.year()).is_none_or(|(one, other)| one >= other);
    later && (same || (rank(one) > 0 && rank(one) >= rank(other)))
}

/// What may stand between the verb and the document it is done to: "sửa đổi, bổ sung một số điều của".
const BETWEEN: &[&str] = &[
    "bo", "sung", "mot", "so", "dieu", "khoan", "cua", "cho", "noi", "dung", "tai", "toan", "boi", "bang", "theo",
    "van", "ban", "cac", "quy", "dinh", "kem",
];

/// What the folded words between two documents state, and whether the first suffers it.
fn statement(words: &str) -> Option<(Relation, bool)> {
    if ends_sentence(words) {
        return None;
    }
    let verbs = [("thay the", Relation::Replaces), ("bai bo", Relation::Replaces), ("sua doi", Relation::Amends)];
    let (at, verb, relation) = verbs
        .into_iter()
        .filter_map(|(verb, relation)| Some((words.find(verb)?, verb, relation)))
        .min_by_key(|(at, ..)| *at)?;
    // A comma or a bracket may part the document from what it does.
    let before = words[..at].trim_matches([' ', ',', '(']);
    let after = words[at + verb.len()..].replace([',', '('], " ");
    let passive = ["duoc", "da duoc", "bi"].contains(&before);
    // Before the verb stands nothing, or the title of the document: "về …".
    let title =
        before.starts_with("ve ") && !before.contains(',') && !before.ends_with(" duoc") && !before.ends_with(" bi");
    let direct = passive || before.is_empty() || title;
    let mut between = after.split_whitespace();
    let by = after.split_whitespace().any(|word| matches!(word, "boi" | "bang" | "tai" | "theo"));
    // "được thay thế" says by what only after "bởi", "bằng", "tại", "theo".
    (direct && passive == by && between.all(|word| BETWEEN.contains(&word))).then_some((relation, passive))
}

fn ends_sentence(words: &str) -> bool {
    words.contains(". ") || words.contains(';') || words.ends_with('.')
}
