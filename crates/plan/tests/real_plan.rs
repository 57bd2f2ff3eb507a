//! The real plan, read from beside the repository: what must be found in it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use plan::{NameKind, NodeKind, parse};
use shared::{assert_partition, real_plan};
use std::time::Instant;

#[test]
fn seven_sections_and_twenty_two_points() {
    let Some(source) = real_plan() else { return };
    let plan = parse(&source);
    assert_partition(&source.text, &plan);
    assert_eq!(plan.sections.iter().map(|s| s.number).collect::<Vec<_>>(), (1..=7).map(Some).collect::<Vec<_>>());
    let points: Vec<Option<u32>> = plan.points().map(|(_, p)| p.number).collect();
    assert_eq!(points, (1..=22).map(Some).collect::<Vec<_>>());
    assert!(plan.sections.iter().all(|s| s.intro.is_empty()));
    assert!(plan.points().all(|(_, p)| !p.tasks.is_empty() && !p.title.is_empty() && !p.title.ends_with('。')));
    assert_eq!(plan.head.number.as_deref(), Some("乌司通〔2026〕4号"));
    assert_eq!(plan.head.title, "2026年全市司法行政工作要点");
    assert_eq!(plan.head.date.unwrap().to_string(), "2026-03-09");
    assert_eq!((plan.head.year, plan.head.addressees.len(), plan.head.preamble.len()), (Some(2026), 3, 1));
    let leftover: Vec<&str> = plan.nodes.iter().filter(|n| n.kind == NodeKind::Leftover).map(|n| n.span.of(&source.text)).collect();
    assert_eq!(leftover, ["[bookmark: _GoBack]"]);
}

#[test]
fn its_quantities_are_these_and_no_others() {
    let Some(source) = real_plan() else { return };
    let plan = parse(&source);
    let quantities = plan.points().flat_map(|(_, p)| p.tasks.iter().flat_map(move |t| t.quantities.iter().map(move |q| (p.number, q))));
    let found: Vec<String> = quantities
        .map(|(point, q)| {
            let period = q.period.map_or_else(|| "-".to_owned(), |p| p.to_string());
            format!("{} {:?} {} {} {period} {}", point.unwrap(), q.comparator, q.value.unwrap(), q.unit, q.subject)
        })
        .collect();
    let expected = [
        "5 Equal 100 % - 出庭率",
        "10 Equal 0  - 法律援助不合格案卷",
        "10 Equal 0  - 仲裁积案",
        "11 Equal 100 % - 乡镇（街道）、社区（村）",
        "11 AtLeast 115 件/10万人 - 法律援助",
        "12 Every 1  month 主题",
        "12 Equal 100 % - 普法宣传格局",
        "16 Equal 0  - 脱管",
    ];
    assert_eq!(found, expected);
    assert!(plan.head.preamble.iter().all(|t| t.quantities.is_empty()));
}

#[test]
fn its_names_are_found() {
    let Some(source) = real_plan() else { return };
    let plan = parse(&source);
    let names: Vec<(&str, NameKind)> = plan.tasks().flat_map(|t| &t.names).map(|n| (n.text.as_str(), n.kind)).collect();
    let count = |kind| names.iter().filter(|(_, k)| *k == kind).count();
    println!(
        "{} documents, {} campaigns, {} systems, {} phrases",
        count(NameKind::Document),
        count(NameKind::Campaign),
        count(NameKind::System),
        count(NameKind::Phrase)
    );
    for (name, kind) in [
        ("司法所条例", NameKind::Document),
        ("法治中国建设规划（2026—2030年）", NameKind::Document),
        ("公证规范优质", NameKind::Campaign),
        ("百名律师进乡村", NameKind::Campaign),
        ("第一议题", NameKind::System),
        ("扫码入企", NameKind::System),
        ("一刻钟公共法律服务圈", NameKind::System),
        ("四风", NameKind::Phrase),
    ] {
        assert!(names.contains(&(name, kind)), "{name} as {kind:?} in {names:?}");
    }
}

#[test]
fn it_is_read_in_milliseconds() {
    let Some(source) = real_plan() else { return };
    let _ = parse(&source);
    let start = Instant::now();
    let rounds = 20;
    for _ in 0..rounds {
        let _ = parse(&source);
    }
    let each = start.elapsed() / rounds;
    println!("the real plan parses in {each:?} (unoptimised build: {})", cfg!(debug_assertions));
    assert!(each.as_millis() < 250, "{each:?}");
}
