//! What a jurist reads: the manual and the diff.

use kernel::Lang;
use procedure::{decode, diagram, diff, export, manual, render_diff};

const VARIANTS: &str = include_str!("../good/variants.kdl");

/// The whole manual of a small file, word for word; `SINAN_BLESS=1` writes it anew.
#[test]
fn the_manual_is_as_reviewed() {
    let dossier = decode("variants.kdl", VARIANTS).0.unwrap();
    let told = manual(&dossier, law::Index::embedded());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/good/variants.manual.md");
    if std::env::var_os("SINAN_BLESS").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), told);
}

#[test]
fn the_diff_speaks_law() {
    let a = decode("small.kdl", include_str!("../good/small.kdl")).0.unwrap();
    let text = include_str!("../good/small.kdl")
        .replace("within=7 unit=day cite=LAL:43.1@1", "within=5 unit=day cite=LAL:43.1@1")
        .replace("{ sign approver; cite", "{ cite")
        .replace("    end done", "    end closed \"另结\" en=\"Closed\"\n    end done");
    let b = decode("small.kdl", &text).0.unwrap();
    let changes = diff(&a, &b);
    assert_eq!(
        render_diff(&changes, Lang::Zh),
        "+ 环节 另结 性质：终点\n\
         ~ 办理事项 给予援助 签批：负责人 → 无\n\
         ~ 期限 审查决定 最迟：7 日 → 5 日（法律援助法第四十三条第一款的第 1 个数字）\n"
    );
    assert_eq!(
        render_diff(&changes, Lang::En),
        "+ States Closed Kind: end\n\
         ~ Actions Grant Signed by: Head → none\n\
         ~ Clocks Review Within: 7 days → 5 days (LAL art. 43.1, figure 1)\n"
    );
    assert_eq!(diff(&a, &a), []);
    let back = render_diff(&diff(&b, &a), Lang::Zh);
    assert!(back.contains("− 环节 另结") && back.contains("5 日 → 7 日"), "{back}");
}

#[test]
fn the_model_is_exported() {
    let dossier = decode("variants.kdl", VARIANTS).0.unwrap();
    let json = export(&dossier).unwrap();
    assert_eq!(json["procedures"][0]["clocks"][0]["lengths"][0]["amount"]["Fixed"], 7);
    let text = diagram(&dossier);
    assert!(text.contains("[*] --> in_review: 申请") && text.contains("decided --> to_file: 整理案卷"), "{text}");
}

/// A matter is pinned to its procedure's own text: an indicator in the same file changes nothing, a comment within does.
#[test]
fn the_hash_is_the_procedures_own() {
    let hash = |text: &str| decode("variants.kdl", text).0.unwrap().procedures[0].hash;
    let before = hash(VARIANTS);
    assert_eq!(before, hash(&VARIANTS.replace("per residents 100000", "per residents 10000")));
    assert_ne!(before, hash(&VARIANTS.replace("    track filing", "    // A remark.\n    track filing")));
}
