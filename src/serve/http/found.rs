//! Sends what the site has at an address, or the part of it that a browser lacks; HTML with the script of the preview.

use std::fs::File;
use std::io;
use std::ops::Range;

use axum::body::{Body as Sent, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::conditional::{self, Outcome, Tag, Validators};
use super::range::Selection;
use super::{Answer, Body, SCRIPT_URL, Site, content_type, file};

/// Something to send, in the version of now.
pub struct Found {
    status: StatusCode,
    content_type: &'static str,
    content: Content,
    validators: Validators,
}

enum Content {
    Bytes(Bytes),
    File(File, u64),
}

/// What stands at an address; `None` where only the final `/` is missing. Blocks.
pub fn find(site: &impl Site, address: &str) -> io::Result<Option<Found>> {
    let Answer::Page { status, path, body, page, styles } = site.answer(address) else { return Ok(None) };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = content_type::of(&path);
    Ok(Some(match body {
        Body::Bytes(html) if content_type == content_type::HTML => {
            Found::bytes(status, content_type, with_script(html, &page, &styles).into())
        }
        Body::Bytes(bytes) => Found::bytes(status, content_type, bytes.into()),
        Body::File(path) => {
            let file::Opened { file, length, validators } = file::open(&path)?;
            Found { status, content_type, content: Content::File(file, length), validators }
        }
    }))
}

/// The page with the script of the preview at its end.
fn with_script(mut html: Vec<u8>, page: &str, styles: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let tag = format!("<script src=\"{SCRIPT_URL}\" data-page=\"{page}\" data-styles=\"{styles}\" defer></script>\n");
    let end = html.windows(END.len()).rposition(|tag| tag.eq_ignore_ascii_case(END)).unwrap_or(html.len());
    html.splice(end..end, tag.into_bytes());
    html
}

impl Found {
    /// Bytes in memory.
    pub fn bytes(status: StatusCode, content_type: &'static str, bytes: Bytes) -> Self {
        // The bytes themselves, with the tag of the script in them, say whether anything has changed.
        let validators = Validators { tag: Tag::of_bytes(&bytes), modified: None };
        Self { status, content_type, content: Content::Bytes(bytes), validators }
    }

    /// As much of it as the request asks for.
    pub fn response(self, method: &Method, request: &HeaderMap) -> Response {
        let length = match &self.content {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::File(_, length) => *length,
        };
        let mut response = Response::new(Sent::empty());
        let headers = response.headers_mut();
        let mut outcome = Outcome::Send(Selection::Whole);
        // A page that says why there is none is no version of what was asked for.
        if self.status == StatusCode::OK {
            outcome = conditional::evaluate(request, &self.validators, length, method == Method::GET);
            set(headers, header::ACCEPT_RANGES, "bytes".to_owned());
            set(headers, header::ETAG, self.validators.tag.header());
            if let Some(modified) = self.validators.modified {
                set(headers, header::LAST_MODIFIED, httpdate::fmt_http_date(modified));
            }
        }
        let (status, part) = match outcome {
            Outcome::Send(Selection::Whole) => (self.status, Some(0..length)),
            Outcome::Send(Selection::Part(range)) => {
                set(headers, header::CONTENT_RANGE, format!("bytes {}-{}/{length}", range.start, range.end - 1));
                (StatusCode::PARTIAL_CONTENT, Some(range))
            }
            Outcome::Send(Selection::Unsatisfiable) => {
                set(headers, header::CONTENT_RANGE, format!("bytes */{length}"));
                (StatusCode::RANGE_NOT_SATISFIABLE, None)
            }
            Outcome::NotModified => (StatusCode::NOT_MODIFIED, None),
            Outcome::Failed => (StatusCode::PRECONDITION_FAILED, None),
        };
        if let Some(part) = part {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            headers.insert(header::CONTENT_LENGTH, (part.end - part.start).into());
            *response.body_mut() = self.content.part(part);
        }
        *response.status_mut() = status;
        response
    }
}

impl Content {
    fn part(self, range: Range<u64>) -> Sent {
        match self {
            Self::Bytes(bytes) => {
                // A range lies within the bytes, whose number is a `usize`.
                #[allow(clippy::cast_possible_truncation)]
                let range = range.start as usize..range.end as usize;
                bytes.slice(range).into()
            }
            Self::File(file, _) => file::body(file, range),
        }
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: String) {
    // Tags, dates and ranges are ASCII.
    headers.insert(name, HeaderValue::try_from(value).expect("ASCII"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_end_of_the_body() {
        let tag = "<script src=\"/_bantin/preview.js\" data-page=\"a1\" data-styles=\"b2\" defer></script>\n";
        for (before, after) in [
            ("<p>Tin tức</p>", "</body></html>"),
            ("<script>'</body>'</script>", "</BODY>"),
            ("<p>không có cuối trang", ""),
            ("", ""),
        ] {
            let html = with_script(format!("{before}{after}").into_bytes(), "a1", "b2");
            assert_eq!(String::from_utf8_lossy(&html), format!("{before}{tag}{after}"));
        }
    }
}
