//! The command line: its help as one snapshot, its answers, its way with bad input.

use std::path::PathBuf;
use std::process::{Command, Output};

fn sinan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sinan")).args(arguments).env_remove("SINAN_LAW_TEXTS").env_remove("SINAN_PLAN").output().unwrap()
}

fn out(arguments: &[&str]) -> String {
    let output = sinan(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn fails(arguments: &[&str]) -> String {
    let output = sinan(arguments);
    assert!(!output.status.success(), "{arguments:?} should have failed");
    String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap()
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("SINAN_REQUIRE_SHARED").is_none(), "{} is not there", path.display());
    println!("skipped: {} is not there", path.display());
    None
}

#[test]
fn the_committed_register_of_processing_is_what_the_program_prints() {
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/processing-register.md")).unwrap_or_default();
    let now = out(&["privacy", "register"]);
    assert!(committed == now, "write what `sinan privacy register` prints to docs/processing-register.md");
    for said in ["| 受援人姓名 `applicant` |", "特别保护（特管）", "办结后保存 10 年（本地规定）", "法律援助法"]
    {
        assert!(now.contains(said), "{said}");
    }
}

#[test]
fn the_help_is_as_committed() {
    let commands: [&[&str]; 44] = [
        &[],
        &["demo"],
        &["serve"],
        &["deadline"],
        &["law"],
        &["law", "index"],
        &["law", "show"],
        &["law", "simulate"],
        &["procedure"],
        &["procedure", "check"],
        &["procedure", "test"],
        &["procedure", "manual"],
        &["procedure", "permissions"],
        &["procedure", "diff"],
        &["procedure", "export"],
        &["procedure", "simulate"],
        &["plan"],
        &["plan", "import"],
        &["plan", "diff"],
        &["plan", "trace"],
        &["verify"],
        &["migrate"],
        &["copy"],
        &["keys"],
        &["keys", "list"],
        &["keys", "new"],
        &["keys", "rotate"],
        &["keys", "retire"],
        &["import"],
        &["import", "units"],
        &["import", "people"],
        &["import", "register"],
        &["privacy"],
        &["privacy", "register"],
        &["privacy", "extract"],
        &["account"],
        &["account", "create"],
        &["account", "appoint"],
        &["account", "dismiss"],
        &["account", "password"],
        &["account", "factor"],
        &["account", "disable"],
        &["account", "enable"],
        &["account", "list"],
    ];
    let mut all = String::new();
    for command in commands {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        all.push_str(&format!("===== sinan {}\n{}\n", arguments.join(" "), out(&arguments)));
    }
    insta::with_settings!({snapshot_path => ".", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("help", all);
    });
}

#[test]
fn permissions_are_told_by_name_or_file_and_a_wrong_name_says_which_there_are() {
    let committed = include_str!("../../../modules/legal-services/permissions/drafting_1.md");
    assert_eq!(out(&["procedure", "permissions", "drafting"]).trim(), committed.trim());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../modules/legal-services/procedures/drafting.kdl");
    assert_eq!(out(&["procedure", "permissions", file]).trim(), committed.trim());
    let said = fails(&["procedure", "permissions", "no_such"]);
    assert!(said.contains("没有叫 no_such 的程序") && said.contains("legal_aid"), "{said}");
}

#[test]
fn a_deadline_is_told_with_its_steps() {
    let text = out(&["deadline", "--start", "2026-09-25", "--within", "7", "--unit", "day", "--counting", "civil-code"]);
    assert!(text.starts_with("2026年10月8日(周四)"), "{text}");
    let json = out(&[
        "deadline",
        "--start",
        "2026年3月2日",
        "--within",
        "7",
        "--unit",
        "day",
        "--counting",
        "civil-code",
        "--pause",
        "2026-03-04..2026-03-06",
        "--extend",
        "3",
        "--json",
    ]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["due_on"], "2026-03-16", "3月9日 + 停表2天 + 延长3天 = 3月14日(周六), 顺延到周一");
    for step in value["steps"].as_array().unwrap() {
        assert!(step["date"].is_string() && step["effect"].is_string() && step["reason"]["zh"].is_string(), "{step}");
    }
    let before =
        out(&["deadline", "--start", "2026-10-09", "--within", "3", "--unit", "day", "--counting", "civil-code", "--before", "--json"]);
    assert!(before.contains("due_on"));
}

#[test]
fn bad_arguments_get_a_sentence() {
    let base = ["deadline", "--within", "7", "--unit", "day", "--counting", "civil-code", "--start"];
    for (extra, words) in
        [(&["明天"][..], "不是日期"), (&["2026-03-02", "--pause", "2026-03-09..2026-03-01"], "--pause"), (&["2026-02-30"], "不是日期")]
    {
        let arguments: Vec<&str> = base.iter().chain(extra).copied().collect();
        assert!(fails(&arguments).contains(words), "{arguments:?}");
    }
    assert!(
        fails(&["deadline", "--start", "2026-03-02", "--within", "7", "--unit", "fortnight", "--counting", "civil-code"])
            .contains("fortnight")
    );
    assert!(fails(&["deadline", "--start", "2026-03-02", "--within", "7", "--unit", "day", "--counting", "sharia"]).contains("sharia"));
    assert!(fails(&["law", "show", "没有这部法", "第一条"]).contains("没有这部法"));
    assert!(fails(&["law", "show", "行政复议法", "第九百条"]).contains("第九百条"));
    assert!(fails(&["plan", "import", "no-such-file.docx"]).contains("no-such-file.docx"));
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("plan.docx");
    std::fs::write(&odd, b"not a zip").unwrap();
    assert!(fails(&["plan", "import", odd.to_str().unwrap()]).contains("docx"));
    let odd = folder.path().join("plan.pdf");
    std::fs::write(&odd, b"%PDF").unwrap();
    assert!(fails(&["plan", "import", odd.to_str().unwrap()]).contains("pdf"));
    let odd = folder.path().join("broken.kdl");
    std::fs::write(&odd, "procedure x version=1 {").unwrap();
    assert!(fails(&["procedure", "check", odd.to_str().unwrap()]).contains("broken.kdl"));
}

#[test]
fn an_article_shows_its_figures_without_texts_and_its_words_with_them() {
    let figures = out(&["law", "show", "行政复议法", "第八十八条"]);
    assert!(figures.contains("第八十八条"), "{figures}");
    if let Some(texts) = shared("statutes") {
        let words = out(&["law", "show", "行政复议法", "第八十八条", "--law-texts", texts.to_str().unwrap()]);
        assert!(words.chars().count() > figures.chars().count() / 2 && words.contains("工作日"), "{words}");
    }
}

#[test]
fn the_built_in_procedures_pass_their_check_and_their_scenarios() {
    let check = out(&["procedure", "check"]);
    let line = check.lines().last().unwrap();
    assert!(line.contains("个程序") && line.contains("个数字核对无误") && line.contains("个情景"), "{line}");
    let test = out(&["procedure", "test"]);
    assert!(test.lines().last().unwrap().ends_with("0 个不符"), "{test}");
}

#[test]
fn scenarios_of_ones_own_run_against_the_built_in_procedures() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.kdl");
    let run = ["procedure", "test", "--scenarios", file.to_str().unwrap()];
    let text = include_str!("../../../modules/legal-services/scenarios/consultation.kdl");
    std::fs::write(&file, text).unwrap();
    let told = out(&run);
    assert!(told.ends_with(" 个情景通过，0 个不符\n") && !told.contains("0 个情景通过"), "{told}");
    for (right, wrong) in [("due=\"2026-03-09\"", "due=\"2026-03-10\""), ("procedure=consultation", "procedure=nothing")] {
        let planted = text.replacen(right, wrong, 1);
        assert_ne!(planted, text);
        std::fs::write(&file, planted).unwrap();
        let told = fails(&run);
        assert!(told.contains("mine.kdl:"), "{told}");
    }
}

#[test]
fn the_example_of_the_guide_runs() {
    let guide = include_str!("../../../docs/scenarios.md");
    let example = guide.split("```kdl\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("guide.kdl");
    std::fs::write(&file, example).unwrap();
    let told = out(&["procedure", "test", "--scenarios", file.to_str().unwrap()]);
    assert!(told.ends_with("1 个情景通过，0 个不符\n"), "{told}");
}

#[test]
fn a_planted_figure_stops_the_check_with_file_line_and_the_articles_figures() {
    let text = include_str!("../../../modules/legal-services/procedures/legal_aid.kdl");
    let planted = text.replacen("within=7 unit=day", "within=8 unit=day", 1);
    assert_ne!(text, planted);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("legal_aid.kdl");
    std::fs::write(&file, &planted).unwrap();
    let said = fails(&["procedure", "check", file.to_str().unwrap()]);
    let line = planted.lines().position(|l| l.contains("within=8 unit=day")).unwrap() + 1;
    assert!(said.contains(&format!("legal_aid.kdl:{line}:")), "{said}");
    assert!(said.contains("第四十三条第一款") && said.contains("七日") && said.contains("8 日"), "{said}");
}

#[test]
fn the_real_plan_has_seven_sections_and_twenty_two_points() {
    let Some(plan) = shared("data/plans/wuhai-2026.txt") else { return };
    let json: serde_json::Value = serde_json::from_str(&out(&["plan", "import", plan.to_str().unwrap(), "--json"])).unwrap();
    let sections = json["sections"].as_array().unwrap();
    assert_eq!(sections.len(), 7);
    let points: Vec<&serde_json::Value> = sections.iter().flat_map(|s| s["points"].as_array().unwrap()).collect();
    assert_eq!(points.len(), 22);
    let eleven = points.iter().find(|p| p["number"] == 11).unwrap();
    let aid =
        eleven["tasks"].as_array().unwrap().iter().flat_map(|t| t["quantities"].as_array().unwrap()).find(|q| q["value"] == 115).unwrap();
    assert_eq!((aid["comparator"].as_str(), aid["unit"].as_str()), (Some("at-least"), Some("件/10万人")));
    let built_in = include_bytes!("../../../demo/wuhai/plan-2026.txt");
    assert_eq!(std::fs::read(plan).unwrap(), built_in, "the demo works by the plan as issued");
}

/// Walks through the real procedures: whatever the seed, replay equals what is stored, for every matter, and nothing panics.
#[test]
fn demo_matters_of_any_seed_verify() {
    for seed in ["1", "2", "3", "5", "8", "13"] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        out(&["demo", "--no-serve", "--seed", seed, "--matters", "120", "--data", data]);
        let said = out(&["verify", "--data", data]);
        assert!(said.contains("核验 1") && said.contains("全部一致"), "seed {seed}: {said}");
    }
}

#[test]
fn the_same_seed_makes_the_same_matters() {
    let digest = |seed: &str| {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let told = out(&["demo", "--no-serve", "--seed", seed, "--matters", "40", "--data", data]);
        told.split("，用时").next().unwrap().to_owned()
    };
    assert_eq!(digest("7"), digest("7"));
    assert_ne!(digest("7"), digest("8"));
}
