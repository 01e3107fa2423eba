//! `bantin cite`: what the recogniser finds in a text as it stands, for looking into it and for measuring it.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::cite::{self, CitedDate, Mention};
use crate::console::{Out, status};
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::parse;
use crate::read::TextFile;

/// Prints the documents cited in a file, one JSON object a line: `code`, `kind`, `type`, `issuer`, `date` (ISO 8601, as far
/// as the text gives it), and `line` and `column` of the code, both from 1.
pub fn run(path: &Path, out: &Out) -> u8 {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            out.failure(&Failure::read(path, &error));
            return status::FAILED;
        }
    };
    match parse::source(TextFile::decode(path.display().to_string(), &bytes)) {
        Ok(file) => {
            // One walk through the text: the mentions are in its order.
            let (mut at, mut line, mut column) = (0, 1, 1);
            for mention in cite::find(&file.text) {
                for c in file.text[at..mention.code_range.start].chars() {
                    (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
                }
                at = mention.code_range.start;
                out.print(&line_of(&mention, &file.text, line, column));
            }
            status::DONE
        }
        Err(diagnostic) => {
            out.diagnostics(&Diagnostics::from_iter([diagnostic]));
            status::MISTAKES
        }
    }
}

fn line_of(mention: &Mention, text: &str, line: usize, column: usize) -> String {
    let cite::Citation { code, date, .. } = &mention.citation;
    let date = date.map(|date| match date {
        CitedDate::Date(date) => date.iso(),
        CitedDate::Year(year) => year.to_string(),
    });
    json!({
        "code": as_printed(&text[mention.code_range.clone()], code.notation),
        "kind": code.notation.key(),
        "type": code.type_name,
        "issuer": code.issuer,
        "date": date,
        "line": line,
        "column": column,
    })
    .to_string()
}

/// The code as the text prints it, without careless spaces.
fn as_printed(printed: &str, notation: cite::Notation) -> String {
    let words: Vec<&str> = printed.split_whitespace().collect();
    if notation == cite::Notation::Standard {
        words.join(" ").replace(" :", ":").replace(": ", ":")
    } else {
        words.concat()
    }
}
