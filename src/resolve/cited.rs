//! The documents cited in front matter: title, summary and tasks. Those of the body are found in [`crate::parse`].

use crate::cite;
use crate::model::Outline;
use crate::model::outline::{Cited, Passage};
use crate::model::report::Report;

/// Adds them to the outline.
pub fn read_front(title: &str, summary: Option<&str>, report: Option<&Report>, outline: &mut Outline) {
    let mut read = |text: &str, passage: Passage| {
        let mentions = cite::find(text);
        let first = outline.cited.len();
        let relations = cite::relations(text, &mentions).into_iter();
        outline.relations.extend(relations.map(|(one, how, other)| (first + one, how, first + other)));
        outline.cited.extend(mentions.into_iter().map(|mention| Cited {
            citation: mention.citation,
            passage,
            link: Some(mention.range),
        }));
    };
    read(title, Passage::Title);
    read(summary.unwrap_or_default(), Passage::Summary);
    for (number, task) in report.map_or(&[][..], |r| &r.tasks).iter().enumerate() {
        read(&task.task, Passage::Task(number));
        read(task.result.as_deref().unwrap_or_default(), Passage::TaskResult(number));
        for (which, document) in task.documents.iter().enumerate() {
            read(document, Passage::TaskDocument(number, which));
        }
    }
}
