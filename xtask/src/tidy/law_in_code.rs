//! Generic crates hold no law: none of them names a procedure, so none can treat one differently.

use super::{Finding, rust::Source, tree::Tree};

/// Where a procedure may be named: its module, and the program that lists the modules.
const MAY_NAME: [&str; 2] = ["modules/", "crates/sinan/"];

/// Every string in a generic crate that is the id of a procedure in `modules/`.
pub fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let procedures: Vec<&str> = tree
        .texts(".kdl")
        .filter(|(path, _)| path.starts_with("modules/"))
        .flat_map(|(_, text)| text.lines().filter_map(procedure))
        .collect();
    let generic =
        sources.iter().filter(|source| source.path.starts_with("crates/") && !MAY_NAME.iter().any(|place| source.path.starts_with(place)));
    let strings = generic.flat_map(|source| source.strings.iter().map(move |word| (source, word)));
    strings
        .filter(|(_, word)| !word.aside && procedures.contains(&word.text.as_str()))
        .map(|(source, word)| {
            Finding::new(
                &source.path,
                word.line,
                format!("generic code names the procedure {}: its file or its module's rules should say it", word.text),
            )
        })
        .collect()
}

/// The id in a line that begins a procedure: `procedure legal_aid version=1 …`.
fn procedure(line: &str) -> Option<&str> {
    line.strip_prefix("procedure ")?.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_code_that_names_a_procedure_is_found() {
        let kdl = "// legal aid\nprocedure legal_aid version=1 {\n}\n";
        let code =
            "//! Code.\nfn f(id: &str) -> bool { id == \"legal_aid\" }\n#[cfg(test)]\nmod tests { const ID: &str = \"legal_aid\"; }\n";
        let files = [
            ("modules/legal-services/legal_aid/procedure.kdl", kdl),
            ("modules/legal-services/src/lib.rs", code),
            ("crates/sinan/src/main.rs", code),
            ("crates/engine/src/decide.rs", code),
        ];
        let tree = Tree::of(&files);
        let found: Vec<String> = check(&tree, &Source::all(&tree)).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("crates/engine/src/decide.rs:2: generic code names the procedure legal_aid"), "{found:?}");
    }
}
