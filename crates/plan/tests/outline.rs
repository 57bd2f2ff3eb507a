//! Plans that number in different ways, and what of them must be found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use plan::{NodeKind, Plan, Source, parse};
use shared::assert_partition;

/// Parses a fixture and checks that its nodes cover it.
fn fixture(name: &str) -> Plan {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let source = plan::read(name, &std::fs::read(path).unwrap()).unwrap();
    let plan = parse(&source);
    assert_partition(&source.text, &plan);
    plan
}

/// The outline in short: `section[point:tasks point:tasks]`.
fn shape(plan: &Plan) -> String {
    let number = |n: Option<u32>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let section = |s: &plan::Section| {
        let points: Vec<String> = s.points.iter().map(|p| format!("{}:{}", number(p.number), p.tasks.len())).collect();
        let intro = if s.intro.is_empty() { String::new() } else { format!("{}+", s.intro.len()) };
        format!("{}[{intro}{}]", number(s.number), points.join(" "))
    };
    plan.sections.iter().map(section).collect::<Vec<_>>().join(" ")
}

fn count(plan: &Plan, kind: NodeKind) -> usize {
    plan.nodes.iter().filter(|n| n.kind == kind).count()
}

#[test]
fn three_levels_with_a_letter_around() {
    let plan = fixture("three-levels.txt");
    assert_eq!(shape(&plan), "1[1:2 2:2] 2[1:2 2:2]");
    assert_eq!(plan.head.number.as_deref(), Some("示例司发〔2026〕12号"));
    assert_eq!(plan.head.title, "2026年示例市司法行政工作要点");
    assert_eq!(plan.head.letter.as_deref(), Some("示例市司法局关于印发《2026年示例市司法行政工作要点》的通知"));
    assert_eq!(plan.head.addressees, ["各县（区）司法局", "局属各单位"]);
    assert_eq!(plan.head.date.unwrap().to_string(), "2026-02-10");
    assert_eq!(plan.head.preamble.len(), 2);
    let inspection = &plan.sections[0].points[0];
    assert_eq!(inspection.title, "抓实法治督察");
    assert_eq!(inspection.subheadings.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["制定督察计划", "开展实地督察"]);
    assert_eq!(inspection.tasks[0].under.as_deref(), Some("制定督察计划"));
    assert_eq!(inspection.tasks[1].quantities.len(), 2);
    assert_eq!(inspection.tasks[1].clauses.len(), 2);
    assert_eq!(inspection.assignments.len(), 1);
    assert!(plan.sections[1].points[0].tasks[1].text.ends_with("（责任单位：法律援助中心）"));
    assert_eq!(count(&plan, NodeKind::Letterhead), 1);
    assert_eq!(count(&plan, NodeKind::Annex), 2);
    assert_eq!(count(&plan, NodeKind::Leftover), 1);
    assert_eq!(count(&plan, NodeKind::Closing), 2);
}

#[test]
fn parts_with_points_counted_through() {
    let plan = fixture("parts.txt");
    assert_eq!(shape(&plan), "1[-:1] 2[1:1 2:1] 3[3:1 4:1]");
    assert_eq!(plan.sections[1].title, "主要任务");
    assert_eq!(plan.sections[0].points[0].title, "总体要求");
    assert_eq!(plan.head.year, Some(2026));
}

#[test]
fn sections_without_points_are_one_point_each() {
    let plan = fixture("sections-only.txt");
    assert_eq!(shape(&plan), "1[-:2] 2[-:2] 3[-:1]");
    assert_eq!(plan.numbered_points(), 0);
    assert_eq!(plan.head.date.unwrap().to_string(), "2026-01-15");
}

#[test]
fn a_flat_list_is_points_of_one_section() {
    let plan = fixture("flat.txt");
    assert_eq!(shape(&plan), "-[1:1 2:2 3:1 4:1 5:1]");
    assert_eq!(plan.sections[0].title, "2026年司法所重点工作任务清单");
    assert_eq!(plan.sections[0].points[1].title, "每月开展一次普法宣传");
}

#[test]
fn headings_without_numbers_are_sections() {
    let plan = fixture("unnumbered.txt");
    assert_eq!(shape(&plan), "-[-:1] -[-:3] -[-:1]");
    assert_eq!(plan.sections[1].title, "主要措施");
}

#[test]
fn numbers_within_a_sentence_make_tasks() {
    let plan = fixture("inline.txt");
    assert_eq!(shape(&plan), "1[-:4] 2[1:1 2:1] 3[-:2]");
    let first = &plan.sections[0].points[0];
    assert_eq!(first.subheadings[0].text, "要抓好三项工作");
    assert_eq!(first.tasks[0].text, "一是畅通受理渠道，设立基层受理点10个；");
    assert_eq!(first.tasks[0].under.as_deref(), Some("要抓好三项工作"));
    assert_eq!(first.tasks[3].under, None);
}

#[test]
fn an_unusual_order_of_numbers_is_found() {
    let plan = fixture("upside-down.txt");
    assert_eq!(shape(&plan), "1[1:1 2:1] 2[1:1 2:1] 3[1:1]");
}

#[test]
fn decimal_numbers_nest() {
    let plan = fixture("decimals.txt");
    assert_eq!(shape(&plan), "1[1:1 2:1] 2[1:1]");
    assert_eq!(plan.sections[1].points[0].title, "建设中心");
}

#[test]
fn a_signed_letter_whose_points_have_items() {
    let plan = fixture("signed-opinion.txt");
    assert_eq!(shape(&plan), "-[1:1 2:3 3:1]");
    assert_eq!((plan.head.letter.as_deref(), plan.head.addressees.as_slice()), (None, ["各科室".to_owned()].as_slice()));
    assert_eq!(plan.head.date.unwrap().to_string(), "2026-01-08");
    assert_eq!(count(&plan, NodeKind::Closing), 2);
}

#[test]
fn every_character_lies_in_exactly_one_node() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.len() >= 7, "the fixtures are gone");
    for name in names {
        fixture(&name);
    }
    if let Some(source) = shared::real_plan() {
        assert_partition(&source.text, &parse(&source));
    }
}

#[test]
fn any_text_is_a_plan() {
    for text in ["甲", "一、", "。。。", "1.", "（一）\n（二）\n", "\u{200b}", "“", "一、甲\n[bookmark: x", "附件：1.甲\n2.乙\n"]
    {
        let source = Source::from_text("x.txt", text);
        assert_partition(text, &parse(&source));
    }
}
