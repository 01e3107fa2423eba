//! The documents cited in front matter: title, summary and tasks. Those of the body are found in [`crate::parse`].

use crate::model::outline::{Mentions, Passage};
use crate::model::report::Report;

/// Reads them.
pub fn front(title: &str, summary: Option<&str>, report: Option<&Report>) -> Mentions {
    let mut out = Mentions::default();
    let mut read = |text: &str, passage: Passage| out.read(text, passage, |mention| Some(mention.range.clone()));
    read(title, Passage::Title);
    read(summary.unwrap_or_default(), Passage::Summary);
    for (number, task) in report.map_or(&[][..], |r| &r.tasks).iter().enumerate() {
        read(&task.task, Passage::Task(number));
        read(task.result.as_deref().unwrap_or_default(), Passage::TaskResult(number));
        for (which, document) in task.documents.iter().enumerate() {
            read(document, Passage::TaskDocument(number, which));
        }
    }
    out
}
