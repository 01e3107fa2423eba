//! Answers browsers over HTTP: what a [`Site`] shows, the script of the preview and its streams of events.
//!
//! What stands at an address, and what is wrong with it, is left to the site. `guard` refuses what other websites send,
//! `address` what can be no page; `conditional` and `range` find out what of an answer the browser lacks, and `found`
//! sends it.

mod address;
mod conditional;
mod content_type;
mod events;
mod file;
mod found;
mod guard;
mod range;
#[cfg(test)]
mod socket_tests;

use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use found::Found;
pub use guard::Hosts;

/// The script of the preview; only the server knows it, so that it can never be published.
const SCRIPT: &str = include_str!("../preview.js");
const SCRIPT_URL: &str = "/_bantin/preview.js";
const EVENTS_URL: &str = "/_bantin/events";

/// A browser asks for six files at a time; more threads would only make more pages compete for the same processors.
const BLOCKING_THREADS: usize = 32;

/// What the server shows; asked from threads that may block.
pub trait Site: Send + Sync + 'static {
    /// What the site remembers of a browser tab from one state to the next.
    type Tab: Default + Send + 'static;

    /// The answer for an address within the site, without a leading `/`, such as `tinh/son-la/`.
    fn answer(&self, address: &str) -> Answer;

    /// A tab that begins to listen; `known` is what a state once told it to remember as `item`, or empty.
    fn tab(&self, known: &str) -> Self::Tab;

    /// The state for a tab that shows `page`, an address with a leading `/`: one line of JSON.
    fn state(&self, page: &str, tab: &mut Self::Tab) -> String;

    /// Counts changes.
    fn changes(&self) -> watch::Receiver<u64>;
}

/// What stands at an address.
pub enum Answer {
    /// Nothing, but a page stands at the address with a final `/`.
    Folder,
    /// A page or a file.
    Page {
        /// 200, or the status of a page that says why there is none: 404, 500, 503.
        status: u16,
        /// The published file, which tells the content type.
        path: String,
        /// Its content.
        body: Body,
        /// The hash of the page without its style sheets, in hexadecimal digits.
        page: String,
        /// The hash of the style sheets, in hexadecimal digits.
        styles: String,
    },
}

/// The content of an answer.
pub enum Body {
    /// Bytes in memory; HTML gets the script of the preview.
    Bytes(Vec<u8>),
    /// A file on the disk, sent as it is.
    File(PathBuf),
}

/// Serves until Ctrl+C.
///
/// # Errors
///
/// The listener cannot be served from, or Ctrl+C cannot be waited for.
pub fn serve<S: Site>(listener: TcpListener, site: Arc<S>, hosts: Hosts) -> io::Result<()> {
    serve_until(listener, site, hosts, tokio::signal::ctrl_c())
}

fn serve_until<S: Site>(
    listener: TcpListener,
    site: Arc<S>,
    hosts: Hosts,
    stop: impl Future<Output = io::Result<()>>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()?;
    let result = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(send_at_once);
        tokio::select! {
            result = axum::serve(listener, router(site, hosts)).into_future() => result,
            stopped = stop => stopped,
        }
    });
    // Open streams of events would never end by themselves.
    runtime.shutdown_background();
    result
}

/// Without this the end of a file waits 40 ms for the browser to confirm what came before.
fn send_at_once(stream: &mut tokio::net::TcpStream) {
    // A connection that cannot be told is slower, and no worse.
    let _ = stream.set_nodelay(true);
}

fn router<S: Site>(site: Arc<S>, hosts: Hosts) -> Router {
    Router::new()
        .route(EVENTS_URL, get(events::stream::<S>))
        .route(SCRIPT_URL, get(script))
        .fallback(get(page::<S>))
        .layer(middleware::from_fn_with_state(Arc::new(hosts), guard::check))
        .layer(middleware::map_response(with_common_headers))
        .with_state(site)
}

/// Headers of every response, refusals too: nothing is kept without asking again, nothing is for other websites.
async fn with_common_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn script(method: Method, headers: HeaderMap) -> Response {
    let bytes = Bytes::from_static(SCRIPT.as_bytes());
    Found::bytes(StatusCode::OK, content_type::SCRIPT, bytes).response(&method, &headers)
}

async fn page<S: Site>(State(site): State<Arc<S>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let address = address::of_path(uri.path()).unwrap_or_else(|| address::NOWHERE.to_owned());
    let asked = address.clone();
    match spawn_blocking(move || found::find(&*site, &asked)).await {
        Ok(Ok(Some(found))) => found.response(&method, &headers),
        Ok(Ok(None)) => redirect(&address, uri.query()),
        Ok(Err(error)) if error.kind() == ErrorKind::NotFound => {
            plain(StatusCode::NOT_FOUND, "Tệp này không còn trên đĩa.\nThis file is no longer on the disk.\n")
        }
        Ok(Err(error)) => {
            let text = format!("Không đọc được tệp này: {error}\nThis file cannot be read: {error}\n");
            plain(StatusCode::INTERNAL_SERVER_ERROR, &text)
        }
        // A panic. There is no script in this answer: it would load the page again and again.
        Err(_) => plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Không tạo được trang này do lỗi của chương trình; chi tiết ở cửa sổ dòng lệnh.\n\
             This page could not be made because of a fault in the program; the terminal says more.\n",
        ),
    }
}

/// Leads to the address with its final `/`. That begins with one slash and no more, because addresses have no empty
/// parts, and so cannot lead to another host. Tomorrow another site may be previewed here: it is not for ever.
fn redirect(address: &str, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "");
    match HeaderValue::try_from(format!("/{address}/{query}")) {
        Ok(location) => response.headers_mut().insert(header::LOCATION, location),
        Err(_) => return plain(StatusCode::BAD_REQUEST, ""),
    };
    response
}

/// A message of the server itself.
fn plain(status: StatusCode, text: &str) -> Response {
    let mut response = Response::new(text.to_owned().into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type::TEXT));
    response
}
