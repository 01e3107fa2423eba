//! Blocks with markup of their own: code, tables, entries of task lists.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use super::{Writer, escape};
use crate::render::highlight::highlight;

impl<'b> Writer<'b, '_, '_> {
    pub(super) fn code(&mut self, at: usize, kind: &CodeBlockKind<'b>) -> usize {
        let events = self.events;
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let mut code = String::new();
        let mut next = at + 1;
        while let Some(Event::Text(text)) = events.get(next) {
            code.push_str(text);
            next += 1;
        }
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(language)) };
        self.html(format!(
            "<pre class=\"code\" tabindex=\"0\"><code{class}>{}</code></pre>\n",
            highlight(&code, language)
        ));
        next + 1
    }

    /// The place after the code block that begins at `at`.
    pub(super) fn end_of_code(&self, at: usize) -> usize {
        let end = self.events[at..].iter().position(|event| matches!(event, Event::End(TagEnd::CodeBlock)));
        end.map_or(self.events.len(), |length| at + length + 1)
    }

    pub(super) fn open_table(&mut self, columns: &[Alignment]) {
        self.tables += 1;
        self.columns = columns.to_vec();
        let label = escape((self.around.phrase)("table_label"));
        self.html(format!(
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label} {}\"><table>",
            self.tables
        ));
    }

    /// A cell, a heading of its column in the first row.
    pub(super) fn cell(&mut self, at: usize) -> usize {
        let events = self.events;
        let alignment = self.columns.get(self.column).copied().unwrap_or(Alignment::None);
        self.column += 1;
        let (open, close) = match (self.in_head, alignment) {
            (true, Alignment::None) => ("<th scope=\"col\">", "</th>"),
            (true, Alignment::Left) => ("<th scope=\"col\" class=\"left\">", "</th>"),
            (true, Alignment::Center) => ("<th scope=\"col\" class=\"center\">", "</th>"),
            (true, Alignment::Right) => ("<th scope=\"col\" class=\"right\">", "</th>"),
            (false, Alignment::None) => ("<td>", "</td>"),
            (false, Alignment::Left) => ("<td class=\"left\">", "</td>"),
            (false, Alignment::Center) => ("<td class=\"center\">", "</td>"),
            (false, Alignment::Right) => ("<td class=\"right\">", "</td>"),
        };
        self.inline(open);
        let mut next = at + 1;
        while next < events.len() && !matches!(events[next], Event::End(TagEnd::TableCell)) {
            next = self.event(next);
        }
        self.inline(close);
        next + 1
    }

    pub(super) fn task(&mut self, done: bool) {
        let item = self.main.iter().rposition(|event| matches!(event, Event::Start(Tag::Item)));
        if let Some(item) = item.filter(|i| self.main.len() - i <= 2) {
            self.main[item] = Event::Html("<li class=\"task\">".into());
        }
        let label = escape((self.around.phrase)(if done { "task_done" } else { "task_open" }));
        let checked = if done { " checked" } else { "" };
        self.inline(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
    }
}
