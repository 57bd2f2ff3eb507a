//! Every page, with sample content, in both languages: what must hold for all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod html;
mod samples;

use html::Doc;
use kernel::Lang;
use std::{
    collections::BTreeSet,
    io::{Cursor, Write as _},
};

fn each(check: impl Fn(&str, Lang, &Doc)) {
    for lang in [Lang::Zh, Lang::En] {
        let pages = samples::all(lang);
        assert!(pages.len() >= 30, "the samples cover every page");
        for page in pages {
            let name = format!("{}.{}", page.name, lang.tag());
            check(&name, lang, &Doc::parse(&page.html).unwrap_or_else(|fault| panic!("{name}: {fault}")));
        }
    }
}

#[test]
fn pages_are_well_formed_and_say_their_language() {
    each(|name, lang, doc| {
        let root = doc.first("html").expect("a root");
        assert_eq!(root.attr("lang"), Some(lang.tag()), "{name}");
        for (landmark, class) in [("main", ""), ("footer", "foot"), ("header", "mast")] {
            assert_eq!(doc.all(landmark).filter(|e| class.is_empty() || e.has_class(class)).count(), 1, "{name}: one {landmark}");
        }
        assert_eq!(doc.elements.iter().filter(|e| e.has_class("skip")).count(), 1, "{name}: a skip link");
    });
}

#[test]
fn ids_are_unique_and_every_reference_is_met() {
    each(|name, _, doc| {
        let mut ids = BTreeSet::new();
        for id in doc.elements.iter().filter_map(|e| e.attr("id")) {
            assert!(ids.insert(id), "{name}: id {id} twice");
        }
        for element in &doc.elements {
            for key in ["for", "aria-labelledby", "aria-describedby"] {
                for id in element.attr(key).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{name}: {key}={id} points nowhere");
                }
            }
            if let Some(id) = element.attr("href").and_then(|h| h.strip_prefix('#')).filter(|id| !id.is_empty()) {
                let filtered_away = name.starts_with("board-filtered");
                assert!(ids.contains(id) || filtered_away, "{name}: link to #{id} points nowhere");
            }
        }
    });
}

#[test]
fn headings_make_an_outline() {
    each(|name, _, doc| {
        assert_eq!(doc.all("h1").count(), 1, "{name}: one h1");
        let mut level = 0;
        for element in &doc.elements {
            let Some(next) = element.name.strip_prefix('h').and_then(|n| n.parse::<u32>().ok()) else { continue };
            // The error summary may stand before the page's own heading.
            let summary = element.attr("id") == Some("errsum");
            assert!(summary || next <= level + 1, "{name}: h{next} after h{level}: {}", doc.text_of(element));
            level = if summary { level } else { next };
        }
    });
}

#[test]
fn every_control_has_a_label_and_every_form_a_verb() {
    each(|name, _, doc| {
        let labelled: BTreeSet<&str> = doc.all("label").filter_map(|l| l.attr("for")).collect();
        for control in doc.elements.iter().filter(|e| matches!(e.name.as_str(), "input" | "select" | "textarea")) {
            if control.attr("type") != Some("hidden") {
                let id = control.attr("id").unwrap_or_else(|| panic!("{name}: a control without id: {control:?}"));
                assert!(labelled.contains(id), "{name}: {id} has no label");
                assert_eq!(control.attr("required"), None, "{name}: {id}: the server validates, the browser does not");
            }
        }
        for button in doc.all("button").chain(doc.elements.iter().filter(|e| e.has_class("btn"))) {
            let words = doc.text_of(button);
            assert!(!words.trim().is_empty(), "{name}: an empty button");
            assert!(!["确定", "提交", "OK", "Submit"].contains(&words.trim()), "{name}: “{words}” says nothing");
        }
        for form in doc.all("form") {
            assert!(matches!(form.attr("method"), Some("get" | "post")), "{name}: a form says its method");
            assert!(form.attr("action").is_some_and(|a| !a.is_empty()), "{name}: a form says where it goes");
        }
    });
}

#[test]
fn one_thing_comes_first() {
    each(|name, _, doc| {
        let primary = doc.elements.iter().filter(|e| e.has_class("btn--primary")).count();
        assert!(primary <= 1, "{name}: {primary} primary buttons");
    });
}

#[test]
fn nothing_breaks_the_content_policy() {
    each(|name, _, doc| {
        for element in &doc.elements {
            assert_eq!(element.attr("style"), None, "{name}: style on {}", element.name);
            assert!(!element.attrs.iter().any(|(key, _)| key.starts_with("on")), "{name}: a handler on {}", element.name);
            assert_ne!(element.name, "style", "{name}");
            assert!(element.name != "script" || element.attr("src").is_some_and(|s| s.starts_with("/assets/")), "{name}: inline script");
            assert!(!element.attr("href").unwrap_or_default().starts_with("javascript:"), "{name}");
        }
    });
}

#[test]
fn charts_speak() {
    each(|name, _, doc| {
        for svg in doc.all("svg") {
            let hidden = svg.attr("aria-hidden") == Some("true");
            let named = svg.attr("role") == Some("img") && svg.attr("aria-label").is_some_and(|l| l.chars().count() > 3);
            assert!(hidden || named, "{name}: a chart without a sentence");
        }
        for shape in doc.elements.iter().filter(|e| e.has_class("st")) {
            assert!(!doc.text_of(shape).trim().is_empty(), "{name}: a light without a word");
        }
    });
}

#[test]
fn titles_are_unique_and_errors_come_first_in_them() {
    for lang in [Lang::Zh, Lang::En] {
        let mut titles = BTreeSet::new();
        for page in samples::all(lang) {
            let doc = Doc::parse(&page.html).unwrap();
            let title = doc.text_of(doc.first("title").unwrap());
            let failed = doc.elements.iter().any(|e| e.has_class("errsum"));
            assert_eq!(title.starts_with(lang.pick("错误：", "Error: ")), failed, "{}: {title}", page.name);
            assert!(titles.insert(title.clone()), "{}: {title} twice", page.name);
        }
    }
}

#[test]
fn summary_and_field_say_the_same() {
    let mut seen = 0;
    for page in samples::all(Lang::Zh) {
        let doc = Doc::parse(&page.html).unwrap();
        for error in doc.elements.iter().filter(|e| e.has_class("err")) {
            let (id, words) = (error.attr("id").unwrap().trim_end_matches("-e"), doc.text_of(error).replace("错误：", ""));
            let link = doc
                .all("a")
                .find(|a| a.attr("href") == Some(&format!("#{id}")))
                .unwrap_or_else(|| panic!("{}: {id} is not in the summary", page.name));
            assert_eq!(doc.text_of(link), words, "{}", page.name);
            seen += 1;
        }
    }
    assert!(seen >= 4, "the samples show errors");
}

/// Chinese that stands on English pages by right: names of documents and organs in papers, numbers, the other language's name.
const NAMES: &[&str] = &[
    "中文",
    "乌司通〔2026〕4号",
    "提升法律援助供给效能",
    "全市每10万人提供法律援助不少于115件",
    "法律援助法",
    "行政复议法",
    "法律援助投诉处理办法",
    "第四十三条",
    "第八十八条",
    "七日",
    "三日",
    "次日",
    "载入法律文本以后",
];

#[test]
fn english_pages_are_english() {
    for page in samples::all(Lang::En) {
        let doc = Doc::parse(&page.html).unwrap();
        for text in doc.texts.iter().filter(|t| html::has_han(&t.words)) {
            assert_eq!(text.lang, "zh-CN", "{}: Chinese not marked as such: {}", page.name, text.words);
            let paper = text.inside_sheet || text.words.chars().count() == 1;
            let number = text.words.contains('〔');
            assert!(
                paper
                    || number
                    || NAMES.iter().any(|n| text.words.contains(n))
                    || NAMES.iter().any(|n| n.contains(&text.words))
                    || text.words.contains("起作用的字")
                    || text.words.contains("数字")
                    || text.words.contains("应援尽援")
                    || text.words.contains("下面有朱线"),
                "{}: {}",
                page.name,
                text.words
            );
        }
        for element in &doc.elements {
            for key in ["aria-label", "placeholder", "title", "alt", "data-l", "data-done"] {
                let sheet = element.has_class("sheet");
                assert!(sheet || !html::has_han(element.attr(key).unwrap_or_default()), "{}: {key} of {}", page.name, element.name);
            }
        }
    }
}

#[test]
fn chinese_pages_are_chinese() {
    const KNOWN: &[&str] = &["English", "Enter", "PDF", "MB", "SM", "stale", "SHA", "Firefox"];
    for page in samples::all(Lang::Zh) {
        let doc = Doc::parse(&page.html).unwrap();
        for text in &doc.texts {
            for word in text.words.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2) {
                let code = text.inside_code || text.words.contains('-') && !text.words.contains(' ');
                assert!(
                    code || KNOWN.contains(&word)
                        || text.words.chars().any(|c| c.is_ascii_digit() && word.chars().all(|w| w.is_ascii_hexdigit())),
                    "{}: {word} in “{}”",
                    page.name,
                    text.words
                );
            }
        }
    }
}

#[test]
fn the_first_load_is_small() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("sinan.css", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(web::assets::CSS).unwrap();
    let packed = zip.finish().unwrap().into_inner().len();
    assert!((5_000..20_000).contains(&packed), "{packed} bytes of stylesheet on the wire");
    assert!(web::assets::JS.len() < 4096);
    let css = std::str::from_utf8(web::assets::CSS).unwrap();
    assert!(!css.contains("http") && !css.contains("@import") && !css.contains("url("), "the stylesheet loads nothing");
    assert!(web::assets::css_path().starts_with("/assets/sinan-") && web::assets::css_path().ends_with(".css"));
}
