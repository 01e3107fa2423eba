//! One YAML map read against a table of fields: unknown, repeated, missing and misshapen keys are reported here, once.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Place, Problem, SourceFile};
use crate::model::ItemKind;
use crate::parse::fields::{self, Field, FieldId, Shape};
use crate::text::{fold, suggest};
use crate::yaml::{Key, Node, Value};

/// Where front matter stands, and what was found wrong with it so far.
pub struct Context<'d> {
    /// The file.
    pub file: &'d Arc<SourceFile>,
    /// Where the YAML begins in it.
    pub start: usize,
    /// Kind of the item.
    pub kind: ItemKind,
    /// Mistakes found.
    pub mistakes: Vec<Diagnostic>,
}

impl Context<'_> {
    /// The place of a range of the YAML.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::new(self.file, self.start + span.start..self.start + span.end)
    }

    /// Reports a problem at a range of the YAML.
    pub fn report(&mut self, span: &Range<usize>, problem: Problem) {
        self.mistakes.push(Diagnostic::at(self.place(span), problem));
    }

    /// Reports a problem with what was probably meant.
    pub fn report_with(&mut self, span: &Range<usize>, problem: Problem, meant: Option<&str>) {
        self.mistakes.push(Diagnostic::at(self.place(span), problem).suggest(meant));
    }
}

/// A text value with its place.
#[derive(Clone, Debug)]
pub struct Text<'n> {
    /// The text, trimmed, never empty.
    pub value: &'n str,
    /// Its range in the YAML.
    pub span: &'n Range<usize>,
}

/// The known keys of one map.
pub struct Record<'n> {
    entries: Vec<(&'static Field, &'n Key, &'n Node)>,
}

impl<'n> Record<'n> {
    /// Reads a map; `at` is shown for a missing key.
    pub fn read(map: &'n [(Key, Node)], table: &'static [Field], at: &Range<usize>, cx: &mut Context<'_>) -> Self {
        let mut entries: Vec<(&'static Field, &Key, &Node)> = Vec::with_capacity(map.len());
        for (key, node) in map {
            let Some(field) = fields::find(table, key.text.trim()) else {
                let meant = suggest::nearest(&key.text, table.iter().flat_map(|f| [f.khoa, f.key]));
                let usable = table.iter().filter(|f| f.kinds.is_empty() || f.kinds.contains(&cx.kind));
                let known = usable.map(|f| f.khoa).collect::<Vec<_>>().join(", ");
                cx.report_with(&key.span, Problem::UnknownKey { key: key.text.clone(), known }, meant);
                continue;
            };
            if !field.kinds.is_empty() && !field.kinds.contains(&cx.kind) {
                let kind = cx.kind.folder().to_owned();
                cx.report(&key.span, Problem::FieldNotForKind { key: key.text.clone(), kind });
                continue;
            }
            if let Some((_, first, _)) = entries.iter().find(|(f, ..)| f.id == field.id) {
                let first = cx.place(&first.span);
                let repeated = Diagnostic::at(cx.place(&key.span), Problem::DuplicateKey { key: key.text.clone() });
                cx.mistakes.push(repeated.see(first));
                continue;
            }
            entries.push((field, key, node));
        }
        let kind = cx.kind;
        for field in table.iter().filter(|f| f.required.contains(&kind)) {
            if !entries.iter().any(|(f, ..)| f.id == field.id) {
                let example = format!("{}: {}", field.khoa, field.about.1);
                cx.report(at, Problem::MissingField { field: field.khoa.to_owned(), example });
            }
        }
        Self { entries }
    }

    fn get(&self, id: FieldId) -> Option<(&'static Field, &'n Key, &'n Node)> {
        self.entries.iter().find(|(field, ..)| field.id == id).copied()
    }

    /// Whether none of the fields is given.
    pub fn lacks(&self, ids: &[FieldId]) -> bool {
        ids.iter().all(|id| self.get(*id).is_none())
    }

    /// A text; an empty value is reported.
    pub fn text(&self, id: FieldId, cx: &mut Context<'_>) -> Option<Text<'n>> {
        let (_, key, node) = self.get(id)?;
        match &node.value {
            Value::Scalar(text) if text.trim().is_empty() => {
                cx.report(&key.span, Problem::EmptyValue { key: key.text.clone() });
                None
            }
            Value::Scalar(text) => Some(Text { value: text.trim(), span: &node.span }),
            _ => {
                wrong_shape(key, node, ("một giá trị", "one value"), cx);
                None
            }
        }
    }

    /// An owned text.
    pub fn string(&self, id: FieldId, cx: &mut Context<'_>) -> Option<String> {
        self.text(id, cx).map(|t| t.value.to_owned())
    }

    /// One text or a list of texts.
    pub fn texts(&self, id: FieldId, cx: &mut Context<'_>) -> Vec<Text<'n>> {
        let Some((_, key, node)) = self.get(id) else { return Vec::new() };
        let Value::List(list) = &node.value else {
            if matches!(node.value, Value::Map(_)) {
                wrong_shape(key, node, ("một giá trị hoặc danh sách [a, b]", "one value or a list [a, b]"), cx);
                return Vec::new();
            }
            return self.text(id, cx).into_iter().collect();
        };
        let mut out = Vec::new();
        for entry in list {
            match &entry.value {
                Value::Scalar(text) if !text.trim().is_empty() => {
                    out.push(Text { value: text.trim(), span: &entry.span })
                }
                _ => wrong_shape(key, entry, ("danh sách các giá trị", "a list of values"), cx),
            }
        }
        out
    }

    /// A yes or no; absent means no.
    pub fn flag(&self, id: FieldId, cx: &mut Context<'_>) -> bool {
        let Some(text) = self.text(id, cx) else { return false };
        match fold(text.value).as_str() {
            "true" | "yes" | "co" | "1" => true,
            "false" | "no" | "khong" | "0" => false,
            _ => {
                cx.report(
                    text.span,
                    Problem::NotOneOf { value: text.value.to_owned(), allowed: "true, false".to_owned() },
                );
                false
            }
        }
    }

    /// A word of a table of keys, labels and values; case, marks and `_` do not matter.
    pub fn one_of<V: Copy>(&self, id: FieldId, words: &[(&str, &str, V)], cx: &mut Context<'_>) -> Option<V> {
        let word = self.text(id, cx)?;
        let folded = fold(word.value).replace('_', "-");
        let found = words.iter().find(|(key, label, _)| fold(key) == folded || fold(label) == folded);
        if found.is_none() {
            let keys = || words.iter().map(|(key, ..)| *key);
            let allowed = keys().collect::<Vec<_>>().join(", ");
            let meant = suggest::nearest(word.value, keys());
            cx.report_with(word.span, Problem::NotOneOf { value: word.value.to_owned(), allowed }, meant);
        }
        found.map(|(.., value)| *value)
    }

    /// A record: a map of its fields, or a bare text that stands for its first field.
    pub fn record(&self, id: FieldId, cx: &mut Context<'_>) -> Option<RecordOrText<'n>> {
        let (field, key, node) = self.get(id)?;
        let Shape::Record(table) = field.shape else { return None };
        match &node.value {
            Value::Map(map) => Some(RecordOrText::Record(Record::read(map, table, &key.span, cx))),
            Value::Scalar(_) => self.text(id, cx).map(|t| RecordOrText::Text(t.value.to_owned())),
            Value::List(_) => {
                wrong_shape(key, node, ("một giá trị hoặc các khóa con", "one value or keys of its own"), cx);
                None
            }
        }
    }

    /// A list of records.
    pub fn records(&self, id: FieldId, cx: &mut Context<'_>) -> Vec<Record<'n>> {
        let Some((field, key, node)) = self.get(id) else { return Vec::new() };
        let (Shape::Records(table), Value::List(list)) = (field.shape, &node.value) else {
            wrong_shape(
                key,
                node,
                ("danh sách, mỗi mục bắt đầu bằng dấu gạch ngang", "a list, each entry after a dash"),
                cx,
            );
            return Vec::new();
        };
        let mut out = Vec::new();
        for entry in list {
            match &entry.value {
                Value::Map(map) => out.push(Record::read(map, table, &first_key(map, entry), cx)),
                _ => wrong_shape(key, entry, ("danh sách các mục có khóa con", "a list of entries with keys"), cx),
            }
        }
        out
    }
}

/// What stands where a record may stand.
pub enum RecordOrText<'n> {
    /// A map.
    Record(Record<'n>),
    /// A bare text.
    Text(String),
}

fn first_key(map: &[(Key, Node)], entry: &Node) -> Range<usize> {
    map.first().map_or(entry.span.clone(), |(key, _)| key.span.clone())
}

fn wrong_shape(key: &Key, node: &Node, (can_co, expected): (&str, &str), cx: &mut Context<'_>) {
    let span = if node.span.is_empty() { &key.span } else { &node.span };
    cx.report(
        span,
        Problem::WrongShape { key: key.text.clone(), expected: expected.to_owned(), can_co: can_co.to_owned() },
    );
}
