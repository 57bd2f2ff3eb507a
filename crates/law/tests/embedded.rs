//! The index that is built in, checked against articles read by hand.
#![allow(clippy::unwrap_used)]

use kernel::Date;
use law::{Citation, Index, Statute};

fn statute(short: &str, edition: &str) -> &'static Statute {
    Index::embedded().edition(short, edition).unwrap()
}

fn cite(text: &str) -> Citation {
    text.parse().unwrap()
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law");
    let files = std::fs::read_dir(folder).unwrap().filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "toml"));
    assert_eq!(Index::embedded().statutes().count(), files.count());
}

#[test]
fn figures_read_by_hand() {
    let expected = [
        ("法律援助法", "2021", "36", "3 day, 3 day"),
        ("法律援助法", "2021", "39.1", "24 hour"),
        ("法律援助法", "2021", "39.2", "24 hour"),
        ("法律援助法", "2021", "43.1", "7 day, 3 day"),
        ("法律援助法", "2021", "43.2", ""),
        ("法律援助法", "2021", "44.1.1", "7 day"),
        ("法律援助法", "2021", "49.2", "5 day"),
        ("法律援助法", "2021", "64", "3000 yuan"),
        ("法律援助法", "2021", "65", "1 fold, 3 fold"),
        ("法律援助投诉处理办法", "2025", "8", "3 year"),
        ("法律援助投诉处理办法", "2025", "15.1", "5 workday"),
        ("法律援助投诉处理办法", "2025", "23.1", "60 day, 30 day"),
        ("法律援助投诉处理办法", "2025", "24", "5 workday"),
        ("行政复议法", "2023", "20.1", "60 day, 60 day"),
        ("行政复议法", "2023", "41.1.5", "60 day"),
        ("行政复议法", "2023", "50.3", "1 person, 2 person, 1 person"),
        ("行政复议法", "2023", "88.2", "3 day, 5 day, 7 day, 10 day"),
        ("行政处罚法", "2021", "64.1.5", "1 person, 2 person"),
        ("行政处罚法", "2021", "85", "2 day, 3 day, 5 day, 7 day"),
        ("行政诉讼法", "2017", "96.1.2", "50 yuan, 100 yuan"),
        ("立法法", "2023", "32.1", "3 times"),
        ("仲裁法", "2025", "18.2", "2 of 3"),
        ("个人信息保护法", "2021", "66.2", "50000000 yuan, 5 percent, 100000 yuan, 1000000 yuan"),
        ("民事诉讼法", "2023", "95.1", "30 day"),
        ("民事诉讼法", "2023", "205", "30 day"),
        ("民法典", "2020", "203.2", ""),
    ];
    for (short, edition, place, figures) in expected {
        let found: Vec<String> = statute(short, edition).figures(&cite(place)).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(", "), figures, "{short} {place}");
    }
}

#[test]
fn the_figure_meant_is_told_by_its_number() {
    let act = statute("法律援助法", "2021");
    assert!(act.figure(&cite("36@1")).unwrap().context.contains("通知"));
    assert!(act.figure(&cite("36@2")).unwrap().context.contains("指派"));
    assert_eq!(act.figure(&cite("36@3")), None);
    assert_eq!(act.figure(&cite("43.1@2")).unwrap().text, "三日");
}

#[test]
fn what_does_not_exist_is_known() {
    let act = statute("法律援助法", "2021");
    assert!(act.has(&cite("71")) && !act.has(&cite("72")));
    assert!(act.has(&cite("43.2")) && !act.has(&cite("43.3")));
    assert!(act.has(&cite("44.1.3")) && !act.has(&cite("44.1.4")) && !act.has(&cite("44.2.1")));
    // The five mis-citations that the drafts' README names.
    for (short, edition, place) in [
        ("行政复议法", "2023", "41.5"),
        ("行政诉讼法", "2017", "96.2"),
        ("行政处罚法", "2021", "64.2"),
        ("立法法", "2023", "109.2"),
        ("司法鉴定程序通则", "2016", "28.2"),
    ] {
        assert!(!statute(short, edition).has(&cite(place)), "{short} {place}");
    }
    // An excerpt knows only what was read.
    let civil_procedure = statute("民事诉讼法", "2023");
    assert!(
        !civil_procedure.complete
            && civil_procedure.has(&cite("85"))
            && civil_procedure.has(&cite("206"))
            && !civil_procedure.has(&cite("96"))
    );
    assert_eq!(civil_procedure.text_with(&cite("205")).unwrap().file, "民事诉讼法-司法确认.txt");
}

#[test]
fn the_edition_in_force_follows_the_day() {
    let on = |short: &str, y, m, d| Index::embedded().in_force(short, Date::constant(y, m, d)).map(|s| s.edition.as_str());
    assert_eq!(on("行政复议法实施条例", 2026, 6, 30), Some("2007"));
    assert_eq!(on("行政复议法实施条例", 2026, 7, 1), Some("2026"));
    assert_eq!(on("仲裁法", 2026, 2, 28), Some("2017"));
    assert_eq!(on("仲裁法", 2026, 3, 1), Some("2025"));
    assert_eq!(on("监狱法", 2026, 10, 31), Some("2012"));
    assert_eq!(on("监狱法", 2026, 11, 1), Some("2026"));
    // Amended statutes count from the amendment, not from their first day.
    assert_eq!((on("行政许可法", 2019, 4, 22), on("行政许可法", 2019, 4, 23)), (None, Some("2019")));
    assert_eq!((on("行政诉讼法", 2017, 6, 30), on("中华人民共和国行政诉讼法", 2017, 7, 1)), (None, Some("2017")));
    assert_eq!((on("戒毒条例", 2018, 9, 17), on("戒毒条例", 2018, 9, 18)), (None, Some("2018")));
    assert_eq!(
        (on("行政执法机关移送涉嫌犯罪案件的规定", 2020, 8, 6), on("行政执法机关移送涉嫌犯罪案件的规定", 2020, 8, 7)),
        (None, Some("2020"))
    );
    assert_eq!(on("法律援助法", 2021, 12, 31), None);
}

#[test]
fn the_official_place_follows_the_maker() {
    assert!(statute("法律援助法", "2021").official.contains("flk.npc.gov.cn"));
    assert!(statute("法律援助投诉处理办法", "2025").official.contains("国家规章库"));
}
