//! `bantin new`: a new file whose front matter is written from the table of fields.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::args::{Kind, New};
use crate::clock;
use crate::console::{Out, Words, status};
use crate::diag::{Lang, Problem};
use crate::failure::Failure;
use crate::model::{ItemKind, PartialDate, Period};
use crate::parse::fields::{FIELDS, FieldId};
use crate::text::Slug;

/// Creates the file; an existing one is never touched.
pub fn run(root: &Path, args: &New, out: &Out) -> u8 {
    let kind = match args.kind {
        Kind::BaoCao => ItemKind::Report,
        Kind::TinTuc => ItemKind::News,
        Kind::BanTin => ItemKind::Bulletin,
        Kind::VanBan => ItemKind::Document,
        Kind::Trang => ItemKind::Page,
    };
    if let Some(wrong) = wrong_value(args, out.lang) {
        out.complain(&wrong);
        return status::USAGE;
    }
    let Some(name) = file_name(kind, args) else {
        let problem = Problem::NoSlug { name: args.title.clone() };
        out.complain(&said(&problem, out.lang));
        return status::USAGE;
    };
    let shown = if args.bundle {
        format!("content/{}/{name}/index.md", kind.folder())
    } else {
        format!("content/{}/{name}.md", kind.folder())
    };
    let disk = root.join(&shown);
    // The same name in the other form would be the same address.
    let other = if args.bundle {
        format!("content/{}/{name}.md", kind.folder())
    } else {
        format!("content/{}/{name}/index.md", kind.folder())
    };
    if root.join(&other).exists() {
        out.complain(&out.words(Words::Exists(other)));
        return status::MISTAKES;
    }
    let created = disk.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| {
        let mut file = fs::File::create_new(&disk)?;
        file.write_all(front_matter(kind, args, out.lang).as_bytes())
    });
    match created {
        Ok(()) => {
            out.say(Words::Created(shown));
            status::DONE
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            out.complain(&out.words(Words::Exists(shown)));
            status::MISTAKES
        }
        Err(error) => {
            out.failure(&Failure::write(&disk, &error));
            status::FAILED
        }
    }
}

/// A problem of the command line in words.
fn said(problem: &Problem, lang: Lang) -> String {
    let (error, help) = if lang == Lang::Vi { ("lỗi", "gợi ý") } else { ("error", "help") };
    format!("{error}: {}\n{help}: {}", problem.message(lang), problem.help(lang))
}

/// A period or date that would be refused later is refused now.
fn wrong_value(args: &New, lang: Lang) -> Option<String> {
    let period = args.period.as_deref().and_then(|p| Some((p, Period::parse(p).err()?)));
    let date = args.date.as_deref().filter(|d| PartialDate::parse(d).is_none());
    let problem = match (period, date) {
        (Some((value, error)), _) => {
            let (ly_do, reason) = error.reason();
            Problem::BadPeriod { value: value.to_owned(), reason: reason.to_owned(), ly_do: ly_do.to_owned() }
        }
        (None, Some(value)) => Problem::BadDate { value: value.to_owned() },
        (None, None) => return None,
    };
    Some(said(&problem, lang))
}

/// The name of the file: for dated kinds the period or month first, so that folders sort by time.
fn file_name(kind: ItemKind, args: &New) -> Option<String> {
    // Titles run long; a file name must not (255 bytes, and Windows counts the whole path).
    let slug = Slug::of(&args.title)?.shortened(80);
    if !ItemKind::DATED.contains(&kind) {
        return Some(slug.to_string());
    }
    let period = args.period.as_deref().and_then(|p| Period::parse(p).ok()).map(Period::code);
    let date = args.date.as_deref().and_then(PartialDate::parse).map(|d| format!("{}-{:02}", d.year(), d.month()));
    let prefix = period.or(date).unwrap_or_else(|| clock::vietnam().format("%Y-%m").to_string());
    Slug::of(&format!("{prefix}-{slug}")).map(|s| s.to_string())
}

/// The front matter: what is known is filled in, what may be added stands there as a comment with its meaning.
fn front_matter(kind: ItemKind, args: &New, lang: Lang) -> String {
    let mut out = String::from("---\n");
    for field in FIELDS.iter().filter(|f| f.kinds.contains(&kind)) {
        let given = match field.id {
            FieldId::Title => Some(quoted(&args.title)),
            FieldId::Province => args.province.as_deref().map(quoted),
            FieldId::Period => args.period.as_deref().map(quoted),
            FieldId::Date => args.date.clone().or_else(|| today_for(kind, args)).as_deref().map(quoted),
            _ => None,
        };
        let (key, about) = if lang == Lang::Vi { (field.khoa, field.about.0) } else { (field.key, field.about_en) };
        match given {
            Some(value) => out.push_str(&format!("{key}: {value}\n")),
            None if field.required.contains(&kind) => out.push_str(&format!("{key}:   # {about}, {}\n", field.about.1)),
            None => out.push_str(&format!("# {key}: {}   # {about}\n", field.about.1)),
        }
    }
    out.push_str("---\n\n");
    out
}

/// News and bulletins need a date or a period: today, unless one is given.
fn today_for(kind: ItemKind, args: &New) -> Option<String> {
    let dated = matches!(kind, ItemKind::News | ItemKind::Bulletin) && args.period.is_none();
    dated.then(|| PartialDate::day(clock::vietnam().date()).to_string())
}

/// A YAML text in double quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}
