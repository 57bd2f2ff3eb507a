//! A statute in one edition: what it is, when it is in force, what stands where.

use crate::{Citation, Figure};
use kernel::Date;
use std::collections::BTreeMap;

/// One edition of a statute, known by its metadata, its articles and their figures; never by its sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statute {
    /// The full title: 中华人民共和国行政复议法.
    pub title: String,
    /// The title as it is cited, without 中华人民共和国: 行政复议法.
    pub short: String,
    /// The year in which this edition was published: `2023`.
    pub edition: String,
    /// Who made it.
    pub issuer: String,
    /// The number under which it was published.
    pub number: String,
    /// Where the number comes from, in words; an editor's addition is marked as one.
    pub number_note: String,
    /// The day of publication.
    pub published: Date,
    /// The first day on which this edition is in force; for an amended statute the amendment's day, not the statute's first.
    pub in_force_from: Date,
    /// The last day, where a later edition takes its place.
    pub in_force_until: Option<Date>,
    /// Its status in words, as the collection of texts gives it.
    pub status: String,
    /// Whether the whole statute was read, or only a part.
    pub complete: bool,
    /// Where the official text is read.
    pub official: String,
    /// The texts that were read; one, or several excerpts.
    pub texts: Vec<SourceText>,
    /// Per article the number of items in each of its paragraphs.
    pub(crate) articles: BTreeMap<Citation, Vec<u32>>,
    /// Every figure with the paragraph or item in which it stands, in reading order.
    pub(crate) figures: Vec<(Citation, Figure)>,
}

/// A text from which a statute's figures were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The file's name in the folder of texts.
    pub file: String,
    /// Which part of the statute it holds, where not the whole.
    pub part: Option<String>,
    /// SHA-256 of the file in hexadecimal.
    pub sha256: String,
    /// Where the collection took it from.
    pub source: String,
    /// The collection's remark; may be empty.
    pub note: String,
    /// Its articles.
    pub(crate) articles: Vec<Citation>,
}

impl Statute {
    /// Whether the cited article, paragraph and item exist. In a statute read in part, what was not read does not exist.
    #[must_use]
    pub fn has(&self, citation: &Citation) -> bool {
        let Some(paragraphs) = self.articles.get(&citation.whole_article()) else { return false };
        let Some(paragraph) = citation.paragraph else { return citation.item.is_none() };
        match paragraphs.get(paragraph.wrapping_sub(1) as usize) {
            Some(items) => citation.item.is_none_or(|item| (1..=*items).contains(&item)),
            None => false,
        }
    }

    /// The figures of the cited passage in reading order: an article with all its paragraphs and items, a paragraph with its items.
    ///
    /// `@n` plays no part here; see [`Statute::figure`].
    #[must_use]
    pub fn figures(&self, citation: &Citation) -> Vec<&Figure> {
        self.figures.iter().filter(|(place, _)| citation.covers(place)).map(|(_, figure)| figure).collect()
    }

    /// The figure that `@n` chooses; the first where the citation chooses none.
    #[must_use]
    pub fn figure(&self, citation: &Citation) -> Option<&Figure> {
        let skip = citation.nth.unwrap_or(1).checked_sub(1)?;
        self.figures.iter().filter(|(place, _)| citation.covers(place)).nth(skip as usize).map(|(_, figure)| figure)
    }

    /// All figures with their places, in reading order.
    pub fn all_figures(&self) -> impl Iterator<Item = (&Citation, &Figure)> {
        self.figures.iter().map(|(place, figure)| (place, figure))
    }

    /// The articles in order.
    pub fn articles(&self) -> impl Iterator<Item = &Citation> {
        self.articles.keys()
    }

    /// How many items each paragraph of the article has; `None` where there is no such article.
    #[must_use]
    pub fn paragraphs(&self, article: &Citation) -> Option<&[u32]> {
        self.articles.get(&article.whole_article()).map(Vec::as_slice)
    }

    /// Whether this edition is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, on: Date) -> bool {
        self.in_force_from <= on && self.in_force_until.is_none_or(|until| on <= until)
    }

    /// The text that holds the cited article.
    #[must_use]
    pub fn text_with(&self, citation: &Citation) -> Option<&SourceText> {
        self.texts.iter().find(|text| text.articles.contains(&citation.whole_article()))
    }
}
