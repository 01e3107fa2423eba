//! What can be found: items with their sections, cited documents, indicators, and the pages of provinces, topics and periods.

use super::texts::body_texts;
use crate::model::{DocumentId, IndicatorId, Item, ItemId, ItemKind, Period, ProvinceId, TopicId, UrlPath};
use crate::plan::{Within, has_province_page, indicator_url, period_url, province_url, topic_url};
use crate::site::Site;
use crate::text::capitalised;

/// Something that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryId {
    Province(ProvinceId),
    Topic(TopicId),
    Period(Period),
    Indicator(IndicatorId),
    Document(DocumentId),
    Item(ItemId),
}

/// What the index and the list of results need to know of it.
pub struct Entry {
    pub title: String,
    /// Address from the root.
    pub url: UrlPath,
    /// `report`, `news`, `bulletin`, `page`, `document`, `indicator` or `place`.
    pub kind: &'static str,
    /// Province and period or date, as a line of the result.
    pub facts: Vec<String>,
    /// What filters go by: `tinh=son-la`, `nam=2022`.
    pub facets: Vec<String>,
    /// Its pieces; never empty.
    pub units: Vec<Unit>,
}

/// A piece with an address of its own.
#[derive(Default)]
pub struct Unit {
    /// Its heading; of the first unit, what is looked up like one: province, period, number.
    pub heading: String,
    /// Its anchor; empty for the page as a whole.
    pub anchor: String,
    /// Words by which it is found and that are not shown.
    pub names: String,
    /// Its text, a block or a row of a table on each line.
    pub text: String,
}

/// A string of the theme.
pub type Phrase<'p> = &'p (dyn Fn(&'static str) -> String + Sync);

/// Everything that can be found: items from the oldest to the newest, then fixed pages, documents by their addresses and places,
/// so that a new item leaves the numbers of older ones as they are.
pub fn all(site: &Site) -> Vec<EntryId> {
    let mut out: Vec<EntryId> = items(site).collect();
    let mut documents: Vec<DocumentId> = site.index.by_document.keys().copied().collect();
    documents.sort_unstable_by_key(|id| &site.documents.get(*id).url);
    out.extend(documents.into_iter().map(EntryId::Document));
    out.extend(places(site));
    out
}

/// About how many bytes of text all units have: the sum of their [`sizes`].
pub fn total_size(site: &Site) -> usize {
    let lists = places(site).count() + site.index.by_document.len();
    lists * LINE + items(site).flat_map(|id| sizes(site, id)).sum::<usize>()
}

fn places(site: &Site) -> impl Iterator<Item = EntryId> {
    let (index, provinces) = (&site.index, &site.vocabulary.provinces);
    // A former province without items whose name lives on would only repeat the one that bears it now.
    let lives_on = |id: ProvinceId| {
        let (province, successor) = (provinces.get(id), provinces.get(id).successor.map(|id| provinces.get(id)));
        successor.is_some_and(|successor| successor.name == province.name)
    };
    let listed = provinces.alphabetical().iter().filter(move |id| has_province_page(site, **id) || !lives_on(**id));
    let topics = site.vocabulary.topics.alphabetical().iter().filter(|id| !index.topic(**id).is_empty());
    let periods = index.by_period.keys().copied().map(EntryId::Period);
    let indicators = index.by_indicator.keys().copied().map(EntryId::Indicator);
    listed.copied().map(EntryId::Province).chain(topics.copied().map(EntryId::Topic)).chain(periods).chain(indicators)
}

fn items(site: &Site) -> impl Iterator<Item = EntryId> {
    let index = &site.index;
    index.dated.iter().rev().chain(index.kind(ItemKind::Page)).copied().map(EntryId::Item)
}

/// Bytes of a line of a list, a task, a figure.
const LINE: usize = 150;

/// About how many bytes of text the units of an entry have, one after the other: known without reading the text.
pub fn sizes(site: &Site, id: EntryId) -> impl Iterator<Item = usize> {
    let item = match id {
        EntryId::Item(id) => Some(site.item(id)),
        _ => None,
    };
    let starts = item.map_or(&[][..], |item| &item.outline.headings).iter().map(|heading| heading.span.start);
    let end = item.map_or(0, |item| item.body.end);
    let ends = starts.clone().skip(1).chain([end]);
    let opening = item.map_or(0, |item| {
        let summary = item.summary.as_ref().map_or(0, String::len);
        item.outline.headings.first().map_or(end, |heading| heading.span.start) - item.body.start + summary
    });
    let report = item.and_then(|item| item.report.as_deref());
    let tables = report.map_or([0, 0], |report| [report.tasks.len(), report.figures.len()]);
    let sections = starts.zip(ends).map(|(start, end)| end - start);
    [LINE + opening]
        .into_iter()
        .chain(sections)
        .chain(tables.into_iter().filter(|rows| *rows > 0).map(|rows| rows * LINE))
}

/// Reads an entry.
pub fn entry(site: &Site, id: EntryId, phrase: Phrase<'_>) -> Entry {
    match id {
        EntryId::Item(id) => of_item(site, site.item(id), phrase),
        EntryId::Document(id) => of_document(site, id, phrase),
        EntryId::Indicator(id) => of_indicator(site, id, phrase),
        EntryId::Province(id) => of_province(site, id, phrase),
        EntryId::Topic(id) => {
            let topic = site.vocabulary.topics.get(id);
            let count = site.index.topic(id).len();
            let mut place = place(&topic.name, topic_url(site, id, Within::All), &phrase("tag_topic"));
            place.units[0].names = topic.synonyms.join("\n");
            place.units[0].text = format!("{count} {}", phrase("sections_and_items"));
            place.facets.push(format!("chu-de={}", topic.slug));
            place
        }
        EntryId::Period(period) => {
            let mut place = place(&capitalised(&period.to_string()), period_url(period), &phrase("tag_period"));
            place.units[0].text = format!("{} {}", site.index.period(period).len(), phrase("items"));
            place.facets.push(format!("nam={}", period.year()));
            place
        }
    }
}

/// A page that leads on: of a province, a topic, a period.
fn place(title: &str, url: UrlPath, what: &str) -> Entry {
    let units = vec![Unit::default()];
    let facets = vec!["loai=place".to_owned()];
    Entry { title: title.to_owned(), url, kind: "place", facts: vec![what.to_owned()], facets, units }
}

fn of_province(site: &Site, id: ProvinceId, phrase: Phrase<'_>) -> Entry {
    let provinces = &site.vocabulary.provinces;
    let province = provinces.get(id);
    let there = has_province_page(site, id);
    let url = if there { province_url(site, id) } else { UrlPath::page(&["tinh"]) };
    let mut entry = place(&province.official_name, url, &phrase("tag_province"));
    if !province.is_current() {
        entry.facts.push(phrase("until_merger"));
    }
    let count = site.index.province(id).len();
    let items = if count > 0 { format!("{count} {}", phrase("items")) } else { phrase("empty") };
    let successor =
        province.successor.map(|id| format!("{} {}", phrase("now_part_of"), provinces.get(id).official_name));
    entry.units[0].text = successor.into_iter().chain([items]).collect::<Vec<_>>().join(" · ");
    entry.facets.push(format!("tinh={}", province.slug));
    entry
}

fn of_indicator(site: &Site, id: IndicatorId, phrase: Phrase<'_>) -> Entry {
    let indicator = site.vocabulary.indicators.get(id);
    let topics = &site.vocabulary.topics;
    let url = indicator_url(site, id).unwrap_or_else(UrlPath::home);
    let text = format!("{} {} ({})", site.index.figures(id).len(), phrase("fig_records_word"), indicator.unit);
    let wider =
        topics.wider(indicator.topic, site.config.features).map(|topic| format!("chu-de={}", topics.get(topic).slug));
    Entry {
        title: indicator.name.clone(),
        url,
        kind: "indicator",
        facts: vec![topics.get(indicator.topic).name.clone()],
        facets: ["loai=indicator".to_owned()].into_iter().chain(wider).collect(),
        units: vec![Unit { text, ..Unit::default() }],
    }
}

fn of_document(site: &Site, id: DocumentId, phrase: Phrase<'_>) -> Entry {
    let document = site.documents.get(id);
    let note = site.note_on(document);
    let issuer = site.issuer_of(document);
    let date = document.dates(|id| site.shows(id)).first().map(ToString::to_string);
    let year = document.year.map(|year| year.to_string());
    let facets = document.province.map(|id| format!("tinh={}", site.vocabulary.provinces.get(id).slug)).into_iter();
    let facets: Vec<String> = facets.chain(year.iter().map(|year| format!("nam={year}"))).collect();
    let about = note.into_iter().flat_map(|note| {
        let bodies = body_texts(note).into_iter();
        [note.title.clone()].into_iter().chain(note.summary.clone()).chain(bodies).filter(|text| !text.is_empty())
    });
    let count = format!("{} {}", site.index.citing(id).len(), phrase("doc_citing"));
    Entry {
        title: document.label(),
        url: document.url.clone(),
        kind: "document",
        facts: [Some(issuer), date.or(year)].into_iter().flatten().filter(|fact| !fact.is_empty()).collect(),
        facets: ["loai=document".to_owned()].into_iter().chain(facets).collect(),
        units: vec![Unit { text: about.chain([count]).collect::<Vec<_>>().join("\n"), ..Unit::default() }],
    }
}

fn of_item(site: &Site, item: &Item, phrase: Phrase<'_>) -> Entry {
    let (provinces, topics) = (&site.vocabulary.provinces, &site.vocabulary.topics);
    let features = site.config.features;
    let province = item.province.map(|id| provinces.get(id));
    let when = item.period.map(|period| period.to_string()).or_else(|| item.date.map(|date| date.to_string()));
    let mut facets = vec![format!("loai={}", item.kind.key())];
    facets.extend(province.map(|province| format!("tinh={}", province.slug)));
    facets.extend(item.year().map(|year| format!("nam={year}")));
    let mut on: Vec<TopicId> = item.topics.iter().flat_map(|topic| topics.wider(*topic, features)).collect();
    on.extend(item.sections.iter().flat_map(|section| &section.topics));
    on.sort_unstable();
    on.dedup();
    facets.extend(on.into_iter().map(|topic| format!("chu-de={}", topics.get(topic).slug)));

    let mut texts = body_texts(item).into_iter();
    let opening = [item.summary.clone(), texts.next()].into_iter().flatten().filter(|text| !text.is_empty());
    let number = item.report.as_ref().and_then(|report| report.number.clone());
    let source = item.source.iter().filter_map(|source| source.title.clone());
    let signer = item.report.iter().filter_map(|report| Some(report.signer.as_ref()?.name.clone()));
    let topic_names = item.topics.iter().map(|id| topics.get(*id).name.clone());
    let heading = [province.map(|province| province.name.clone()), when.clone(), number];
    let mut units = vec![Unit {
        heading: heading.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        anchor: String::new(),
        names: topic_names.chain(source).chain(signer).collect::<Vec<_>>().join("\n"),
        text: opening.collect::<Vec<_>>().join("\n"),
    }];
    units.extend(item.outline.headings.iter().zip(texts).map(|(heading, text)| Unit {
        heading: heading.text.clone(),
        anchor: heading.id.clone(),
        names: String::new(),
        text,
    }));
    units.extend(tables(site, item, phrase));
    let facts = province.map(|province| province.name.clone()).into_iter().chain(when).collect();
    Entry { title: item.title.clone(), url: item.url.clone(), kind: item.kind.key(), facts, facets, units }
}

/// The tables of tasks and figures of a report, a row on each line.
fn tables(site: &Site, item: &Item, phrase: Phrase<'_>) -> Vec<Unit> {
    let Some(report) = item.report.as_deref() else { return Vec::new() };
    let tasks = report.tasks.iter().map(|task| {
        let parts = [Some(task.task.as_str()), task.result.as_deref()].into_iter().flatten();
        parts.chain(task.documents.iter().map(String::as_str)).collect::<Vec<_>>().join("; ")
    });
    let indicators = &site.vocabulary.indicators;
    let figures = report.figures.iter().map(|figure| {
        let qualifier = figure.qualifier.map_or_else(String::new, |q| format!("{} ", q.word()));
        let (name, unit) = (&indicators.get(figure.indicator).name, figure.unit(indicators));
        let remarks = figure.scope.iter().chain(&figure.note).fold(String::new(), |out, remark| out + "; " + remark);
        format!("{name}: {qualifier}{} {unit}{remarks}", figure.value)
    });
    let unit = |key, anchor: &str, rows: Vec<String>| {
        let unit =
            || Unit { heading: phrase(key), anchor: anchor.to_owned(), names: String::new(), text: rows.join("\n") };
        (!rows.is_empty()).then(unit)
    };
    let tasks = unit("tasks", "bt-tasks", tasks.collect());
    tasks.into_iter().chain(unit("figures", "bt-figures", figures.collect())).collect()
}
