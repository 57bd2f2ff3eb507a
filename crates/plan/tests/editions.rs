//! Two editions of a plan, and what a bureau's edits hang on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use plan::{Catalogue, ChangeKind, KnownProcedure, KnownUnit, Plan, Source, diff, parse, propose, propose_for_point};

fn plan(text: &str) -> Plan {
    parse(&Source::from_text("要点.txt", text))
}

const OLD: &str = "2026年工作要点
一、法治为民
1.做优法律援助。全年办理法律援助案件不少于1000件。推进法律援助进乡村。
2.规范公证服务。开展公证质量检查。推行公证一次办结。
二、基层治理
3.建强司法所。组织司法所长培训。落实司法所经费保障。
";

#[test]
fn keys_stay_while_the_words_do() {
    // A point was put in before: the numbers shift, the tasks do not.
    let new = OLD.replace("1.做优", "1.统筹网点建设。新建服务站点3个。\n2.做优").replace("2.规范", "3.规范").replace("3.建强", "4.建强");
    let changes = diff(&plan(OLD), &plan(&new));
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].kind, ChangeKind::Added);
    assert_eq!(changes[0].new.as_ref().unwrap().point, Some(1));
}

#[test]
fn changed_moved_added_and_removed() {
    let new = OLD
        .replace("不少于1000件", "不少于1200件，较上年增长")
        .replace("开展公证质量检查。", "")
        .replace("落实司法所经费保障。", "落实司法所经费保障。开展公证质量检查。")
        .replace("组织司法所长培训。", "打造示范调解室。");
    let changes = diff(&plan(OLD), &plan(&new));
    let kinds: Vec<(ChangeKind, &str)> =
        changes.iter().map(|c| (c.kind, c.new.as_ref().or(c.old.as_ref()).unwrap().text.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (ChangeKind::Changed, "全年办理法律援助案件不少于1200件，较上年增长。"),
            (ChangeKind::Added, "打造示范调解室。"),
            (ChangeKind::Moved, "开展公证质量检查。"),
            (ChangeKind::Removed, "组织司法所长培训。"),
        ]
    );
    assert_ne!(changes[0].old_key, changes[0].new_key);
    assert_eq!(changes[2].old_key, changes[2].new_key);
    assert!(changes[2].to_string().contains("第2点 → 第3点"), "{}", changes[2]);
}

#[test]
fn the_same_sentence_twice_has_two_keys() {
    let plan = plan("一、甲\n1.乙。强化督导。强化督导。\n2.丙。强化督导。\n");
    let keys: Vec<&str> = plan.tasks().map(|t| t.key.as_str()).collect();
    assert_eq!(keys[1], format!("{}-2", keys[0]));
    assert_eq!(keys[2], format!("{}-3", keys[0]));
}

#[test]
fn proposals_give_their_reason() {
    let catalogue = Catalogue {
        procedures: vec![KnownProcedure { id: "legal_aid".into(), title: "法律援助".into() }],
        units: vec![
            KnownUnit { kind: "division".into(), title: "公证管理科".into() },
            KnownUnit { kind: "legal_aid_agency".into(), title: "示例市法援中心".into() },
        ],
    };
    let plan = plan("一、甲\n1.乙。推进法律援助进乡村。规范公证执业。营造氛围。\n2.丙。推进法律援助。\n责任单位：公证管理科、局办公室\n");
    let tasks: Vec<_> = plan.tasks().map(|t| propose(t, &catalogue)).collect();
    assert_eq!(tasks[0].procedure.as_ref().unwrap().as_str(), "legal_aid");
    assert_eq!(tasks[0].lead_unit.as_deref(), Some("示例市法援中心"));
    assert!(tasks[0].reason.zh.starts_with("因为原文有“法律援助”"), "{:?}", tasks[0].reason);
    assert_eq!((tasks[1].procedure.clone(), tasks[1].lead_unit.as_deref()), (None, Some("公证管理科")));
    assert!(tasks[1].reason.zh.contains("还没有承载"), "{:?}", tasks[1].reason);
    assert_eq!((tasks[2].procedure.clone(), tasks[2].lead_unit.clone(), tasks[2].carrier.clone()), (None, None, None));
    let stated = propose_for_point(plan.points().nth(1).unwrap().1, &catalogue);
    assert_eq!(stated.lead_unit.as_deref(), Some("公证管理科"));
    assert_eq!(stated.reason.zh, "因为原文写明“责任单位：公证管理科、局办公室”");
}
