//! Sections of a body by themselves, as topic pages show them: whole if short, else their opening.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, html};

use super::{Surroundings, Writer, markdown};
use crate::model::Item;
use crate::model::item::Section;

/// Sections of up to this many characters are shown whole.
const SHORT: usize = 700;
/// An opening ends with the first block, entry of a list or row of a table after this many characters.
const OPENING: usize = 400;

/// A section by itself.
#[derive(Debug)]
pub struct Extract {
    /// Its HTML, without its own heading; headings below it count from 4.
    pub html: String,
    /// Whether that is all of it.
    pub whole: bool,
}

/// The sections of an item, in its order.
#[must_use]
pub fn sections(item: &Item, around: &Surroundings<'_>) -> Vec<Extract> {
    if item.sections.is_empty() {
        return Vec::new();
    }
    let (events, ranges) = markdown::all_events(item.body());
    let mut writer = Writer::new(item, around, &events, &ranges);
    // For each heading its section, and whether it is the section's own.
    let mut section_of = vec![None; item.outline.headings.len()];
    for (number, section) in item.sections.iter().enumerate() {
        for heading in &section.headings {
            section_of[*heading] = Some((number, *heading == section.headings[0]));
        }
    }
    let mut blocks_of: Vec<Vec<Range<usize>>> = vec![Vec::new(); item.sections.len()];
    let mut under = None;
    for block in blocks(&events, 0..events.len()) {
        let mut own_heading = false;
        match &events[block.start] {
            Event::Start(Tag::Heading { .. }) => {
                let section = section_of.get(writer.numbers[block.start].headings).copied().flatten();
                under = section.map(|(number, _)| number);
                own_heading = section.is_some_and(|(_, own)| own);
            }
            Event::Start(Tag::FootnoteDefinition(_)) => continue,
            _ => {}
        }
        if let Some(section) = under.filter(|_| !own_heading) {
            blocks_of[section].push(block);
        }
    }
    item.sections.iter().zip(blocks_of).map(|(section, blocks)| writer.section(section, blocks)).collect()
}

impl Writer<'_, '_, '_> {
    fn section(&mut self, section: &Section, blocks: Vec<Range<usize>>) -> Extract {
        self.extract = self.item.outline.headings.get(section.headings[0]).map(|heading| heading.level);
        let length: usize = blocks.iter().map(|block| self.length(block.clone())).sum();
        let whole = length <= SHORT;
        let mut left = if whole { usize::MAX } else { OPENING };
        for block in blocks {
            if left == 0 {
                break;
            }
            self.opening(block, &mut left);
        }
        // A heading with nothing after it opens nothing.
        while matches!(self.main.last(), Some(Event::InlineHtml(end)) if end.starts_with("</h")) {
            let start =
                self.main.iter().rposition(|e| matches!(e, Event::InlineHtml(start) if start.starts_with("<h")));
            self.main.truncate(start.unwrap_or(0));
        }
        let mut out = String::new();
        html::push_html(&mut out, self.main.drain(..));
        Extract { html: self.polish(out), whole }
    }

    /// Takes in a block; of a list or a table no more entries than there is room `left` for.
    fn opening(&mut self, block: Range<usize>, left: &mut usize) {
        let length = self.length(block.clone());
        let divisible =
            matches!(self.events[block.start], Event::Start(Tag::List(_) | Tag::Table(_))) && length > *left;
        if !divisible {
            self.events(block);
            *left = left.saturating_sub(length);
            return;
        }
        let inner = self.event(block.start)..block.end - 1;
        for part in blocks(self.events, inner) {
            if *left > 0 {
                *left = left.saturating_sub(self.length(part.clone()));
                self.events(part);
            }
        }
        self.event(block.end - 1);
    }

    /// The number of characters that readers see of some events.
    fn length(&self, range: Range<usize>) -> usize {
        let texts = self.events[range].iter().map(|event| match event {
            Event::Text(text) | Event::Code(text) => text.chars().count(),
            _ => 0,
        });
        texts.sum()
    }

    /// The level at which a heading of the section stands on a topic page, below the section's own.
    pub(super) fn level_in_extract(&self, level: HeadingLevel) -> u8 {
        let own = self.extract.unwrap_or(2);
        (3 + (level as u8).saturating_sub(own)).clamp(4, 6)
    }
}

/// The outermost blocks of a range of events.
fn blocks(events: &[Event<'_>], range: Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let (mut depth, mut start) = (0usize, range.start);
    for at in range {
        match &events[at] {
            Event::Start(_) => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    out.push(start..at + 1);
                }
            }
            _ if depth == 0 => out.push(at..at + 1),
            _ => {}
        }
    }
    out
}
