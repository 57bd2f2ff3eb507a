//! Sizes, headers, and what code may not do.

use super::{
    Finding, arrows,
    rust::{Source, Word},
};

/// A file that is longer holds two ideas.
const FILE_LINES_MAX: usize = 800;
/// A function that is longer cannot be seen at once.
const FUNCTION_LINES_MAX: usize = 70;
/// What nobody can call a result.
const UNFINISHED: [&str; 3] = ["todo", "unimplemented", "dbg"];
/// The parts of `std` that reach outside: not for a pure crate.
const OUTSIDE: [&str; 5] = ["env", "fs", "net", "process", "thread"];
/// Where settings come in; everywhere else they are arguments.
const READS_ENVIRONMENT: [&str; 8] = ["sinan", "benches", "xtask", "e2e", "proof", "scratch-postgres", "soundness", "weaken"];

/// Every finding in the Rust files.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().flat_map(of_file).collect()
}

/// A line for people: how many files, how large.
pub fn sizes(sources: &[Source]) -> String {
    let mut lines: Vec<usize> = sources.iter().map(|source| source.lines).collect();
    lines.sort_unstable();
    let median = lines.get(lines.len() / 2).copied().unwrap_or_default();
    let (largest, longest) = sources.iter().map(|source| (source.lines, source.path.as_str())).max().unwrap_or_default();
    format!("{} Rust files, {} lines, median {median}, largest {largest} ({longest})", lines.len(), lines.iter().sum::<usize>())
}

fn of_file(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |line: usize, message: String| findings.push(Finding::new(&source.path, line, message));
    if !source.parsed {
        find(0, "cannot be read as Rust".to_owned());
    }
    if !source.documented {
        find(1, "does not begin with //! and what the file is for".to_owned());
    }
    if source.lines > FILE_LINES_MAX {
        find(0, format!("{} lines, at most {FILE_LINES_MAX}: split it by idea", source.lines));
    }
    for function in source.functions.iter().filter(|function| function.lines > FUNCTION_LINES_MAX) {
        find(function.line, format!("{} has {} lines, at most {FUNCTION_LINES_MAX}", function.path, function.lines));
    }
    for word in source.macros.iter().filter(|word| UNFINISHED.contains(&word.text.as_str())) {
        find(word.line, format!("{}! is not for the tree", word.text));
    }
    for word in source.attributes.iter().filter(|word| word.text == "ignore" || word.text.starts_with("ignore=")) {
        find(word.line, "an ignored test tests nothing: mend it or take it out".to_owned());
    }
    let owner = source.crate_folder();
    for word in source.std_modules.iter().filter(|word| !word.aside) {
        if let Some(message) = reach(owner, word) {
            find(word.line, message);
        }
    }
    findings
}

/// What is wrong with using this part of `std` in this crate.
fn reach(owner: &str, word: &Word) -> Option<String> {
    let module = word.text.as_str();
    if arrows::PURE.contains(&owner) && OUTSIDE.contains(&module) {
        return Some(format!("{owner} is pure: std::{module} is for app and what lies above it"));
    }
    (module == "env" && !READS_ENVIRONMENT.contains(&owner))
        .then(|| format!("{owner} reads the environment: take the setting as an argument"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        check(&[Source::read(path, text)]).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn a_good_file_passes() {
        assert_eq!(messages("crates/law/src/lib.rs", "//! Law.\nfn f() {}\n"), Vec::<String>::new());
        let test = "//! Law.\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(messages("crates/law/src/lib.rs", test), Vec::<String>::new());
        assert_eq!(messages("crates/law/build.rs", "//! Embeds.\nuse std::fs;\n"), Vec::<String>::new());
    }

    #[test]
    fn size_header_and_unfinished_code_are_found() {
        let long = format!("fn long() {{\n{}}}\n#[ignore]\nfn f() {{ todo!() }}\n", "    g();\n".repeat(69));
        let expected = [
            "crates/web/src/a.rs:1: does not begin with //! and what the file is for",
            "crates/web/src/a.rs:1: web::a::long has 71 lines, at most 70",
            "crates/web/src/a.rs:73: todo! is not for the tree",
            "crates/web/src/a.rs:72: an ignored test tests nothing: mend it or take it out",
        ];
        assert_eq!(messages("crates/web/src/a.rs", &long), expected);
        let big = format!("//! Big.\n{}", "// line\n".repeat(800));
        assert_eq!(messages("crates/web/src/a.rs", &big), ["crates/web/src/a.rs: 801 lines, at most 800: split it by idea"]);
    }

    #[test]
    fn pure_crates_reach_nothing_and_settings_come_as_arguments() {
        let pure = messages("crates/law/src/read.rs", "//! Reads.\nuse std::{fs, path::Path};\n");
        assert_eq!(pure, ["crates/law/src/read.rs:2: law is pure: std::fs is for app and what lies above it"]);
        let library = messages("crates/store/src/open.rs", "//! Opens.\nfn f() { std::env::var(\"X\").ok(); }\n");
        assert_eq!(library, ["crates/store/src/open.rs:2: store reads the environment: take the setting as an argument"]);
        assert_eq!(messages("crates/sinan/src/main.rs", "//! Runs.\nuse std::env;\n"), Vec::<String>::new());
    }

    #[test]
    fn the_median_is_printed() {
        let sources: Vec<Source> = [1, 5, 9].map(|n| Source { lines: n, path: format!("f{n}.rs"), ..Source::default() }).into();
        assert_eq!(sizes(&sources), "3 Rust files, 15 lines, median 5, largest 9 (f9.rs)");
    }
}
