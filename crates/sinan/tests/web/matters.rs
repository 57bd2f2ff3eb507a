//! Lists of matters, what nobody else may see, and what is mistyped in an address.

use super::visitor::Bureau;

#[test]
fn a_list_is_filtered_in_its_address_and_a_name_never_stands_in_one() {
    let bureau = Bureau::with("200", &[]);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let all = reviewer.get("/matters?phase=all");
    let text = all.text();
    assert!(text.contains("显示 1–25 / 共 ") && text.contains("下一页"), "{text}");
    let second = reviewer.get("/matters?phase=all&page=2").text();
    assert!(second.contains("显示 26–50") && second.contains("上一页"), "{second}");
    let posted = reviewer.post("/matters", &[("q", ""), ("procedure", "legal_aid"), ("state", ""), ("due", "late"), ("phase", "")]);
    assert_eq!((posted.status, posted.location.as_str()), (303, "/matters?procedure=legal_aid&due=late"));
    let chips = reviewer.get("/matters?procedure=legal_aid&state=legal_aid.under_review").text();
    assert!(chips.contains("已选：") && chips.contains("审查 ×") && chips.contains("全部去掉"), "{chips}");

    // By number, in any brackets; by name, which stays out of the address.
    let number = text.split_whitespace().find(|w| w.starts_with("乌海勃湾援")).unwrap().to_owned();
    let typed = number.replace('〔', "[").replace('〕', "] ");
    let found = reviewer.post("/matters", &[("q", &typed)]);
    assert_eq!(found.status, 303);
    let found = reviewer.get(&found.location).text();
    assert!(found.contains("共 1 件") && found.contains(&number), "{found}");
    let name = text.split_once(&number).unwrap().1.split(" 演示").next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let named = reviewer.post("/matters", &[("q", &format!("{name}（演示）"))]);
    assert_eq!(named.status, 200);
    assert!(named.text().contains(&number), "{name}: {}", named.text());
    assert!(!named.links().iter().any(|l| l.contains("%E6") || l.contains("%E7")), "{:?}", named.links());
    let none = reviewer.post("/matters", &[("q", "没有这个人")]);
    assert!(none.status == 200 && none.text().contains("没有找到"), "{}", none.text());

    // What nobody can mean is nothing found, never a fault.
    for query in [
        "?page=0",
        "?page=-1",
        "?page=99999999999",
        "?procedure=x",
        "?state=x",
        "?state=x.y",
        "?due=x",
        "?unit=/else",
        "?unit=%00",
        "?phase=x&order=x",
        "?q=%FF",
    ] {
        assert_eq!(reviewer.get(&format!("/matters{query}")).status, 200, "{query}");
    }
}

#[test]
fn somebody_elses_matter_is_not_there() {
    let bureau = Bureau::with("60", &[]);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let matter = reviewer
        .get("/matters?procedure=legal_aid&phase=all")
        .links()
        .into_iter()
        .find(|l| l.starts_with("/matters/") && l.len() == 45)
        .unwrap();
    assert_eq!(reviewer.get(&matter).status, 200);
    for account in ["wuda.reviewer", "hainan.approver", "citizen.gao", "lawyer.han"] {
        let mut other = bureau.persona(account);
        for path in ["", "/clocks/review", "/act/grant", "/papers/grant_decision", "/correct/2"] {
            assert_eq!(other.get(&format!("{matter}{path}")).status, 404, "{account} {path}");
        }
        for path in ["/sign", "/recall", "/serve", "/assign", "/lapse/supplement_time", "/act/grant", "/correct/2"] {
            let button = if path.starts_with("/lapse") { "confirm" } else { "sign" };
            let answer = other.post(
                &format!("{matter}{path}"),
                &[
                    ("operation", "0198a5a0-0000-7000-8000-000000000000"),
                    ("answer", button),
                    ("handler", "a@b"),
                    ("manner", "direct"),
                    ("occurred-on", "2026-9-29"),
                    ("reasons", "x"),
                ],
            );
            assert_eq!(answer.status, 404, "{account} {path}: {}", answer.text());
        }
    }
    let mut stranger = bureau.visitor();
    assert!(stranger.get(&matter).location.starts_with("/sign-in?next="));
    assert!(stranger.post(&format!("{matter}/sign"), &[]).location.starts_with("/sign-in"));
}

#[test]
fn an_address_that_names_nothing_says_so() {
    let bureau = Bureau::with("20", &[]);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let matter = reviewer
        .get("/matters?procedure=legal_aid&phase=all")
        .links()
        .into_iter()
        .find(|l| l.starts_with("/matters/") && l.len() == 45)
        .unwrap();
    for path in
        ["/matters/x", "/matters/00000000-0000-0000-0000-000000000000", "/matters/new/legal_aid/no_such", "/matters/new/no_such/apply"]
    {
        assert_eq!(reviewer.get(path).status, 404, "{path}");
    }
    for path in ["/clocks/no_such", "/papers/no_such", "/papers/return_letter", "/act/no_such", "/correct/99999"] {
        assert_eq!(reviewer.get(&format!("{matter}{path}")).status, 404, "{path}");
    }
    assert_eq!(reviewer.get(&format!("{matter}/correct/x")).status, 400);
    let clock = reviewer.get(&matter).links().into_iter().find(|l| l.contains("/clocks/")).unwrap();
    assert_eq!(reviewer.get(&clock).status, 200);
}

#[test]
fn what_if_is_reckoned_and_changes_nothing() {
    let bureau = Bureau::with("200", &[]);
    let mut reviewer = bureau.persona("director");
    let clock = reviewer.get("/matters").links().into_iter().find(|l| l.contains("/clocks/")).unwrap();
    let before = reviewer.get(&clock).text();
    let supposed = reviewer.get(&format!("{clock}?pause=5")).text();
    assert!(supposed.contains("从明天起停表5天"), "{supposed}");
    let between = reviewer.get(&format!("{clock}?from=2026-10-1&to=2026年10月8日")).text();
    assert!(between.contains("10月1日(周四)之后停表，到10月8日(周四)恢复"), "{between}");
    for wrong in [
        "pause=x",
        "pause=-1",
        "pause=0",
        "pause=99999",
        "from=2026-10-1",
        "to=2026-10-1",
        "from=2026-10-8&to=2026-10-1",
        "from=x&to=y",
        "from=0001-01-01&to=9999-12-31",
    ] {
        let answer = reviewer.get(&format!("{clock}?{wrong}"));
        assert_eq!(answer.status, 422, "{wrong}");
    }
    assert_eq!(reviewer.get(&clock).text(), before);
}

#[test]
fn a_citizen_opens_a_matter_of_their_own_and_no_other() {
    let bureau = Bureau::with("1", &[]);
    let mut citizen = bureau.persona("citizen.gao");
    let page = citizen.get("/matters/new");
    assert!(page.text().contains("您要办哪一件事") && !page.text().contains("通知指派"), "{}", page.text());
    assert_eq!(citizen.get("/matters/new/legal_aid/notify").status, 404);
    let form = "/matters/new/consultation/ask";
    let path = page.links().into_iter().find(|l| l.starts_with("/matters/new/consultation/")).unwrap_or_else(|| form.to_owned());
    let shown = citizen.get(&path);
    let names: Vec<String> = shown.body.split("name=\"").skip(1).map(|n| n.split('"').next().unwrap().to_owned()).collect();
    assert!(names.contains(&"handled-by".to_owned()) && !names.contains(&"occurred-on".to_owned()), "{names:?}");
    let nowhere = citizen.post(&path, &[("operation", &shown.value("operation")), ("handled-by", "/wuhai/office")]);
    assert_eq!(nowhere.status, 422);
    assert!(nowhere.text().contains("请选择由哪个单位办理"), "{}", nowhere.text());
}
