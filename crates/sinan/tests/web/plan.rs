//! The plan board: a number, what it is made of, who may see that, and who may change a task.

use super::visitor::Bureau;

#[test]
fn a_visitor_reaches_the_matters_count_and_staff_the_matters() {
    let bureau = Bureau::with("120", &[]);
    let mut visitor = bureau.visitor();
    assert!(visitor.get("/").links().contains(&"/board".to_owned()));
    let board = visitor.get("/board");
    assert!(board.links().contains(&"/board/11".to_owned()));
    assert_eq!(board.body.matches("class=\"plate__sec").count(), 7);
    assert_eq!(board.body.matches("<li class=\"pt").count(), 22);
    assert_eq!(chips(&board.text()).iter().sum::<u32>(), 22, "every point has one light");
    let text = visitor.get("/board/11").text();
    assert!(text.contains("件/10万人") && text.contains("目标 115") && text.contains("海勃湾区") && text.contains("怎么数"), "{text}");
    let counted = number_after(&text, "这里数到 ");

    let mut director = bureau.persona("director");
    let listed = director.get("/board/11");
    assert_eq!(number_after(&listed.text(), "/ 共 "), counted, "the list is as long as the number");
    assert!(listed.links().iter().any(|l| l.starts_with("/matters/")));
    let district = director.get("/board/11?district=wuhai/hainan").text();
    assert!(number_after(&district, "/ 共 ") < counted && !district.contains("乌达区法律援助中心"), "{district}");

    // A reviewer of one district sees that district's own, a lawyer and a citizen no list at all.
    let own = bureau.persona("wuda.reviewer").get("/board/11").text();
    assert!(number_after(&own, "，其中 ") < counted && !own.contains("海勃湾区法律援助中心"), "{own}");
    for account in ["lawyer.han", "citizen.gao"] {
        assert!(bureau.persona(account).get("/board/11").text().contains("明细含个人信息"), "{account}");
    }
    // No page of the public board names a person.
    for path in ["/board", "/board/11", "/board/10", "/board?lang=en"] {
        let main = bureau.visitor().get(path).body;
        let main = main.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
        assert!(!main.contains("tag--demo"), "{path} names an invented person");
    }
}

/// How many points each light has, by the filter's chips.
fn chips(text: &str) -> Vec<u32> {
    let text = text.split_once("全部 22").unwrap().1;
    ["正常 ", "关注 ", "滞后 ", "未接入 "].map(|word| number_after(text, word)).into()
}

fn number_after(text: &str, word: &str) -> u32 {
    let after = text.split_once(word).unwrap_or_else(|| panic!("no {word} in {text}")).1;
    after
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap_or_else(|_| panic!("no number after {word} in {text}"))
}

#[test]
fn the_filter_is_in_the_address() {
    let bureau = Bureau::with("5", &[]);
    let mut visitor = bureau.visitor();
    let all = visitor.get("/board");
    let waiting = chips(&all.text())[3];
    let shown = visitor.get("/board?light=wait");
    assert_eq!(shown.body.matches("<li class=\"pt").count(), waiting as usize);
    let of_unit = visitor.get("/board?unit=立法科");
    assert!(of_unit.body.matches("<li class=\"pt").count() >= 2 && of_unit.text().contains("显示 1–"));
    assert!(visitor.get("/board?light=nonsense&unit=nobody").text().contains("没有符合条件的点"));
}

#[test]
fn a_task_is_changed_by_those_who_may_and_a_lost_race_shows_both() {
    let bureau = Bureau::with("5", &[]);
    let (mut first, mut second) = (bureau.persona("director"), bureau.persona("services.head"));
    let path = first.get("/board/11").links().into_iter().find(|l| l.contains("/tasks/")).unwrap();
    for account in ["haibowan.reviewer", "lawyer.han", "citizen.gao"] {
        assert_eq!(bureau.persona(account).get(&path).status, 404, "{account} does not keep the plan");
    }
    assert_eq!(bureau.visitor().get(&path).status, 303, "a visitor is asked to sign in");
    let (mine, theirs) = (first.get(&path), second.get(&path));
    let form = |page: &super::visitor::Answer, more: &[(&str, &str)]| {
        let kept = ["operation", "revision", "seen"].map(|n| (n.to_owned(), page.value(n)));
        kept.into_iter().chain(more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))).collect::<Vec<_>>()
    };
    let send = |who: &mut super::visitor::Visitor, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        who.post(&path, &fields)
    };
    let wrong = send(&mut first, &form(&mine, &[("due", "2026-13-31"), ("procedure", "no_such")]));
    assert!(wrong.status == 422 && wrong.text().contains("不是日期") && wrong.value("due") == "2026-13-31", "{}", wrong.text());
    let undone = send(&mut first, &form(&mine, &[("done_on", "2027-1-1"), ("evidence", "")]));
    assert!(undone.status == 422 && undone.text().contains("不能晚于今天") && undone.text().contains("凭什么算完成"), "{}", undone.text());

    let change = form(&mine, &[("lead", "立法科"), ("done_on", "2026-9-1"), ("evidence", "乌司报〔2026〕1号")]);
    for _ in 0..2 {
        let saved = send(&mut first, &change);
        assert_eq!((saved.status, saved.location.as_str()), (303, "/board/11?done=task"), "{}", saved.text());
    }
    let lost = send(&mut second, &form(&theirs, &[("lead", "办公室"), ("due", "2026-12-1")]));
    let text = lost.text();
    assert_eq!(lost.status, 409, "{text}");
    assert!(text.contains("别人刚刚改成：立法科") && lost.value("due") == "2026-12-1", "{text}");
    // Pressing again keeps one's own, knowingly.
    assert_eq!(send(&mut second, &form(&lost, &[("lead", "办公室"), ("due", "2026-12-1")])).status, 303);
    assert!(first.get("/board/11").text().contains("12月1日"));
}
