//! Content types of published files, by extension; the bytes are not looked at.

/// The content type of HTML pages.
pub const HTML: &str = "text/html; charset=utf-8";
/// The content type of scripts.
pub const SCRIPT: &str = "text/javascript; charset=utf-8";
/// The content type of the server's own messages.
pub const TEXT: &str = "text/plain; charset=utf-8";

/// The content type of a published file; what is unknown is offered for download.
pub fn of(path: &str) -> &'static str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => SCRIPT,
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "txt" => TEXT,
        "csv" => "text/csv; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_says_its_encoding() {
        for path in ["index.html", "main.css", "a/b.js", "feed.xml", "robots.txt", "so-lieu.csv", "ghi-chu.md"] {
            assert!(of(path).ends_with("; charset=utf-8"), "{path}");
        }
    }

    #[test]
    fn the_last_extension_counts() {
        assert_eq!(of("bao-cao/bao-cao.pdf"), "application/pdf");
        assert_eq!(of("main.js.map"), "application/json");
        assert_eq!(of("tinh.html/du-lieu"), "application/octet-stream");
        assert_eq!(of("khong-duoi"), "application/octet-stream");
    }
}
