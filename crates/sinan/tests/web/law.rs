//! Law, calendar and the deadline calculator, with what people mistype.

use super::visitor::Bureau;
use std::path::Path;

#[test]
fn articles_are_found_and_sentences_stay_where_the_texts_are() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    for q in ["法律援助法 第四十三条第一款", "法律援助法第43条第1款", "法律援助法 43.1"] {
        let answer = visitor.get(&format!("/law?q={}", q.replace(' ', "+")));
        assert!(answer.status == 303 && answer.location.ends_with("-2021/43.1"), "{q}: {} {}", answer.status, answer.location);
    }
    let page = visitor.get("/law/法律援助法/43.1");
    let text = page.text();
    assert!(
        text.contains("七日") && text.contains("三日") && text.contains("这里没有载入条文全文") && text.contains("审查决定（期限）"),
        "{text}"
    );
    assert!(!page.body.contains("<blockquote"), "no sentence without the texts");
    for (path, status) in [
        ("/law/法律援助法/999", 404),
        ("/law/法律援助法/x", 404),
        ("/law/no-such-law", 404),
        ("/law?q=%FF", 200),
        ("/law?q=没有这部法", 200),
        ("/law?page=99", 200),
    ] {
        assert_eq!(visitor.get(path).status, status, "{path}");
    }
    assert!(visitor.get("/law?q=行政复议法第几条").status == 200);

    let texts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/statutes");
    if !Path::new(texts).exists() {
        assert!(std::env::var_os("SINAN_REQUIRE_SHARED").is_none(), "the statute texts are missing");
        println!("skipped: no statute texts");
        return;
    }
    let bureau = Bureau::with("1", &["--law-texts", texts]);
    let page = bureau.visitor().get("/law/法律援助法/43");
    assert!(page.body.matches("<blockquote").count() == 2 && page.body.contains("<mark>七日</mark>"), "{}", page.text());
}

#[test]
fn the_calendar_says_what_is_tentative() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    let text = visitor.get("/calendar?year=2026").text();
    assert!(text.contains("国办发明电〔2025〕7号") && text.contains("10月10日") && !text.contains("暂定 这一年"), "{text}");
    assert!(visitor.get("/calendar?year=2027").text().contains("国务院还没有公布"));
    for year in ["1990", "2100", "abc", "99999", "-1"] {
        assert_eq!(visitor.get(&format!("/calendar?year={year}")).status, 404, "{year}");
    }
}

#[test]
fn a_deadline_is_reckoned_or_its_question_mended() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    let answer = visitor.get("/deadline?start=2026年9月22日&within=七&unit=day&counting=civil-code&pauses=2026-9-24..2026-9-26").text();
    assert!(answer.contains("10月8日(周四)") && answer.contains("停表 2") && answer.contains("民法典第二百零三条第一款"), "{answer}");
    assert!(visitor.get("/deadline?start=2026-12-20&within=15&unit=workday&counting=plain-workdays").text().contains("暂定"));
    assert!(visitor.get("/deadline?start=2026-9-22+14:30&within=24&unit=hour&counting=running-hours").text().contains("14:30"));
    for (question, said) in [
        ("start=明天&within=7", "不是日期"),
        ("start=2026-9-22&within=七天", "不是数"),
        ("start=2026-9-22&within=0", "CAL01"),
        ("start=2026-9-22&within=99999999", "CAL02"),
        ("start=9999-12-30&within=9", "CAL03"),
        ("start=2026-9-22&within=7&pauses=2026-9-26..2026-9-24", "CAL04"),
        ("start=2026-9-22&within=7&pauses=x", "CAL09"),
        ("start=2026-9-22&within=7&extend=x", "不是数"),
    ] {
        let answer = visitor.get(&format!("/deadline?{question}"));
        assert!(
            answer.status == 422 && answer.text().contains(said) && answer.title().starts_with("错误："),
            "{question}: {} {}",
            answer.status,
            answer.text()
        );
    }
}
