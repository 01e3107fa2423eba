//! What the machine refuses: a full disk, no permission, a port in use. Not an editor's mistake; exit status 3.

use std::fmt;
use std::path::Path;

use crate::diag::Lang;

/// A failure of the machine, with the place and the system's own words.
#[derive(Clone, Debug)]
pub struct Failure {
    kind: Kind,
    place: String,
    cause: String,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Read,
    Write,
    Swap,
    Serve,
    Open,
    Watch,
    Fault,
}

impl Failure {
    /// A file or folder cannot be read.
    #[must_use]
    pub fn read(place: &Path, cause: &std::io::Error) -> Self {
        Self::new(Kind::Read, place, cause)
    }

    /// A folder cannot be walked through.
    #[must_use]
    pub fn walk(place: &Path, cause: &walkdir::Error) -> Self {
        Self::new(Kind::Read, cause.path().unwrap_or(place), cause)
    }

    /// A file or folder cannot be written.
    #[must_use]
    pub fn write(place: &Path, cause: &std::io::Error) -> Self {
        Self::new(Kind::Write, place, cause)
    }

    /// The new site cannot take the place of the old one, which stays.
    #[must_use]
    pub fn swap(place: &Path, cause: &std::io::Error) -> Self {
        Self::new(Kind::Swap, place, cause)
    }

    /// The preview cannot listen.
    #[must_use]
    pub fn serve(address: &str, cause: &std::io::Error) -> Self {
        Self::new(Kind::Serve, Path::new(address), cause)
    }

    /// A fault of the program itself, of which the panic hook has said more.
    #[must_use]
    pub fn fault(place: &Path) -> Self {
        Self::new(Kind::Fault, place, &"panic")
    }

    /// No browser can be opened.
    #[must_use]
    pub fn open(address: &str, cause: &std::io::Error) -> Self {
        Self::new(Kind::Open, Path::new(address), cause)
    }

    /// Changes cannot be watched.
    #[must_use]
    pub fn watch(place: &Path, cause: &notify::Error) -> Self {
        Self::new(Kind::Watch, place, cause)
    }

    fn new(kind: Kind, place: &Path, cause: &dyn fmt::Display) -> Self {
        // Windows marks resolved paths with \\?\, which tells people nothing.
        let place = place.display().to_string();
        let place = place.trim_start_matches(r"\\?\").replace('\\', "/");
        Self { kind, place, cause: cause.to_string() }
    }

    /// The failure in words.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let what = match (self.kind, lang) {
            (Kind::Read, Lang::Vi) => "không đọc được",
            (Kind::Read, Lang::En) => "cannot read",
            (Kind::Write, Lang::Vi) => "không ghi được",
            (Kind::Write, Lang::En) => "cannot write",
            (Kind::Swap, Lang::Vi) => "không đưa được bản mới vào vị trí, bản cũ được giữ nguyên",
            (Kind::Swap, Lang::En) => "cannot put the new site in place, the old one stays",
            (Kind::Serve, Lang::Vi) => "không mở được máy chủ xem thử tại",
            (Kind::Serve, Lang::En) => "cannot open the preview server at",
            (Kind::Fault, Lang::Vi) => {
                "lỗi của chính chương trình bantin, chi tiết ở cửa sổ dòng lệnh; khi tệp thay đổi sẽ thử lại"
            }
            (Kind::Fault, Lang::En) => {
                "a fault of bantin itself, the terminal says more; tried again at the next change"
            }
            (Kind::Open, Lang::Vi) => "không mở được trình duyệt tại",
            (Kind::Open, Lang::En) => "cannot open a browser at",
            (Kind::Watch, Lang::Vi) => "không theo dõi được thay đổi của",
            (Kind::Watch, Lang::En) => "cannot watch",
        };
        format!("{what}: {} ({})", self.place, self.cause)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::Vi))
    }
}

impl std::error::Error for Failure {}
