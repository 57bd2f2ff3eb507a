//! The corpus of sentences: what is a quantity, and what only looks like one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use plan::{Quantity, quantities};

const CORPUS: &str = include_str!("quantities.txt");

/// A quantity in the corpus's notation.
fn written(q: &Quantity) -> String {
    let word = |v: serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let json = serde_json::to_value(q).unwrap();
    let value = match (&json["value"], json.get("value_to")) {
        (serde_json::Value::Null, _) => "-".to_owned(),
        (from, Some(to)) => format!("{from}..{to}"),
        (value, None) => value.to_string(),
    };
    let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let period = q.period.map_or_else(|| "-".to_owned(), |p| p.to_string());
    format!("{} | {value} | {} | {period} | {}", word(json["comparator"].clone()), or_dash(&q.unit), or_dash(&q.subject))
}

/// Sentences with the quantities expected, in order.
fn corpus() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut sentences: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in CORPUS.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(expected) => sentences.last_mut().expect("a sentence comes first").1.push(expected),
            None => sentences.push((line, Vec::new())),
        }
    }
    sentences
}

#[test]
fn every_sentence_of_the_corpus_is_read_as_expected() {
    let sentences = corpus();
    let positive = sentences.iter().filter(|(_, q)| !q.is_empty()).count();
    let wrong: Vec<String> = sentences
        .iter()
        .filter_map(|(sentence, expected)| {
            let found: Vec<String> = quantities(sentence, Some(2026)).iter().map(written).collect();
            (found != *expected).then(|| format!("{sentence}\n  expected {expected:#?}\n  found    {found:#?}"))
        })
        .collect();
    println!("{} sentences, {positive} with quantities, {} without", sentences.len(), sentences.len() - positive);
    assert!(positive >= 60 && sentences.len() - positive >= 50, "the corpus has shrunk");
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), sentences.len(), wrong.join("\n"));
}

#[test]
fn the_words_of_a_quantity_lie_in_the_sentence() {
    for (sentence, _) in corpus() {
        for q in quantities(sentence, Some(2026)) {
            assert_eq!(q.span.of(sentence), q.text, "{sentence}");
            assert!(!q.text.is_empty(), "{sentence}");
        }
    }
}
