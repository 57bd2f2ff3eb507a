//! Covering up names: what stands in “…” and 《…》 sets no quantity, whatever figures it holds.

use super::words;
use crate::names::pairs;

/// The text with names overwritten byte by byte, so that places stay the same. Quotation marks around a phrase that is itself an
/// aim (“动态清零”, “每月一主题”) are only emphasis: the phrase stays.
pub(super) fn mask(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for span in pairs(text) {
        let whole = span.of(text);
        let mut inner = whole.chars();
        let (open, close) = (inner.next(), inner.next_back());
        let (open_len, close_len) = (open.map_or(0, char::len_utf8), close.map_or(0, char::len_utf8));
        if !open.is_some_and(|c| "“《\"‘「『〔〈".contains(c)) {
            continue;
        }
        if words::is_aim(inner.as_str()) {
            bytes[span.start..span.start + open_len].fill(0);
            bytes[span.end - close_len..span.end].fill(0);
        } else {
            bytes[span.start..span.end].fill(0);
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_vanish_and_places_stay() {
        let text = "落实“4+10”任务，推进“动态清零”，《某规划（2026—2030年）》";
        let masked = mask(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.replace('\0', ""), "落实任务，推进动态清零，");
    }
}
