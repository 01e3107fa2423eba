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
            let (one, other) = if passive { (&pair[1], &pair[0]) } else { (&pair[0], &pair[1]) };
            going = can_act_on(one, other).then_some((second - 1, relation, passive));
        } else if !matches!(words.as_str(), "" | "," | "va" | ", va") {
            going = None;
        }
        if let Some((subject, relation, passive)) = going {
            out.push(if passive { (second, relation, subject) } else { (subject, relation, second) });
        }
    }
    out
}

/// Whether a document of one type may replace or amend one of the other: letters and reports replace no decision.
fn can_act_on(one: &Mention, other: &Mention) -> bool {
    const RULES: [&str; 9] = [
        "Luật",
        "Bộ luật",
        "Pháp lệnh",
        "Nghị quyết",
        "Nghị định",
        "Thông tư",
        "Thông tư liên tịch",
        "Quyết định",
        "Chỉ thị",
    ];
    let (one, other) = (&one.citation.code.type_name, &other.citation.code.type_name);
    one == other || RULES.contains(&one.as_str())
}

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
    let (before, after) = (words[..at].trim(), &words[at + verb.len()..]);
    let passive = ["duoc", "da duoc", "bi"].contains(&before);
    // Before the verb stands nothing, or the title of the document: "về …".
    let direct = passive || before.is_empty() || (before.starts_with("ve ") && !before.contains(','));
    let by = ["boi", "bang", "tai", "theo"].iter().any(|w| after.split(' ').any(|word| word == *w));
    // "được thay thế" says by what only after "bởi", "bằng", "tại", "theo".
    (direct && passive == by).then_some((relation, passive))
}

fn ends_sentence(words: &str) -> bool {
    words.contains(". ") || words.contains(';') || words.ends_with('.')
}
