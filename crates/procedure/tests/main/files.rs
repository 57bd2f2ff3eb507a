//! Files with one mistake each and the exact findings beside them; files without a mistake.
//!
//! `SINAN_BLESS=1` writes the `.expected` files anew; read the diff before it is committed.

use procedure::model::Dossier;
use procedure::{Diagnostic, check, decode, render};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "kdl")).collect();
    files.sort();
    files
}

/// The good file that holds this procedure.
fn good(procedure: &str) -> Dossier {
    let files = folder("good").into_iter().filter_map(|path| decode("good.kdl", &std::fs::read_to_string(path).unwrap()).0);
    let mut holding = files.filter(|d| d.procedures.iter().any(|p| p.id == *procedure && p.version == 1));
    holding.next().unwrap_or_else(|| panic!("no good file holds {procedure}"))
}

/// Everything that is found of a file: reading first, the proofs when it reads.
fn findings(path: &Path) -> (Vec<Diagnostic>, String) {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    if name.starts_with("scenario") {
        let (scenarios, mut found) = procedure::decode_scenarios(&name, &text);
        let named = scenarios.first().and_then(|s| s.procedure.as_ref()).map_or("small", kernel::Id::as_str);
        found.extend(procedure::check_scenarios(&name, &scenarios, &good(named)));
        return (found, text);
    }
    let (dossier, mut found) = decode(&name, &text);
    let rules: BTreeSet<kernel::Id> = ["in_scope", "answered_rule", "admissible", "fit_for_many"].map(kernel::Id::from).into();
    if let Some(dossier) = dossier {
        found.extend(check(&dossier, law::Index::embedded(), &rules, &[]));
    }
    (found, text)
}

#[test]
fn each_bad_file_gives_exactly_its_findings() {
    let files = folder("bad");
    assert!(files.len() >= 30, "{} bad files", files.len());
    let mut wrong = Vec::new();
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    for path in files {
        let (found, text) = findings(&path);
        codes.extend(found.iter().map(|d| d.code));
        assert!(!found.is_empty(), "{}: nothing was found", path.display());
        assert!(found.iter().all(|d| d.place.line > 0 || d.code == "P002"), "{}: a finding has no line", path.display());
        let said = render(&found, &text);
        let expected = path.with_extension("expected");
        if std::env::var_os("SINAN_BLESS").is_some() {
            std::fs::write(&expected, &said).unwrap();
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(codes.len() >= 30, "only {} kinds of findings: {codes:?}", codes.len());
}

#[test]
fn good_files_have_no_error() {
    let mut wrong = String::new();
    for path in folder("good") {
        let (found, text) = findings(&path);
        let errors: Vec<Diagnostic> = found.into_iter().filter(Diagnostic::is_error).collect();
        wrong += &render(&errors, &text);
    }
    assert!(wrong.is_empty(), "{wrong}");
}
