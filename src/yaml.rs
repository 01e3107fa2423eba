//! The only module that knows YAML.
//!
//! Configuration and vocabularies go straight into typed values (serde_yaml). Front matter becomes a [`Node`] tree in
//! which every key and value keeps its place and its text as written, because a report's `1.390` is one thousand three
//! hundred and ninety and every mistake must be shown where it stands; serde_yaml gives neither (saphyr-parser does).

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, Span};
use serde::de::DeserializeOwned;

use crate::text::decode::is_unfit;

/// A YAML value with its place.
#[derive(Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Byte range in the text given to [`tree`].
    pub span: Range<usize>,
}

/// A YAML value; scalars keep their text.
#[derive(Debug)]
pub enum Value {
    /// Text as written, without quotes; empty for a key without a value.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order written.
    Map(Vec<(Key, Node)>),
}

/// A key with its place.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub text: String,
    /// Byte range.
    pub span: Range<usize>,
}

/// YAML that cannot be read.
#[derive(Debug)]
pub struct YamlError {
    /// What the parser says, in English.
    pub detail: String,
    /// Byte range of the place, empty at the end.
    pub span: Range<usize>,
}

/// The usual complaints of the parser in Vietnamese; a rare one stays in English.
#[must_use]
pub fn in_vietnamese(detail: &str) -> String {
    const KNOWN: &[(&str, &str)] = &[
        (
            "mapping values are not allowed",
            "dấu hai chấm ở chỗ này: đặt cả giá trị trong ngoặc kép, hoặc bỏ dấu cách thừa ở đầu dòng",
        ),
        ("simple key expect", "thiếu dấu hai chấm và một dấu cách sau tên khóa"),
        ("illegal placement of ':'", "thiếu dấu ] hoặc } đóng ở dòng trên"),
        ("expected ',' or", "thiếu dấu đóng ] hoặc }, hoặc thiếu dấu phẩy giữa các mục"),
        (
            "trailing content after",
            "có ngoặc kép ở giữa giá trị: đặt cả giá trị trong ngoặc đơn, hoặc viết \\\" thay cho ngoặc kép bên trong",
        ),
        ("indentation in quoted scalar", "thiếu dấu ngoặc kép đóng"),
        ("tabs disallowed", "dùng phím Tab để thụt dòng; hãy thay bằng dấu cách"),
        ("must be followed by a valid", "dùng phím Tab sau dấu hai chấm; hãy thay bằng dấu cách"),
        ("block mapping, did not find expected key", "giá trị bắt đầu bằng [ hoặc { phải đặt trong ngoặc kép"),
        ("expected <document start>", "dòng này không thụt vào như các dòng trên"),
        ("expected '-'", "các mục của danh sách phải cùng bắt đầu bằng dấu gạch ngang"),
        ("sequence entries are not allowed", "danh sách phải bắt đầu ở dòng dưới, hoặc viết trong ngoặc vuông: [a, b]"),
        ("unexpected character", "giá trị bắt đầu bằng ký tự đặc biệt phải đặt trong ngoặc kép"),
        ("aliases", "giá trị bắt đầu bằng &, * hoặc ! phải đặt trong ngoặc kép"),
        ("unknown anchor", "giá trị bắt đầu bằng & hoặc * phải đặt trong ngoặc kép"),
        ("invalid type", "giá trị không đúng loại: chữ, true/false hay danh sách [a, b]"),
        ("nested too deeply", "danh sách lồng trong nhau quá nhiều tầng"),
        ("missing field", "thiếu một khóa bắt buộc"),
        ("unknown field", "có khóa không dùng được"),
    ];
    let lower = detail.to_lowercase();
    KNOWN.iter().find(|(part, _)| lower.contains(part)).map_or(detail, |(_, vi)| vi).to_owned()
}

/// Reads typed data.
///
/// # Errors
/// [`YamlError`] with the place of the first mistake.
pub fn typed<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| {
        let at = error.location().map_or(0, |l| l.index().min(text.len()));
        let full = error.to_string();
        let detail = full.split(" at line ").next().unwrap_or(&full).to_owned();
        YamlError { detail, span: at..line_end(text, at) }
    })
}

/// Reads `text` into a tree with places.
///
/// # Errors
/// [`YamlError`] with the place of the first mistake.
pub fn tree(text: &str) -> Result<Node, YamlError> {
    let mut reader = Reader { text, known: (0, 0), depth: 0, parser: Parser::new_from_str(text) };
    reader.document()
}

/// How deep lists and maps may stand in one another: deeper than anything means something, and not as deep as a stack.
const DEPTH: usize = 64;

struct Reader<'t> {
    text: &'t str,
    /// A place, in characters and in bytes: the next one mostly follows it.
    known: (usize, usize),
    /// How many lists and maps are open.
    depth: usize,
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), YamlError> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let mut at = self.byte(error.marker());
                if error.info().contains("simple key expect") || error.info().contains("illegal placement of ':'") {
                    // The parser notices a line late.
                    let above = self.text[..at].trim_end_matches(['\n', ' ']);
                    let above = if self.text[above.len()..at].contains('\n') {
                        above.len()
                    } else {
                        above.rfind('\n').unwrap_or(0)
                    };
                    at = self.text[..above].rfind('\n').map_or(0, |i| i + 1);
                }
                Err(YamlError { detail: error.info().to_owned(), span: at..line_end(self.text, at) })
            }
            None => Err(YamlError { detail: "unexpected end".to_owned(), span: self.text.len()..self.text.len() }),
        }
    }

    fn document(&mut self) -> Result<Node, YamlError> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd | Event::DocumentEnd => return Ok(Node { value: Value::Map(Vec::new()), span: 0..0 }),
                other => {
                    let node = self.node(other, span)?;
                    // What follows the first document, or does not parse, is reported too.
                    while !matches!(self.next()?.0, Event::StreamEnd) {}
                    return Ok(node);
                }
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Node, YamlError> {
        if self.depth > DEPTH {
            let start = self.byte(&span.start);
            return Err(YamlError { detail: "nested too deeply".to_owned(), span: start..line_end(self.text, start) });
        }
        self.depth += 1;
        let node = self.inner(event, span);
        self.depth -= 1;
        node
    }

    fn inner(&mut self, event: Event<'t>, span: Span) -> Result<Node, YamlError> {
        let start = self.byte(&span.start);
        match event {
            Event::Scalar(_, _, anchor, ref tag) if anchor > 0 || tag.is_some() => {
                let end = self.byte(&span.end);
                Err(self.unsupported(start..end))
            }
            Event::Scalar(text, ..) => {
                let end = self.byte(&span.end).max(start);
                let end = start + self.text[start..end].trim_end().len();
                Ok(Node { value: Value::Scalar(fit(text)), span: start..end })
            }
            Event::SequenceStart(..) => {
                let mut list = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd) {
                        return Ok(Node { value: Value::List(list), span: start..self.end(start, &span) });
                    }
                    list.push(self.node(event, span)?);
                }
            }
            Event::MappingStart(..) => {
                let mut map = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::MappingEnd) {
                        return Ok(Node { value: Value::Map(map), span: start..self.end(start, &span) });
                    }
                    let key = self.node(event, span)?;
                    let Value::Scalar(text) = key.value else { return Err(self.unsupported(key.span)) };
                    let (event, span) = self.next()?;
                    map.push((Key { text, span: key.span }, self.node(event, span)?));
                }
            }
            _ => {
                let end = self.byte(&span.end);
                Err(self.unsupported(start..end))
            }
        }
    }

    fn unsupported(&self, span: Range<usize>) -> YamlError {
        YamlError { detail: "aliases and complex keys are not accepted".to_owned(), span }
    }

    /// The end of a collection, without the white space that the parser counts to it.
    fn end(&mut self, start: usize, span: &Span) -> usize {
        let end = self.byte(&span.end).max(start);
        start + self.text[start..end].trim_end().len()
    }

    /// The byte offset of a marker, which counts characters (but bytes in a `%` directive, which is refused anyway).
    fn byte(&mut self, marker: &Marker) -> usize {
        if marker.index() < self.known.0 {
            self.known = (0, 0);
        }
        let mut rest = self.text[self.known.1..].chars();
        if let Some(last) = (marker.index() - self.known.0).checked_sub(1) {
            rest.nth(last);
        }
        self.known = (marker.index(), self.text.len() - rest.as_str().len());
        self.known.1
    }
}

/// A text as it may stand on a page.
fn fit(text: Cow<'_, str>) -> String {
    if text.contains(is_unfit) { text.replace(is_unfit, " ") } else { text.into_owned() }
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |i| at + i)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text_and_values_their_place() {
        let text = "tieu_de: Đo lường\nso_lieu:\n  - gia_tri: 1.390\n";
        let Value::Map(map) = tree(text).unwrap().value else { panic!() };
        assert_eq!(&text[map[0].1.span.clone()], "Đo lường");
        let Value::List(list) = &map[1].1.value else { panic!() };
        let Value::Map(figure) = &list[0].value else { panic!() };
        assert!(matches!(&figure[0].1.value, Value::Scalar(s) if s == "1.390"));
        assert_eq!(&text[figure[0].1.span.clone()], "1.390");
    }

    #[test]
    fn a_mistake_has_a_place() {
        let text = "a: 1\nb: x: y\n";
        let error = tree(text).unwrap_err();
        assert_eq!(text[..error.span.start].matches('\n').count(), 1, "{error:?}");
        assert!(tree("a: \"open\nb: c\n").is_err());
        assert!(tree("a: [1, 2\n").is_err());
        assert!(tree("a: &b c\n").is_err(), "an anchor would swallow a word");
        let late = tree("a: 1\ntinh Sơn La\nb: 2\n").unwrap_err();
        assert_eq!(late.span, 5..17, "the line without a colon, not the one after it");
    }
}
