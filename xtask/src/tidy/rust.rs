//! What the checks need to know of a Rust file, read in one walk over its tokens.
//!
//! Tokens, not text: a brace in a string or a word in a comment is never mistaken for code.

use super::tree::Tree;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Crate, modules and name, as a test runner would print it: `calendar::rules::tests::february_has_28_days`.
    pub path: String,
    /// The line of `fn`, from 1.
    pub line: usize,
    /// Lines from `fn` to the closing brace.
    pub lines: usize,
    /// Whether it is a test by its attribute.
    pub test: bool,
}

/// A word of code and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub line: usize,
    /// Whether it stands outside what others build on: in a test, a bench, an example or a build script.
    pub aside: bool,
}

/// One `.rs` file.
#[derive(Debug, Default)]
pub struct Source {
    pub path: String,
    pub lines: usize,
    /// Whether it begins with a `//!` line.
    pub documented: bool,
    /// Whether its tokens could be read; the rest is empty where they could not.
    pub parsed: bool,
    pub functions: Vec<Function>,
    pub identifiers: Vec<Word>,
    /// Contents of plain string literals, as written.
    pub strings: Vec<Word>,
    /// Names of macros called, such as `todo`.
    pub macros: Vec<Word>,
    /// Outer and inner attributes without spaces, such as `ignore`.
    pub attributes: Vec<Word>,
    /// The `x` of every `std::x` and of every `std::{x, …}`.
    pub std_modules: Vec<Word>,
}

impl Source {
    /// Every `.rs` file of the tree.
    pub fn all(tree: &Tree) -> Vec<Self> {
        tree.texts(".rs").map(|(path, text)| Self::read(path, text)).collect()
    }

    /// Reads one file.
    pub fn read(path: &str, text: &str) -> Self {
        let mut source =
            Self { path: path.to_owned(), lines: text.lines().count(), documented: text.starts_with("//!"), ..Self::default() };
        if let Ok(tokens) = text.parse::<TokenStream>() {
            source.parsed = true;
            let aside = is_aside(path);
            source.walk(tokens, &Place { modules: module_path(path), aside });
        }
        source
    }

    /// The name of the folder of the crate that the file belongs to, below `crates/` and `modules/`.
    pub fn crate_folder(&self) -> &str {
        let mut parts = self.path.split('/');
        match parts.next() {
            Some("crates" | "modules") => parts.next().unwrap_or_default(),
            other => other.unwrap_or_default(),
        }
    }

    fn walk(&mut self, tokens: TokenStream, place: &Place) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut attributes: Vec<String> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    if let Some(attribute) = attribute(&tokens, at) {
                        self.attributes.push(place.word(&attribute, line_of(token)));
                        attributes.push(attribute);
                    } else {
                        let inner = self.enter(&tokens, at, group, place, &attributes);
                        self.walk(group.stream(), &inner);
                        if group.delimiter() == Delimiter::Brace {
                            attributes.clear();
                        }
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => attributes.clear(),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    self.strings.extend(
                        text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).map(|text| place.word(text, line_of(token))),
                    );
                }
                TokenTree::Ident(ident) => self.note(&ident.to_string(), line_of(token), &tokens[at + 1..], place),
                _ => {}
            }
            if let Some((name, body)) = function(&tokens, at) {
                self.functions.push(Function {
                    path: format!("{}::{name}", place.modules),
                    line: line_of(token),
                    lines: body.span_close().end().line + 1 - line_of(token),
                    test: attributes.iter().any(|attribute| is_test_attribute(attribute)),
                });
            }
        }
    }

    /// Where the tokens of a group stand: a module adds its name, a test makes everything in it a test.
    fn enter(&self, tokens: &[TokenTree], at: usize, group: &Group, place: &Place, attributes: &[String]) -> Place {
        let mut inner = place.clone();
        if group.delimiter() != Delimiter::Brace {
            return inner;
        }
        inner.aside |= attributes.iter().any(|attribute| attribute == "cfg(test)" || is_test_attribute(attribute));
        if let [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] = &tokens[..at]
            && keyword == "mod"
        {
            inner.modules = format!("{}::{name}", place.modules);
        }
        inner
    }

    fn note(&mut self, name: &str, line: usize, rest: &[TokenTree], place: &Place) {
        if let [TokenTree::Punct(punct), TokenTree::Group(_), ..] = rest
            && punct.as_char() == '!'
        {
            self.macros.push(place.word(name, line));
        }
        if name == "std" {
            self.std_modules.extend(std_modules(rest).into_iter().map(|module| place.word(&module, line)));
        }
        self.identifiers.push(place.word(name, line));
    }
}

/// Where in a file the walk is.
#[derive(Clone)]
struct Place {
    modules: String,
    aside: bool,
}

impl Place {
    fn word(&self, text: &str, line: usize) -> Word {
        Word { text: text.to_owned(), line, aside: self.aside }
    }
}

fn line_of(token: &TokenTree) -> usize {
    token.span().start().line
}

fn is_aside(path: &str) -> bool {
    ["/tests/", "/benches/", "/examples/"].iter().any(|folder| path.contains(folder))
        || path.ends_with("/tests.rs")
        || path.ends_with("/build.rs")
}

/// `crates/law/src/index/read.rs` → `law::index::read`; `crates/law/tests/golden.rs` → `law::golden`.
fn module_path(path: &str) -> String {
    let path = path.trim_start_matches("crates/").trim_start_matches("modules/").trim_end_matches(".rs");
    let (folder, rest) = path.split_once('/').unwrap_or((path, ""));
    let modules = rest.split('/').skip(1).filter(|part| !["lib", "main", "mod", ""].contains(part));
    std::iter::once(folder).chain(modules).map(|part| part.replace('-', "_")).collect::<Vec<_>>().join("::")
}

/// The content of `#[…]` or `#![…]`, without spaces, if the group at this place is one.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<String> {
    let TokenTree::Group(group) = &tokens[at] else { return None };
    let is = |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
    let hash = match &tokens[..at] {
        [.., hash, bang] if is(bang, '!') => is(hash, '#'),
        [.., hash] => is(hash, '#'),
        [] => false,
    };
    (hash && group.delimiter() == Delimiter::Bracket).then(|| group.stream().to_string().split_whitespace().collect())
}

/// `test`, `tokio::test`, `tokio::test(flavor="…")`.
fn is_test_attribute(attribute: &str) -> bool {
    let path = attribute.split('(').next().unwrap_or_default();
    path == "test" || path.ends_with("::test")
}

/// The name and the body of the function whose `fn` stands at this place.
fn function(tokens: &[TokenTree], at: usize) -> Option<(String, &Group)> {
    let [TokenTree::Ident(keyword), TokenTree::Ident(name), rest @ ..] = &tokens[at..] else { return None };
    if keyword != "fn" {
        return None;
    }
    for token in rest {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return Some((name.to_string(), group)),
            TokenTree::Punct(punct) if punct.as_char() == ';' => return None,
            _ => {}
        }
    }
    None
}

/// What follows `std`: `::fs` gives fs, `::{env, fs::File}` gives env and fs.
fn std_modules(rest: &[TokenTree]) -> Vec<String> {
    match rest {
        [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(module), ..] => vec![module.to_string()],
        [TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Group(group), ..] => {
            let mut first = true;
            let mut modules = Vec::new();
            for token in group.stream() {
                match token {
                    TokenTree::Ident(module) if first => modules.push(module.to_string()),
                    TokenTree::Punct(punct) if punct.as_char() == ',' => {
                        first = true;
                        continue;
                    }
                    _ => {}
                }
                first = false;
            }
            modules
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = r#"//! A file.
use std::{collections::BTreeMap, env, fs::File};
fn first() -> fn(u8) -> u8 {
    // fn in_a_comment() {
    let text = "fn in_a_string() {";
    todo!("{text}")
}
trait Named { fn name(&self) -> String; }
#[cfg(test)]
mod tests {
    #[test]
    fn holds() { std::fs::read("x").ok(); }
    proptest! {
        #[test]
        fn holds_for_all(x in 0..9) { assert!(x < 9); }
    }
    #[tokio::test(flavor = "multi_thread")]
    #[ignore]
    async fn waits() {}
    fn helper() {}
}
"#;

    #[test]
    fn functions_have_paths_and_sizes() {
        let source = Source::read("crates/law/src/index/read.rs", EXAMPLE);
        let found: Vec<_> = source.functions.iter().map(|f| (f.path.as_str(), f.line, f.lines, f.test)).collect();
        let expected = [
            ("law::index::read::first", 3, 5, false),
            ("law::index::read::tests::holds", 12, 1, true),
            ("law::index::read::tests::holds_for_all", 15, 1, true),
            ("law::index::read::tests::waits", 19, 1, true),
            ("law::index::read::tests::helper", 20, 1, false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn macros_attributes_and_std_modules_are_seen() {
        let source = Source::read("crates/law/src/lib.rs", EXAMPLE);
        let words = |list: &[Word]| list.iter().map(|w| (w.text.clone(), w.line, w.aside)).collect::<Vec<_>>();
        assert!(source.documented && source.parsed);
        assert_eq!(words(&source.macros)[0], ("todo".to_owned(), 6, false));
        assert!(words(&source.attributes).contains(&("ignore".to_owned(), 18, true)));
        let std = words(&source.std_modules);
        let expected = [("collections", 2, false), ("env", 2, false), ("fs", 2, false), ("fs", 12, true)];
        assert_eq!(std, expected.map(|(text, line, test)| (text.to_owned(), line, test)));
    }

    #[test]
    fn places_follow_the_folders() {
        assert_eq!(module_path("crates/law/src/lib.rs"), "law");
        assert_eq!(module_path("crates/calendar/tests/oracle.rs"), "calendar::oracle");
        assert_eq!(module_path("modules/legal-services/src/legal_aid/mod.rs"), "legal_services::legal_aid");
        assert_eq!(module_path("xtask/src/tidy/rust.rs"), "xtask::tidy::rust");
        assert_eq!(Source::read("modules/legal-services/src/lib.rs", "").crate_folder(), "legal-services");
        assert_eq!(Source::read("xtask/src/main.rs", "").crate_folder(), "xtask");
    }

    #[test]
    fn what_is_no_rust_is_marked() {
        assert!(!Source::read("crates/law/src/lib.rs", "fn broken( {").parsed);
    }
}
