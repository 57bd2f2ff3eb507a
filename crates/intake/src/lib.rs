//! What is let in as a file, decided before anything unpacks or keeps it.
//!
//! Bytes in, a kind or a rejection out: no file, no network, no memory beyond a few megabytes whatever the bytes claim. Every figure is
//! an internal parameter in [`Limits`]; no statute sets one.

mod container;
mod name;
mod parts;
mod rejection;
mod table;

pub use name::{attachment, stored_name};
pub use rejection::Rejection;
pub use table::table;

/// A kind of file that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// The national format of fixed pages (GB/T 33190).
    Ofd,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A text document of Office Open XML, without macros.
    Docx,
    /// A workbook of Office Open XML, without macros.
    Xlsx,
    /// A table as plain text.
    Csv,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Ofd, Self::Jpeg, Self::Png, Self::Docx, Self::Xlsx, Self::Csv];

    /// Extensions that a name may have, the usual one first.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Ofd => &["ofd"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Csv => &["csv", "tsv"],
        }
    }

    /// The media type under which it is given out.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// How large a file may be, packed and unpacked.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Kinds that this place takes.
    pub kinds: Vec<Kind>,
    /// Bytes as they come.
    pub bytes: usize,
    /// Files in a container.
    pub entries: usize,
    /// Bytes of all files of a container together, unpacked.
    pub unpacked: u64,
    /// How many times larger than packed one file of a container may be; files below a megabyte are not looked at.
    pub ratio: u64,
    /// Bytes of one piece of XML text.
    pub token: usize,
    /// Sheets of a workbook.
    pub sheets: u64,
    /// Shared strings of a workbook.
    pub strings: u64,
    /// Cells of a workbook.
    pub cells: u64,
}

impl Limits {
    /// What is attached to a matter.
    #[must_use]
    pub fn attachment() -> Self {
        Self {
            kinds: Kind::ALL.to_vec(),
            bytes: 20 << 20,
            entries: 2000,
            unpacked: 100 << 20,
            ratio: 100,
            token: 4 << 20,
            sheets: 100,
            strings: 200_000,
            cells: 500_000,
        }
    }

    /// A table that the program reads.
    #[must_use]
    pub fn table() -> Self {
        Self { kinds: vec![Kind::Xlsx, Kind::Csv], bytes: 10 << 20, sheets: 20, ..Self::attachment() }
    }
}

/// Looks at a file: its name's extension and its content must say the same, and it must keep within the limits.
///
/// # Errors
/// [`Rejection`], a sentence for whoever sent it.
pub fn inspect(name: &str, bytes: &[u8], limits: &Limits) -> Result<Kind, Rejection> {
    if bytes.is_empty() {
        return Err(Rejection::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Rejection::TooLarge { megabytes: limits.bytes >> 20 });
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let named = Kind::ALL.into_iter().find(|k| k.extensions().contains(&extension.as_str())).filter(|k| limits.kinds.contains(k));
    let Some(named) = named else {
        return Err(Rejection::Unknown { accepted: limits.kinds.iter().map(|k| k.extensions()[0]).collect() });
    };
    let is = match named {
        Kind::Pdf => bytes.starts_with(b"%PDF-") && tail(bytes, 1024).windows(5).any(|w| w == b"%%EOF"),
        Kind::Jpeg => bytes.starts_with(&[0xFF, 0xD8, 0xFF]) && tail(bytes, 1024).windows(2).any(|w| w == [0xFF, 0xD9]),
        Kind::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n") && tail(bytes, 12).windows(4).any(|w| w == b"IEND"),
        Kind::Csv => text(bytes),
        Kind::Ofd | Kind::Docx | Kind::Xlsx => bytes.starts_with(b"PK\x03\x04"),
    };
    if !is {
        return Err(Rejection::Otherwise { extension });
    }
    if matches!(named, Kind::Ofd | Kind::Docx | Kind::Xlsx) {
        container::look(named, bytes, limits)?;
    }
    Ok(named)
}

fn tail(bytes: &[u8], most: usize) -> &[u8] {
    &bytes[bytes.len().saturating_sub(most)..]
}

/// Text in UTF-8 or in the national encodings has no control characters but for tabs and line ends.
fn text(bytes: &[u8]) -> bool {
    !bytes.iter().any(|b| *b < 0x20 && !b"\t\r\n".contains(b) || *b == 0x7F)
}
