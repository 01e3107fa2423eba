//! The stream of events of one browser tab; what an event says is left to the site.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio_stream::wrappers::ReceiverStream;

use super::{Site, address};

/// How often a silent stream shows that it is alive.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Answers with the state of now, and with the new state after every change.
pub async fn stream<S: Site>(State(site): State<Arc<S>>, uri: Uri) -> Response {
    let query = uri.query().unwrap_or_default();
    let Some(page) = address::of_query(query) else {
        return super::plain(StatusCode::BAD_REQUEST, "Thiếu ?page=… trong địa chỉ.\nThe address lacks ?page=….\n");
    };
    let (sender, receiver) = mpsc::channel(1);
    let tab = site.tab(&address::known(query));
    tokio::spawn(send(site, page.into(), tab, sender));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// Ends with the tab's connection.
async fn send<S: Site>(site: Arc<S>, page: Arc<str>, mut tab: S::Tab, sender: mpsc::Sender<Result<Event, Infallible>>) {
    let mut counter = site.changes();
    loop {
        // A state is made only when the one before is on its way: changes that come faster than states are made, or
        // than the browser takes them, are told as one.
        let Ok(permit) = sender.reserve().await else { return };
        counter.mark_unchanged();
        let (site, page) = (Arc::clone(&site), Arc::clone(&page));
        let made = spawn_blocking(move || {
            let state = site.state(&page, &mut tab);
            (tab, state)
        });
        tab = if let Ok((tab, state)) = made.await {
            permit.send(Ok(Event::default().data(state)));
            tab
        } else {
            // A panic, told on the terminal already: the next change may mend it.
            drop(permit);
            S::Tab::default()
        };
        tokio::select! {
            changed = counter.changed() => if changed.is_err() { return },
            () = sender.closed() => return,
        }
    }
}
