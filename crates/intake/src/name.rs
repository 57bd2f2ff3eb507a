//! Names: one of our own to keep a file under, and the sender's to give it back under.

use crate::Kind;
use std::fmt::Write;

/// Longest name that is given back, in characters.
const LONGEST: usize = 120;
/// What it is called where nothing of its name is left.
const NAMELESS: &str = "附件";

/// The name under which a file is kept: chance alone, nothing of what the sender wrote.
#[must_use]
pub fn stored_name(chance: [u8; 16], kind: Kind) -> String {
    let mut name = String::with_capacity(40);
    for byte in chance {
        let _ = write!(name, "{byte:02x}");
    }
    name + "." + kind.extensions()[0]
}

/// `Content-Disposition` of a download: always an attachment, with a name for old readers (RFC 6266) and the whole one (RFC 8187).
#[must_use]
pub fn attachment(name: &str, kind: Kind) -> String {
    let name = shown(name, kind);
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ()".contains(c) { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

/// The last part of the name, without what hides its end or means something to a system, and with the extension of its kind.
fn shown(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let clean: String = stem.chars().filter(|c| !c.is_control() && !turns(*c) && !"<>:\"|?*;".contains(*c)).take(LONGEST).collect();
    let clean = clean.trim_matches([' ', '.']);
    let extension = kind.extensions()[0];
    format!("{}.{extension}", if clean.is_empty() { NAMELESS } else { clean })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_comes_back_whole_and_nothing_else_does() {
        let header = attachment("民事起诉状（2026）.PDF", Kind::Pdf);
        assert_eq!(
            header,
            "attachment; filename=\"______2026_.pdf\"; filename*=UTF-8''%E6%B0%91%E4%BA%8B%E8%B5%B7%E8%AF%89%E7%8A%B6%EF%BC%882026%EF%BC%89.pdf"
        );
        for (name, expected) in [
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\temp\\合同.pdf", "合同.pdf"),
            ("a\r\nset-cookie: x=1.pdf", "aset-cookie x=1.pdf"),
            ("fdp.\u{202e}exe.pdf", "fdp.exe.pdf"),
            ("x\";filename=evil.html", "xfilename=evil.pdf"),
            ("", "附件.pdf"),
            ("...", "附件.pdf"),
        ] {
            assert_eq!(shown(name, Kind::Pdf), expected, "{name:?}");
            let header = attachment(name, Kind::Pdf);
            assert!(header.bytes().all(|b| (0x20..0x7f).contains(&b)) && header.matches('"').count() == 2, "{header}");
        }
        assert_eq!(shown(&"长".repeat(500), Kind::Png).chars().count(), LONGEST + 4);
        assert_eq!(stored_name([0xAB; 16], Kind::Xlsx), format!("{}.xlsx", "ab".repeat(16)));
    }
}
