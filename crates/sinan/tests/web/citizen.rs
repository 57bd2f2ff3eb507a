//! A citizen applies for legal aid page by page, sends once, and follows it by number and code.

use super::visitor::{Answer, Bureau, Visitor};

const AGENCY: (&str, &str) = ("at-unit", "/wuhai/haibowan/legal-aid");
const PERSON: [(&str, &str); 4] =
    [("applicant", "张三（演示）"), ("applying_as", "in_person"), ("phone", "１３８ 0000 1234"), ("address", "某街一号")];
const CASE: [(&str, &str); 3] = [("aid_kind", "litigation"), ("matter_kind", "labour"), ("facts", "请求支付工资")];

fn to(answer: &Answer, path: &str) {
    assert_eq!((answer.status, answer.location.as_str()), (303, path), "{}", answer.text());
}

/// Everything up to the check page, by the answers a tested person in person gives.
pub fn filled(visitor: &mut Visitor) {
    to(&visitor.post("/apply/legal_aid", &[AGENCY]), "/apply/legal_aid/1");
    let person = [&PERSON[..], &[("id_kind", "resident_id"), ("id_number", "11010519491231002x")]].concat();
    // In person: the topic “for another” is passed over.
    to(&visitor.post("/apply/legal_aid/1", &person), "/apply/legal_aid/3");
    to(&visitor.post("/apply/legal_aid/3", &[("client_groups", "group_elder"), ("client_groups", "group_migrant")]), "/apply/legal_aid/4");
    to(&visitor.post("/apply/legal_aid/4", &CASE), "/apply/legal_aid/5");
    to(&visitor.post("/apply/legal_aid/5", &[("no_test_ground", "no_such_ground"), ("exempt_ground", "not_exempt")]), "/apply/legal_aid/6");
    to(&visitor.post("/apply/legal_aid/6", &[("household", "三口人")]), "/apply/legal_aid/check");
}

#[test]
fn an_application_is_checked_sent_once_and_followed() {
    let bureau = Bureau::with("5", &[]);
    let mut visitor = bureau.visitor();
    filled(&mut visitor);
    let check = visitor.get("/apply/legal_aid/check");
    let text = check.text();
    assert!(text.contains("●●●●002X") || text.contains("●●●●002x"), "{text}");
    assert!(!check.body.contains("11010519491231002") && !check.body.contains("13800001234"), "numbers are masked");
    assert!(text.contains("张三") && text.contains("老年人、农民工") && text.contains("三口人") && text.contains("今天提交最迟"), "{text}");
    let operation = check.value("operation");
    let unpledged = visitor.post("/apply/legal_aid/send", &[("operation", &operation)]);
    assert_eq!(unpledged.status, 422);
    assert!(unpledged.title().starts_with("错误："), "{}", unpledged.title());
    for _ in 0..2 {
        to(&visitor.post("/apply/legal_aid/send", &[("operation", &operation), ("pledge", "yes")]), "/apply/legal_aid/receipt");
    }
    let (number, code) = receipt(&mut visitor);
    assert_eq!(receipt(&mut visitor), (number.clone(), code.clone()), "reading it again shows the same");

    // Any bracket, any case, any gap.
    let loose = number.replace('〔', "[").replace('〕', " ]");
    let answer = bureau.visitor().post("/track", &[("number", &loose), ("code", &code.to_lowercase())]);
    let text = answer.text();
    assert_eq!(answer.status, 200, "{text}");
    assert!(text.contains("审查") && text.contains("2026年10月8日") && !text.contains("张三"), "{text}");

    // Whoever has not both cookies sees nothing; and they can be removed.
    let mut other = visitor.clone();
    other.cookies.insert("sinan_draft".to_owned(), "0".repeat(64));
    to(&other.get("/apply/legal_aid/receipt"), "/track");
    to(&visitor.post("/apply/legal_aid/receipt", &[]), "/track");
    to(&visitor.get("/apply/legal_aid/receipt"), "/track");

    // The agency has it, and no other.
    let found = |account: &str| bureau.persona(account).get("/matters").text().contains(&number);
    assert!(found("haibowan.reviewer") && !found("wuda.reviewer"));
}

pub fn receipt(visitor: &mut Visitor) -> (String, String) {
    let text = visitor.get("/apply/legal_aid/receipt").text();
    let word = |after: &str| {
        text.split_once(after).unwrap_or_else(|| panic!("no {after} in {text}")).1.split_whitespace().next().unwrap().to_owned()
    };
    let (number, code) = (word("办件编号"), word("查询码"));
    assert!(number.starts_with("乌海勃湾援〔2026〕") && number.ends_with('号') && code.len() == 9, "{number} {code}");
    (number, code)
}

#[test]
fn wrong_answers_are_shown_again_with_what_was_typed() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    // Nothing is begun by looking, and nothing can be skipped to.
    assert_eq!(visitor.get("/apply/legal_aid").status, 200);
    assert!(visitor.cookies.is_empty());
    for page in ["1", "check"] {
        to(&visitor.get(&format!("/apply/legal_aid/{page}")), "/apply/legal_aid");
    }
    assert_eq!(visitor.post("/apply/legal_aid", &[("at-unit", "/wuhai/office")]).status, 422);
    to(&visitor.post("/apply/legal_aid", &[AGENCY]), "/apply/legal_aid/1");
    let wrong = visitor.post(
        "/apply/legal_aid/1",
        &[("applicant", "李四<b>（演示）"), ("id_kind", "resident_id"), ("id_number", "110105194912310021"), ("phone", "12")],
    );
    let text = wrong.text();
    assert_eq!(wrong.status, 422);
    assert!(wrong.title().starts_with("错误："));
    for said in ["校验位不符", "7至13位", "请填写“住址或者送达地址”", "有 3 处要改"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(wrong.value("applicant"), "李四&#60;b&#62;（演示）");
    // It is kept all the same: the page opened again still has it.
    assert_eq!(visitor.get("/apply/legal_aid/1").value("phone"), "12");
    let check = visitor.get("/apply/legal_aid/check").text();
    assert!(check.contains("请填写“请求和事实”"), "{check}");
    let operation = visitor.get("/apply/legal_aid/check").value("operation");
    let sent = visitor.post("/apply/legal_aid/send", &[("operation", &operation), ("pledge", "yes")]);
    assert_eq!(sent.status, 422, "{}", sent.text());
    assert_eq!(visitor.post("/apply/legal_aid/send", &[("pledge", "yes")]).status, 422, "without an operation id");
    // Thrown away, it is gone.
    to(&visitor.post("/apply/legal_aid/discard", &[]), "/services/legal_aid");
    to(&visitor.get("/apply/legal_aid/1"), "/apply/legal_aid");
    assert_eq!(visitor.get("/apply/no_such_thing").status, 404);
}

#[test]
fn an_answer_changed_afterwards_takes_its_topics_with_it() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    filled(&mut visitor);
    let for_another = [&PERSON[..], &[("applying_as", "by_agent")]].concat();
    let for_another: Vec<_> = for_another.into_iter().filter(|p| *p != ("applying_as", "in_person")).collect();
    to(&visitor.post("/apply/legal_aid/1?back=check", &for_another), "/apply/legal_aid/check");
    let text = visitor.get("/apply/legal_aid/check").text();
    assert!(text.contains("请填写“代为申请人姓名”"), "a topic that is asked now: {text}");
    to(&visitor.post("/apply/legal_aid/5?back=check", &[("no_test_ground", "abused")]), "/apply/legal_aid/check");
    let text = visitor.get("/apply/legal_aid/check").text();
    assert!(!text.contains("三口人") && !text.contains("经济困难状况"), "a topic that is no longer asked: {text}");
}

#[test]
fn guessing_codes_is_slow() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    assert_eq!(visitor.post("/track", &[("number", " "), ("code", "")]).status, 422);
    let answers: Vec<u16> =
        (0..8).map(|i| visitor.post("/track", &[("number", "乌海勃湾援〔2026〕1号"), ("code", &format!("AAAA{i}"))]).status).collect();
    assert!(answers.starts_with(&[422; 5]) && answers.ends_with(&[429]), "{answers:?}");
}
