//! Sends files from the disk in pieces, so that a large attachment is never in memory as a whole.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::{Body, Bytes};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio_stream::wrappers::ReceiverStream;

use super::conditional::{Tag, Validators};

/// How much of a file is in memory at once.
const CHUNK: u64 = 64 * 1024;

/// An open file.
pub struct Opened {
    /// The file, to be sent by [`body`].
    pub file: File,
    /// Its length.
    pub length: u64,
    /// What tells its versions apart.
    pub validators: Validators,
}

/// Opens a file; blocks. What is no ordinary file is not found.
pub fn open(path: &Path) -> io::Result<Opened> {
    // Asked before the file is opened, because opening a pipe would wait for its writer.
    if !fs::metadata(path)?.is_file() {
        return Err(ErrorKind::NotFound.into());
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let validators = validators(metadata.len(), metadata.modified()?, SystemTime::now());
    Ok(Opened { file, length: metadata.len(), validators })
}

fn validators(length: u64, modified: SystemTime, now: SystemTime) -> Validators {
    let since = modified.duration_since(UNIX_EPOCH);
    let time = match &since {
        Ok(after) => format!("{:x}", after.as_nanos()),
        Err(before) => format!("b{:x}", before.duration().as_nanos()),
    };
    let modified = match since {
        // A time to come says nothing about changes until then, and years of five digits cannot be written.
        Ok(since) if modified <= now => Some(UNIX_EPOCH + Duration::from_secs(since.as_secs())),
        _ => None,
    };
    Validators { tag: Tag::weak(format!("{length:x}-{time}")), modified }
}

/// A body of the bytes in `range`, read as fast as the browser takes them.
pub fn body(file: File, range: Range<u64>) -> Body {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(send(file, range, sender));
    Body::from_stream(ReceiverStream::new(receiver))
}

/// Each piece is read by a blocking thread of its own: a browser that takes its time holds none.
async fn send(mut file: File, mut range: Range<u64>, sender: mpsc::Sender<io::Result<Bytes>>) {
    while !range.is_empty() {
        let Ok(permit) = sender.reserve().await else { return };
        let part = range.start..range.end.min(range.start + CHUNK);
        range.start = part.end;
        let read = spawn_blocking(move || {
            let chunk = read(&mut file, &part);
            (file, chunk)
        });
        match read.await {
            Ok((opened, Ok(chunk))) => {
                file = opened;
                permit.send(Ok(chunk));
            }
            // An error in the body breaks the connection: the browser sees that the file is not complete.
            Ok((_, Err(error))) => return permit.send(Err(error)),
            Err(stopped) => return permit.send(Err(stopped.into())),
        }
    }
}

fn read(file: &mut File, part: &Range<u64>) -> io::Result<Bytes> {
    let length = part.end - part.start;
    let mut chunk = Vec::new();
    file.seek(SeekFrom::Start(part.start))?;
    file.take(length).read_to_end(&mut chunk)?;
    // The file became shorter while it was sent.
    if (chunk.len() as u64) < length { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(chunk.into()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_has_another_tag() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let tag = |length, modified| validators(length, modified, now).tag;
        let modified = now - Duration::from_millis(1500);
        assert_eq!(tag(5, modified), tag(5, modified));
        assert_ne!(tag(5, modified), tag(6, modified));
        assert_ne!(tag(5, modified), tag(5, modified + Duration::from_millis(1)));
        assert_ne!(tag(5, UNIX_EPOCH + Duration::from_secs(1)), tag(5, UNIX_EPOCH - Duration::from_secs(1)));
    }

    #[test]
    fn only_a_time_that_a_header_can_say_is_said() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let said = |modified| validators(5, modified, now).modified;
        assert_eq!(said(now - Duration::from_millis(1500)), Some(now - Duration::from_secs(2)));
        assert_eq!(said(now + Duration::from_secs(1)), None);
        assert_eq!(said(UNIX_EPOCH + Duration::from_secs(300_000_000_000)), None);
        assert_eq!(said(UNIX_EPOCH - Duration::from_secs(1)), None);
    }

    #[test]
    fn a_part_is_read_and_a_shrunk_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, b"0123456789").unwrap();
        let mut opened = open(&path).unwrap();
        assert_eq!(opened.length, 10);
        assert_eq!(&read(&mut opened.file, &(2..5)).unwrap()[..], b"234");
        assert_eq!(read(&mut opened.file, &(8..12)).unwrap_err().kind(), ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join("gone.pdf")] {
            assert_eq!(open(&path).err().unwrap().kind(), ErrorKind::NotFound);
        }
    }
}
