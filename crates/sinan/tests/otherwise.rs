//! The law supposed otherwise, notices of days off, and proof files, on a furnished bureau.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Runs a command on a bureau's data; answers with whether it succeeded and what it said.
fn sinan(data: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sinan"));
    let output = command.args(arguments).env("SINAN_DATA", data).env_remove("SINAN_PLAN").output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

fn says(data: &Path, arguments: &[&str]) -> String {
    let (good, text) = sinan(data, arguments);
    assert!(good, "{arguments:?}: {text}");
    text
}

fn bureau() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    says(folder.path(), &["demo", "--no-serve", "--matters", "240"]);
    folder
}

fn rows(data: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&says(data, arguments)).unwrap()
}

const FIVE_DAYS: [&str; 5] = ["law", "simulate", "--figure", "法律援助法:43.1@1=5", "--json"];

#[test]
fn a_shorter_figure_moves_its_own_clock_earlier_and_writes_nothing() {
    let folder = bureau();
    let before = says(folder.path(), &["verify"]);
    let found = rows(folder.path(), &[&FIVE_DAYS[..], &["--closed"]].concat());
    let all = found["rows"].as_array().unwrap();
    assert!(all.len() > 20, "{}", all.len());
    for row in all {
        assert_eq!((row["clock"].as_str(), row["why"].as_str()), (Some("审查决定"), Some("7日 → 5日")), "{row}");
        let (was, is) = (row["was"].as_str(), row["is"].as_str());
        assert!(is < was || (is.is_none() && was.is_none()), "{row}");
    }
    assert_eq!(found["summary"][0]["moved"].as_u64().unwrap(), all.len() as u64);
    assert_eq!(before, says(folder.path(), &["verify"]));
    let (good, text) = sinan(folder.path(), &[&FIVE_DAYS[..], &["--apply"]].concat());
    assert!(!good && text.contains("参数"), "a statute is not changed from here: {text}");
}

#[test]
fn a_notice_is_previewed_then_reaches_every_matter_once() {
    let folder = bureau();
    let table = folder.path().join("notice.csv");
    let days = "2027-01-01,holiday,元旦,试验\n2026-09-21,holiday,试验,试验\n2026-09-22,holiday,试验,试验\n2026-09-23,holiday,试验,试验\n";
    std::fs::write(&table, format!("date,kind,name,notice\n{days}")).unwrap();
    let (file, data) = (table.to_str().unwrap(), folder.path());
    let events = |report: &str| -> u64 { serde_json::from_str::<Value>(report).unwrap()["events"].as_u64().unwrap() };
    let before = events(&says(data, &["verify", "--json"]));
    let preview = rows(data, &["calendar", "load", file, "--json"]);
    let moved = preview["moved"].as_u64().unwrap();
    assert!(moved > 0, "no date of the demo lies on the days of the notice");
    assert_eq!(events(&says(data, &["verify", "--json"])), before, "a preview writes nothing");
    let (one, same) = (["--by", "services.head"], ["--agreed-by", "services.head"]);
    let (good, text) = sinan(data, &[&["calendar", "load", file, "--apply"][..], &one, &same].concat());
    assert!(!good && text.contains("两个不同的人"), "{text}");
    let two = ["--agreed-by", "director"];
    let applied = says(data, &[&["calendar", "load", file, "--apply"][..], &one, &two].concat());
    assert!(applied.contains(&format!("{moved} 件的日期重新计算")), "{applied}");
    assert_eq!(events(&says(data, &["verify", "--json"])), before + moved, "one event for each matter moved, and replay agrees");
    let again = says(data, &["calendar", "load", file, "--apply"]);
    assert!(again.contains("0 件的日期重新计算"), "{again}");
}

#[test]
fn a_bad_notice_is_refused_line_by_line() {
    let folder = bureau();
    let table = folder.path().join("bad.csv");
    std::fs::write(&table, "date,kind,name,notice\n2027-01-01,holiday,元旦,甲\n2027-02-30,holiday,甲,甲\n2027-01-04,workday,元旦,甲\n")
        .unwrap();
    let (good, text) = sinan(folder.path(), &["calendar", "load", table.to_str().unwrap(), "--apply"]);
    assert!(!good, "{text}");
    for words in ["第3行", "第4行", "CAL11", "没有写入"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn every_matter_proves_itself_and_a_changed_digit_is_found() {
    let folder = bureau();
    let data = folder.path();
    let found = rows(data, &[&FIVE_DAYS[..], &["--closed"]].concat());
    let numbers: Vec<&str> = found["rows"].as_array().unwrap().iter().filter_map(|r| r["number"].as_str()).take(50).collect();
    assert!(numbers.len() >= 20, "{}", numbers.len());
    let path = data.join("proof.json");
    let file = path.to_str().unwrap();
    for number in &numbers {
        says(data, &["prove", number, "-o", file]);
        assert!(says(data, &["verify-proof", file]).contains("全部相符"), "{number}");
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let due = text.find("\"due_on\": \"2026-").expect("a date") + "\"due_on\": \"".len();
    std::fs::write(&path, format!("{}2025{}", &text[..due], &text[due + 4..])).unwrap();
    let (good, told) = sinan(data, &["verify-proof", file]);
    assert!(!good && told.contains("Z07") && told.contains("Z02"), "{told}");
    let (good, told) = sinan(data, &["prove", "乌司援〔1999〕1号"]);
    assert!(!good && told.contains("没有编号为"), "{told}");
}
