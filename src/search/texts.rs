//! The plain text of a Markdown body, section by section: a block or a row of a table on each line.

use ahash::AHashMap;
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::Item;
use crate::parse::markdown;

/// The texts of a body: what stands before its first heading, then what stands below each. A note belongs to where it is
/// referred to.
pub fn body_texts(item: &Item) -> Vec<String> {
    let mut texts = vec![String::new(); item.outline.headings.len() + 1];
    let mut notes: AHashMap<String, String> = AHashMap::new();
    let mut referred: Vec<(usize, String)> = Vec::new();
    let (mut at, mut in_heading, mut in_chart, mut note) = (0, false, false, None::<String>);
    for (event, _) in markdown::events(item.body()) {
        let out = match &note {
            Some(label) => notes.entry(label.clone()).or_default(),
            None => &mut texts[at],
        };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                end_line(out);
                at = (at + 1).min(item.outline.headings.len());
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(kind)) => in_chart = markdown::is_chart(&kind),
            Event::Start(Tag::FootnoteDefinition(label)) => note = Some(label.to_lowercase()),
            Event::End(TagEnd::FootnoteDefinition) => note = None,
            Event::FootnoteReference(label) if note.is_none() => referred.push((at, label.to_lowercase())),
            Event::Text(text) | Event::Code(text) if !in_heading && !in_chart => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak if !in_heading => out.push(' '),
            Event::End(TagEnd::TableCell) => out.push_str(" | "),
            // Its caption; what it shows was text before.
            Event::Start(Tag::Image { title, .. }) if !title.is_empty() => {
                out.push_str(&title);
                out.push_str(". ");
            }
            Event::End(end) if is_block(end) => {
                in_chart = false;
                end_line(out);
            }
            _ => {}
        }
    }
    for (unit, label) in referred {
        if let Some(text) = notes.remove(&label) {
            end_line(&mut texts[unit]);
            texts[unit].push_str(&text);
        }
    }
    texts.iter_mut().for_each(|text| text.truncate(text.trim_end().len()));
    texts
}

fn is_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_)
    )
}

/// Ends the line that is open.
fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '|', '\n']).len());
    if !text.is_empty() {
        text.push('\n');
    }
}
