//! Files that are no pages: feeds, sitemap, robots, old addresses.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Renderer, html};
use crate::features::Feature;
use crate::model::{ItemId, ItemKind, PartialDate, UrlPath};
use crate::plan::{Page, Subject, Within, province_url, topic_group, topic_url};

/// Makes the bytes of a file.
pub type Make = fn(&Renderer, &Page) -> Vec<u8>;

/// Entries of a feed, each with its whole text, unless the portal leaves these out.
const FEED_SIZE: usize = 20;
/// Entries of a feed without whole texts; an item without a summary has its title alone there.
const SUMMARIES: usize = 50;

type Xml = Writer<Vec<u8>>;

fn document(write: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let result =
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).and_then(|()| write(&mut xml));
    result.expect("writing to memory cannot fail");
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn leaf(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(|_| ())
}

/// The Atom feed (RFC 4287) of the site, a province or a topic.
pub fn feed(renderer: &Renderer, page: &Page) -> Vec<u8> {
    let site = &renderer.site;
    let (items, name, shown) = match &page.subject {
        Subject::Province(id, _) => {
            (site.index.province(*id), Some(&site.vocabulary.provinces.get(*id).name), province_url(site, *id))
        }
        Subject::Topic(id, within, _) => (
            topic_group(site, *id, *within).map_or(&[][..], |group| &group.items),
            Some(&site.vocabulary.topics.get(*id).name),
            topic_url(site, *id, Within::All),
        ),
        _ => (site.index.dated.as_slice(), None, UrlPath::home()),
    };
    let size = if site.config.features.has(Feature::FeedTexts) { FEED_SIZE } else { SUMMARIES };
    let items = &items[..items.len().min(size)];
    let title = name.map_or_else(|| site.config.title.clone(), |name| format!("{name} | {}", site.config.title));
    let updated = items.iter().filter_map(|id| site.item(*id).when()).max();
    document(|xml| {
        let lang = site.config.lang.code();
        let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", lang)];
        xml.create_element("feed").with_attributes(root).write_inner_content(|xml| {
            leaf(xml, "title", &title)?;
            leaf(xml, "id", &identity(renderer, &page.url))?;
            leaf(xml, "updated", &moment(updated))?;
            xml.create_element("author").write_inner_content(|xml| leaf(xml, "name", &site.config.publisher))?;
            xml.create_element("link")
                .with_attributes([
                    ("rel", "self"),
                    ("type", "application/atom+xml"),
                    ("href", address(renderer, page, &page.url).as_str()),
                ])
                .write_empty()?;
            xml.create_element("link")
                .with_attributes([
                    ("rel", "alternate"),
                    ("type", "text/html"),
                    ("href", address(renderer, page, &shown).as_str()),
                ])
                .write_empty()?;
            items.iter().try_for_each(|id| entry(renderer, page, *id, xml))
        })?;
        Ok(())
    })
}

fn entry(renderer: &Renderer, page: &Page, id: ItemId, xml: &mut Xml) -> std::io::Result<()> {
    let site = &renderer.site;
    let item = site.item(id);
    xml.create_element("entry").write_inner_content(|xml| {
        leaf(xml, "title", &item.title)?;
        leaf(xml, "id", &identity(renderer, &item.url))?;
        leaf(xml, "updated", &moment(item.when()))?;
        xml.create_element("link")
            .with_attributes([
                ("rel", "alternate"),
                ("type", "text/html"),
                ("href", address(renderer, page, &item.url).as_str()),
            ])
            .write_empty()?;
        for topic in &item.topics {
            let topic = site.vocabulary.topics.get(*topic);
            xml.create_element("category")
                .with_attributes([("term", topic.slug.as_str()), ("label", topic.name.as_str())])
                .write_empty()?;
        }
        if let Some(summary) = &item.summary {
            leaf(xml, "summary", summary)?;
        }
        if !site.config.features.has(Feature::FeedTexts) {
            return Ok(());
        }
        // From the feed a relative address may lead anywhere, depending on who reads it: the site's own is used.
        let root = site.config.base_url.clone().unwrap_or_else(|| page.url.to_root());
        let body = renderer.body(id, &root, html::Placing::default());
        xml.create_element("content").with_attribute(("type", "html")).write_text_content(BytesText::new(&body))?;
        Ok(())
    })?;
    Ok(())
}

/// A moment for feeds (RFC 3339): the beginning of the day in Vietnam.
fn moment(date: Option<PartialDate>) -> String {
    date.map_or_else(|| "1970-01-01T00:00:00+07:00".to_owned(), |d| format!("{}T00:00:00+07:00", d.first_day()))
}

/// A feed's lasting identity: the absolute address, or a name of the site where there is none.
fn identity(renderer: &Renderer, url: &UrlPath) -> String {
    match &renderer.site.config.base_url {
        Some(base) => format!("{base}{url}"),
        None => {
            let hash = blake3::hash(format!("{}\n{url}", renderer.site.config.title).as_bytes()).to_hex();
            format!("urn:bantin:{}", &hash[..32])
        }
    }
}

/// An absolute address where the site has one, else relative to the page.
pub(super) fn address(renderer: &Renderer, page: &Page, url: &UrlPath) -> String {
    match &renderer.site.config.base_url {
        Some(base) => format!("{base}{url}"),
        None => format!("{}{url}", page.url.to_root()),
    }
}

/// `sitemap.xml` (sitemaps.org 0.9): every page meant for readers.
pub fn sitemap_xml(renderer: &Renderer, _: &Page) -> Vec<u8> {
    let site = &renderer.site;
    let Some(base) = &site.config.base_url else { return Vec::new() };
    document(|xml| {
        xml.create_element("urlset")
            .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
            .write_inner_content(|xml| {
                let pages =
                    renderer.plan.pages().filter(|p| p.url.is_page() && !["alias", "issue"].contains(&p.kind_name()));
                for page in pages {
                    xml.create_element("url").write_inner_content(|xml| {
                        leaf(xml, "loc", &format!("{base}{}", page.url))?;
                        let date = match page.subject {
                            Subject::Item(id) if site.item(id).kind != ItemKind::Page => site.item(id).date,
                            _ => None,
                        };
                        date.map_or(Ok(()), |d| leaf(xml, "lastmod", &d.iso()))
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    })
}

/// A file of the index for search.
pub fn search_index(renderer: &Renderer, page: &Page) -> Vec<u8> {
    let Subject::Search(shard) = page.subject else { return Vec::new() };
    renderer.search().shard(shard, &renderer.site, &|key| renderer.t(key).to_owned())
}

/// `robots.txt` (RFC 9309): everything may be read; where the sitemap is.
pub fn robots(renderer: &Renderer, _: &Page) -> Vec<u8> {
    let sitemap = renderer.site.config.base_url.as_ref().map(|base| format!("Sitemap: {base}sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default()).into_bytes()
}

/// The page at an old address: it leads on at once, without script, and is kept out of search engines.
pub fn alias(renderer: &Renderer, page: &Page) -> Vec<u8> {
    let Subject::Alias(id) = page.subject else { return Vec::new() };
    let item = renderer.site.item(id);
    let target = html::escape(&format!("{}{}", page.url.to_root(), item.url));
    let title = html::escape(&item.title);
    let moved = html::escape(renderer.t("moved"));
    let lang = renderer.site.config.lang.code();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={target}\">\n\
         <link rel=\"canonical\" href=\"{target}\">\n</head>\n<body>\n<p>{moved}: <a href=\"{target}\">{title}</a></p>\n</body>\n</html>\n"
    )
    .into_bytes()
}
