//! How large the walks are and how long they take; run with `--nocapture` to see the figures.

use procedure::decode;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The good files and the procedures of every module.
pub(crate) fn sound_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = std::fs::read_dir(root.join("../../modules")).unwrap().map(|e| e.unwrap().path().join("procedures"));
    let folders = std::iter::once(root.join("tests/good")).chain(modules.filter(|p| p.is_dir()));
    let files = folders.flat_map(|dir| std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>());
    let mut files: Vec<PathBuf> = files.filter(|p| p.extension().is_some_and(|e| e == "kdl")).collect();
    files.sort();
    files.retain(|p| p.file_name().is_some_and(|n| !n.to_string_lossy().starts_with("scenario")));
    files
}

#[test]
fn every_procedure_is_walked_to_the_end_in_seconds() {
    for path in sound_files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let Some(dossier) = decode(&path.to_string_lossy(), &text).0 else { continue };
        let start = Instant::now();
        let walked = procedure::walked(&dossier);
        let took = start.elapsed();
        for w in &walked {
            let part = if w.everything { "everything" } else { "the cone of the main run" };
            println!("{:<24} {:>7} situations {:>8} steps  {part}  {took:?}", w.procedure.as_str(), w.situations, w.steps);
            assert!(w.finished, "{}: the bound was reached", w.procedure);
            assert!(w.situations > 1, "{}: nothing was walked", w.procedure);
        }
        // Unoptimised, on a machine that others use too.
        assert!(took < Duration::from_secs(60), "{}: {took:?}", path.display());
    }
}

/// Twenty acts, each to be done once and all needed later where none of them is offered: a million situations.
#[test]
fn where_the_bound_is_reached_it_is_said() {
    let facts: String = (0..20).map(|n| format!("  action a{n} \"办{n}\" en=\"Do {n}\" by=r event=f{n} {{ cite LAL:38 }}\n")).collect();
    let needs: String = (0..20).map(|n| format!("needs f{n}; ")).collect();
    let text = format!(
        "procedure p version=1 in-force-from=\"2023-09-01\" counting=civil-code {{\n title \"试\" en=\"T\"\n law LAL \"法律援助法\" edition=\"2021\"\n role r \"甲\" en=\"R\" held-by=unit_kind\n action begin \"始\" en=\"B\" by=r to=first event=begun {{ from new; cite LAL:38 }}\n state first \"先\" en=\"First\" {{ open-ended \"无\" en=\"None\"\n{facts}  action go_on \"续\" en=\"Go on\" by=r to=second event=gone_on {{ cite LAL:38 }}\n }}\n state second \"后\" en=\"Second\" {{ open-ended \"无\" en=\"None\"; action finish \"终\" en=\"Finish\" by=r to=done event=finished {{ {needs}cite LAL:38 }} }}\n end done \"终\" en=\"Done\"\n}}\n"
    );
    let dossier = decode("large.kdl", &text).0.unwrap();
    let start = Instant::now();
    let found = procedure::check(&dossier, law::Index::embedded(), &Default::default(), &[]);
    println!("the bound was reached after {:?}", start.elapsed());
    let bound = found.iter().find(|d| d.code == "P504").unwrap();
    assert!(bound.message.zh.contains("400000") && bound.message.en.contains("400000"), "{bound:?}");
    assert!(start.elapsed() < Duration::from_secs(120));
}
