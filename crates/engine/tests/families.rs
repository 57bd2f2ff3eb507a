//! A family of procedures of no real law that uses every feature of the language.

use procedure::model::Dossier;

/// Every kind of event that a walk can bring about, as stored.
pub const KINDS: [&str; 28] = [
    "opened",
    "acted",
    "proposed",
    "signed",
    "returned",
    "recalled",
    "dropped",
    "countersign",
    "served",
    "noticed",
    "lapsed",
    "lapse_declined",
    "correction_proposed",
    "corrected",
    "correction_rejected",
    "assigned",
    "recused",
    "waived",
    "heard",
    "joined",
    "parted",
    "linked",
    "transferred",
    "repinned",
    "destruction_proposed",
    "destruction_rejected",
    "destroyed",
    "acted",
];

/// Both versions of the case and all that it opens.
pub fn dossiers() -> Vec<Dossier> {
    let first = include_str!("family.kdl");
    let (family, _) = first.split_once("procedure advice").unwrap();
    let second = family
        .replace("version=1 in-force-from=\"2020-01-01\"", "version=2 in-force-from=\"2026-06-01\"")
        .replace("    // BY ACT", "    transition from=1 mode=by-act cite=NONE { moves remind tell_rights }")
        .replace("    // MOVES", "    transition from=1 mode=moves cite=NONE { keeps after_hearing }")
        .replace("within=30 unit=day cite=NONE { starts begun", "within=20 unit=day cite=NONE { starts begun")
        .replace("within 60 unit=day", "within 45 unit=day")
        .replace("within=6 unit=workday", "within=4 unit=workday");
    [("first.kdl", first.to_owned()), ("second.kdl", second)].map(|(name, text)| decoded(name, &text)).into()
}

/// A file that has no errors.
pub fn decoded(name: &str, text: &str) -> Dossier {
    let (dossier, findings) = procedure::decode(name, text);
    let errors: Vec<_> = findings.iter().filter(|d| d.severity == procedure::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    dossier.unwrap()
}
