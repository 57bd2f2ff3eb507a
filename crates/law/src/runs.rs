//! Lists of articles written short: `1..28 29 29-1 30..71`.

use crate::{Citation, LawError};

/// Writes articles in order as runs.
pub(crate) fn write_runs(articles: &[Citation]) -> String {
    let mut runs: Vec<(Citation, Citation)> = Vec::new();
    for article in articles {
        match runs.last_mut() {
            Some((_, last)) if last.inserted.is_none() && article.inserted.is_none() && article.article == last.article + 1 => {
                *last = *article
            }
            _ => runs.push((*article, *article)),
        }
    }
    let words = runs.iter().map(|(first, last)| if first == last { first.to_string() } else { format!("{first}..{last}") });
    words.collect::<Vec<_>>().join(" ")
}

/// Reads what [`write_runs`] wrote.
pub(crate) fn read_runs(text: &str) -> Result<Vec<Citation>, LawError> {
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        match word.split_once("..") {
            Some((first, last)) => {
                let (first, last): (Citation, Citation) = (first.parse()?, last.parse()?);
                out.extend((first.article..=last.article).map(Citation::article));
            }
            None => out.push(word.parse()?),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn runs_are_written_and_read() {
        for (runs, count) in [("1..71", 71), ("85..95 205..206", 13), ("1..28 29 29-1 30..31", 32), ("7", 1), ("", 0)] {
            let articles = read_runs(runs).unwrap();
            assert_eq!(articles.len(), count, "{runs}");
            assert_eq!(read_runs(&write_runs(&articles)).unwrap(), articles, "{runs}");
        }
        assert_eq!(write_runs(&read_runs("1 2 3 5 6-1 7").unwrap()), "1..3 5 6-1 7");
        assert!(read_runs("1..x").is_err());
    }
}
