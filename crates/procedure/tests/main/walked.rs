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
