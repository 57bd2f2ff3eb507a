//! Nothing that a file may hold makes the reader panic, and every finding has a place.

use procedure::{Diagnostic, check, decode, decode_scenarios, diagram, diff, export, manual, render, render_diff};
use proptest::prelude::*;
use std::collections::BTreeSet;

const SMALL: &str = include_str!("../good/small.kdl");
const VARIANTS: &str = include_str!("../good/variants.kdl");
const HOLDERS: &str = include_str!("../good/holders.kdl");
const CLOCKS: &str = include_str!("../good/clocks.kdl");
const CHILDREN: &str = include_str!("../good/children.kdl");
const OVERLAY: &str = include_str!("../good/overlay.kdl");
const REGISTER: &str = include_str!("../good/register.kdl");
const SCENARIOS: &str = include_str!("../good/scenarios/all_steps.kdl");

fn placed(found: &[Diagnostic], text: &str) {
    for d in found {
        assert!(d.place.offset <= text.len() && d.place.offset + d.place.len <= text.len(), "{d:?}");
        assert!(d.code == "P002" || d.place.line <= text.lines().count().max(1) + 1, "{d:?}");
        assert!(!d.message.zh.is_empty() && !d.message.en.is_empty(), "{d:?}");
    }
    assert!(found.is_sorted_by_key(|d| d.place.offset));
    let _ = render(found, text);
}

/// Reads a text and, when it reads, does everything that is done with a procedure.
fn use_all(text: &str) {
    let (dossier, found) = decode("any.kdl", text);
    placed(&found, text);
    assert_eq!(dossier.is_none(), found.iter().any(Diagnostic::is_error));
    let Some(dossier) = dossier else { return };
    let index = law::Index::embedded();
    placed(&check(&dossier, index, &BTreeSet::new(), &[]), text);
    let _ = (manual(&dossier, index), diagram(&dossier), export(&dossier).unwrap());
    let small = decode("small.kdl", SMALL).0.unwrap();
    let _ = render_diff(&diff(&small, &dossier), kernel::Lang::En);
}

/// A stretch of a real file is replaced by something else.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let with = prop_oneof![
        Just(String::new()),
        "[ -~]{1,6}",
        Just("\"".to_owned()),
        Just("}".to_owned()),
        Just("{".to_owned()),
        Just("期限".to_owned()),
        Just("#null".to_owned()),
        Just("-7".to_owned()),
        Just("received".to_owned()),
        Just(" only=ordinary ".to_owned()),
    ];
    (0..text.len(), 0..24usize, with).prop_map(move |(at, len, with)| {
        let floor = |mut i: usize| {
            while !text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let (from, to) = (floor(at), floor((at + len).min(text.len())));
        format!("{}{with}{}", &text[..from], &text[to..])
    })
}

/// A whole word of a real file becomes another word of it: such files read more often than not.
fn reworded(text: &'static str) -> impl Strategy<Value = String> {
    let words: Vec<(usize, &str)> = text.match_indices(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').collect();
    let starts: Vec<usize> = words.iter().map(|(i, s)| i + s.len()).collect();
    let word = move |i: usize| {
        let rest = &text[starts[i]..];
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        (starts[i], &rest[..len])
    };
    let count = words.len();
    (0..count, 0..count).prop_map(move |(a, b)| {
        let ((at, old), (_, new)) = (word(a), word(b));
        format!("{}{new}{}", &text[..at], &text[at + old.len()..])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        use_all(&text);
        placed(&decode_scenarios("any.kdl", &text).1, &text);
    }

    #[test]
    fn any_kdl_like_text(text in "([a-z]{1,8}|\"[a-z \u{4e00}-\u{4eff}]{0,4}\"|[{};=\n #/*\\\\()-]| [a-z]{1,4}=[0-9]{1,3}|procedure|clock|state|action){0,60}") {
        use_all(&text);
        placed(&decode_scenarios("any.kdl", &text).1, &text);
    }

    #[test]
    fn a_real_file_with_a_stretch_replaced(text in mutated(SMALL)) {
        use_all(&text);
    }

    #[test]
    fn another_real_file_with_a_stretch_replaced(text in mutated(VARIANTS)) {
        use_all(&text);
    }

    #[test]
    fn a_real_file_with_a_word_exchanged(text in reworded(VARIANTS)) {
        use_all(&text);
    }

    #[test]
    fn a_file_of_many_features_with_a_stretch_replaced(text in prop_oneof![mutated(HOLDERS), mutated(CLOCKS), mutated(CHILDREN), mutated(OVERLAY), mutated(REGISTER)]) {
        use_all(&text);
    }

    #[test]
    fn a_file_of_many_features_with_a_word_exchanged(text in prop_oneof![reworded(HOLDERS), reworded(CLOCKS), reworded(CHILDREN), reworded(OVERLAY), reworded(REGISTER)]) {
        use_all(&text);
    }

    #[test]
    fn scenarios_with_a_stretch_replaced(text in mutated(SCENARIOS)) {
        placed(&decode_scenarios("any.kdl", &text).1, &text);
    }
}

#[test]
fn texts_that_would_exhaust_a_stack_are_refused() {
    for (what, times) in [
        ("}", 100_000),
        ("a {", 100_000),
        ("/*", 100_000),
        ("(", 50_000),
        ("/-", 50_000),
        ("a /-{", 10_000),
        ("{", 100_000),
        ("\"\n", 20_000),
        ("\\\n", 50_000),
        ("#", 100_000),
        (")", 20_000),
        ("[", 20_000),
        ("a b=", 20_000),
        ("=", 20_000),
        ("\"\"\"", 20_001),
        ("#\"", 20_000),
        ("é", 20_000),
        ("a;}", 20_000),
    ] {
        let text = what.repeat(times);
        let (dossier, found) = decode("bad.kdl", &text);
        assert!(dossier.is_none() && !found.is_empty(), "{what}");
        placed(&found, &text);
    }
}

/// Every pair of signs and letters, many times over: neither a panic nor an exhausted stack.
#[test]
fn every_pair_of_signs_many_times_is_survived() {
    let parts = [
        "{", "}", "(", "[", "/", "\\", "\"", "#", ";", "=", "-", " ", "\n", "a", "7", ".", "*", "é", "\u{feff}", "\u{0}", "a ", "#true ",
        "\"x\" ",
    ];
    for one in parts {
        for two in parts {
            let text = format!("{one}{two}").repeat(800);
            let (dossier, found) = decode("bad.kdl", &text);
            assert!(dossier.is_none() && !found.is_empty(), "{one}{two}");
        }
    }
}

#[test]
fn a_file_with_a_byte_order_mark_and_windows_lines_is_read() {
    let text = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    let (dossier, found) = decode("small.kdl", &text);
    assert_eq!(found, []);
    assert!(dossier.is_some());
    let (_, found) = decode("small.kdl", &text.replace("unit=day", "unit=dy"));
    assert_eq!((found[0].place.line, found[0].code), (17, "P017"));
}
