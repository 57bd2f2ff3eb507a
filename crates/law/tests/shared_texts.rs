//! The committed index against the folder of texts from which it is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use law::{Index, passage};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/statutes");
    if !folder.is_dir() {
        assert!(std::env::var_os("SINAN_REQUIRE_SHARED").is_none(), "shared/statutes is required");
        println!("skipped: the folder shared/statutes is not there");
        return None;
    }
    Some(folder)
}

fn files(folder: &Path, extension: &str) -> BTreeMap<String, String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let wanted = paths.filter(|path| path.extension().is_some_and(|e| e == extension));
    wanted.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn making_the_index_again_gives_the_committed_files() {
    let Some(folder) = shared() else { return };
    let csv = fs::read_to_string(folder.join("index.csv")).unwrap();
    let made: BTreeMap<_, _> = law::index_folder(files(&folder, "txt"), &csv).unwrap().into_iter().collect();
    let committed = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law"), "toml");
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, content) in &made {
        assert!(committed[name] == *content, "law/{name} is not what the text gives; run sinan law index");
    }
}

#[test]
fn every_passage_of_the_index_is_in_its_text_and_holds_its_figures() {
    let Some(folder) = shared() else { return };
    let texts = files(&folder, "txt");
    let mut seen = 0;
    for statute in Index::embedded().statutes() {
        for (place, figure) in statute.all_figures() {
            let text = statute.text_with(place).expect("a text holds the article");
            let words = passage(&texts[&text.file], place).expect("the passage is in the text");
            assert!(words.contains(&figure.text) && words.contains(&figure.context), "{} {place} {}", statute.short, figure.text);
            seen += 1;
        }
    }
    assert!(seen > 400, "only {seen} figures");
}

#[test]
fn no_line_of_a_text_stands_in_the_index() {
    let Some(folder) = shared() else { return };
    let committed: String = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law"), "toml").into_values().collect();
    for (name, text) in files(&folder, "txt") {
        for line in text.lines().skip(10).filter(|l| l.chars().count() > 24) {
            assert!(!committed.contains(line.trim()), "{name}: {line}");
        }
    }
}

#[test]
fn the_edition_is_the_year_in_the_name_of_the_text() {
    for statute in Index::embedded().statutes() {
        for text in &statute.texts {
            let year = text.file.trim_end_matches(".txt").rsplit('-').next().unwrap();
            assert!(year == statute.edition || text.part.is_some(), "{}", text.file);
        }
    }
}
