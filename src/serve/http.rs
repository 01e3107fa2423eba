//! Answers browsers: pages, the live-reload script and the stream of versions.

use std::convert::Infallible;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::preview::Preview;

/// The script of the preview; only the server knows it, so that it can never be published.
const SCRIPT: &str = include_str!("preview.js");
const SCRIPT_URL: &str = "/_bantin/preview.js";
const EVENTS_URL: &str = "/_bantin/events";

struct Shared {
    preview: Arc<Preview>,
    host: IpAddr,
}

/// Serves until Ctrl+C.
pub fn serve(listener: TcpListener, preview: Arc<Preview>, host: IpAddr) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let result = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new()
            .route(EVENTS_URL, get(events))
            .route(SCRIPT_URL, get(|| async { ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT) }))
            .fallback(get(page))
            .with_state(Arc::new(Shared { preview, host }));
        tokio::select! {
            result = std::future::IntoFuture::into_future(axum::serve(listener, router)) => result,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    runtime.shutdown_background();
    result
}

/// Every version of the site, with the mistakes of the content.
async fn events(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    if !is_own_host(&headers, shared.host) {
        return Err(StatusCode::FORBIDDEN);
    }
    let preview = Arc::clone(&shared.preview);
    let stream = WatchStream::new(preview.versions()).map(move |version| {
        let mistakes = serde_json::Value::from(&*preview.shown().mistakes);
        Ok(Event::default().data(format!("{{\"version\":{version},\"mistakes\":{mistakes}}}")))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

async fn page(State(shared): State<Arc<Shared>>, headers: HeaderMap, request: Request<Body>) -> Response<Body> {
    if !is_own_host(&headers, shared.host) {
        return plain(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "Host".into());
    }
    let url = site_path(request.uri());
    let shown = shared.preview.shown();
    if shown.is_folder(&url) {
        let mut response = plain(StatusCode::PERMANENT_REDIRECT, "text/plain; charset=utf-8", Vec::new());
        if let Ok(location) = format!("/{url}/").parse() {
            response.headers_mut().insert(header::LOCATION, location);
        }
        return response;
    }
    // Rendering is work for a thread of its own, away from the event stream.
    let answer = tokio::task::spawn_blocking(move || shown.answer(&url)).await;
    let Ok(mut answer) = answer else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", "render".into());
    };
    let content_type = content_type(&answer.path);
    if content_type.starts_with("text/html") {
        let tag = format!("<script src=\"{SCRIPT_URL}\"></script>\n</body>");
        let text = String::from_utf8_lossy(&answer.bytes).replacen("</body>", &tag, 1);
        answer.bytes = text.into_bytes();
    }
    plain(answer.status, content_type, answer.bytes)
}

fn plain(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// Whether the request names this server: a foreign name that leads here (DNS rebinding) is refused.
fn is_own_host(headers: &HeaderMap, host: IpAddr) -> bool {
    if !host.is_loopback() {
        return true; // The editor opened the preview to the network.
    }
    let name = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let name =
        name.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(name, |(n, _)| n);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// The address within the site. Only what is planned is ever looked up, so that no path can reach other files; an address
/// that no page can have becomes one that no page has.
fn site_path(uri: &Uri) -> String {
    let path = uri.path().trim_start_matches('/');
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'.' | b'_'));
    if plain && path.len() < 2000 { path.to_owned() } else { "?".to_owned() }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_server_is_answered_for() {
        let with = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().expect("a header"));
            is_own_host(&headers, IpAddr::from([127, 0, 0, 1]))
        };
        assert!(with("127.0.0.1:1111") && with("localhost:1111") && with("[::1]:1111"));
        assert!(!with("evil.example:1111") && !with("localhost.evil.example"));
    }

    #[test]
    fn odd_addresses_lead_nowhere() {
        let path = |p: &str| site_path(&p.parse().expect("a URI"));
        assert_eq!(path("/tinh/son-la/"), "tinh/son-la/");
        assert_eq!(path("/%2e%2e/etc"), "?");
    }
}
