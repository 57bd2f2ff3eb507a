//! What carries each sentence: the rules of the map, and the committed answer for the real plan.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use plan::{CarrierKind, Plan, PlanError, Source, TraceMap, TraceRow, counts, parse, render_trace, trace};

const MAP: &str = r#"
[[carrier]]
id = "aid"
kind = "procedure"
zh = "法律援助"
en = "legal aid"
page = "/matters"
test = "cargo test"

[[carrier]]
id = "map"
kind = "analysis"
zh = "覆盖图"
en = "coverage"

[[rule]]
point = 1
words = ["援助", "受援人"]
carriers = ["aid"]

[[rule]]
point = 1
words = ["网点"]
carriers = ["map"]

[[rule]]
point = 1
carriers = ["map"]

[[rule]]
section = 2
carriers = ["aid"]
"#;

const TEXT: &str = "一、甲\n1.乙。做优援助。建好援助网点。营造氛围。\n2.丙。做好衔接。\n二、丁\n加强协作。\n";

fn plan(text: &str) -> Plan {
    parse(&Source::from_text("要点.txt", text))
}

fn map(text: &str) -> TraceMap {
    text.parse().unwrap()
}

fn state(row: &TraceRow) -> &'static str {
    if row.is_carried() {
        "carried"
    } else if row.is_bare() {
        "bare"
    } else {
        "partly"
    }
}

#[test]
fn words_go_before_the_rest_of_the_point() {
    let rows = trace(&plan(TEXT), &map(MAP));
    let found: Vec<(&str, &str)> = rows.iter().map(|r| (r.text.as_str(), state(r))).collect();
    let expected = [
        ("做优援助。", "carried"),
        ("建好援助网点。", "partly"),
        ("营造氛围。", "bare"),
        ("做好衔接。", "bare"),
        ("加强协作。", "carried"),
    ];
    assert_eq!(found, expected);
    assert_eq!(rows[1].carriers[1].kind, CarrierKind::NothingYet);
    assert_eq!(rows[1].carriers[1].planned, Some(CarrierKind::Analysis));
    assert!(rows[3].carriers.is_empty());
    let n = counts(&rows);
    assert_eq!((n.sentences, n.carried, n.partly, n.bare), (5, 2, 1, 2));
    let text = render_trace(&rows);
    assert!(text.ends_with("句子 5　有承载 2　部分 1　尚无 2\n"), "{text}");
    assert!(text.contains("程序　法律援助　页面 /matters　测试 cargo test"), "{text}");
}

#[test]
fn rules_that_meet_nothing_are_told() {
    let stale = map(MAP).stale(&plan("一、甲\n1.乙。做优援助。\n"));
    let found: Vec<(usize, Option<&str>)> = stale.iter().map(|s| (s.rule, s.word.as_deref())).collect();
    assert_eq!(found, [(1, Some("受援人")), (2, Some("网点")), (4, None)]);
}

#[test]
fn a_wrong_map_is_refused_with_a_sentence() {
    let carrier = "[[carrier]]\nid = \"a\"\nkind = \"duty\"\nzh = \"甲\"\nen = \"a\"\n";
    for (text, part) in [
        ("[[carrier]]\nid = 1", "invalid type"),
        (&format!("{carrier}page = \"/x\"\n"), "要么都写"),
        (&format!("{carrier}{carrier}"), "写了两次"),
        (&carrier.replace("duty", "nothing-yet"), "将来是什么"),
        ("[[rule]]\npoint = 1\ncarriers = [\"a\"]\n", "没有定义"),
        (&format!("{carrier}[[rule]]\ncarriers = [\"a\"]\n"), "没有写明"),
        (&format!("{carrier}[[rule]]\npiont = 1\ncarriers = [\"a\"]\n"), "piont"),
    ] {
        let error: PlanError = text.parse::<TraceMap>().expect_err(part);
        assert!(error.to_string().contains(part) && error.code() == "PLAN-MAP", "{error}");
    }
}

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/plan-trace/");

#[test]
fn the_committed_trace_is_up_to_date() {
    let map: TraceMap = std::fs::read_to_string(format!("{FOLDER}wuhai-2026.toml")).unwrap().parse().unwrap();
    let Some(source) = shared::real_plan() else { return };
    let plan = parse(&source);
    assert_eq!(map.stale(&plan), vec![], "rules that meet no sentence");
    let rows = trace(&plan, &map);
    for row in &rows {
        assert!(!row.carriers.is_empty(), "the map says nothing of: {}", row.text);
    }
    let printed = render_trace(&rows);
    let path = format!("{FOLDER}wuhai-2026.txt");
    if std::env::var_os("SINAN_BLESS").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(printed, committed, "run the test once with SINAN_BLESS=1 and commit the result");
    println!("{:?}", counts(&rows));
}
