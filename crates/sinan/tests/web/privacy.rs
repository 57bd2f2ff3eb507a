//! What is personal: every look is told to the person concerned, numbers are masked, and people under special care are kept back.

use super::handling::{applied, fill, says};
use super::visitor::{Bureau, Visitor};
use std::collections::BTreeSet;

/// The rows under “谁看过”, as the page has them.
fn looks(page: &str) -> Vec<String> {
    let Some((_, panel)) = page.split_once("id=\"looks\"") else { return Vec::new() };
    let panel = panel.split("</section>").next().unwrap();
    panel.split("<dd>").skip(1).map(|row| row.split("</dd>").next().unwrap().to_owned()).collect()
}

/// Matters on one page of a list.
fn on_page(visitor: &mut Visitor, path: &str) -> BTreeSet<String> {
    let links = visitor.get(path).links();
    links.into_iter().filter(|l| l.starts_with("/matters/") && l.len() == "/matters/".len() + 36).collect()
}

#[test]
fn a_look_is_told_once_to_those_who_may_know() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let matter = applied(&mut reviewer, &[]);
    for _ in 0..3 {
        assert!(looks(&reviewer.get(&matter).body).is_empty(), "who looked is not every colleague's to know");
    }
    reviewer.get(&format!("{matter}/clocks/review"));
    let told = looks(&approver.get(&matter).body);
    assert_eq!(told.len(), 2, "one look of each: {told:?}");
    assert!(told[0].contains("海勃湾区法律援助中心主任") && told[1].contains("海勃湾区法律援助中心审查员"), "{told:?}");
    assert!(!told.concat().contains("haibowan.reviewer") && !told.concat().contains("王海燕"), "unit and post, no account: {told:?}");
    // What leaves the program is told each time.
    for times in [1, 2] {
        assert_eq!(reviewer.get(&format!("{matter}/proof")).status, 200);
        assert_eq!(looks(&approver.get(&matter).body).iter().filter(|l| l.contains("导出证明文件")).count(), times);
    }
}

#[test]
fn whoever_applied_reads_who_looked_and_does_not_count_themself() {
    let bureau = Bureau::with("300", &[]);
    let mut citizen = bureau.persona("citizen.gao");
    let own = on_page(&mut citizen, "/matters?phase=all");
    let matter = own.first().expect("the demo's citizen has a matter").clone();
    for _ in 0..2 {
        let page = citizen.get(&matter);
        says(&page.text(), &["谁看过个人信息"]);
        assert!(looks(&page.body).is_empty(), "one's own look is none: {:?}", looks(&page.body));
    }
    let staff = ["haibowan", "hainan", "wuda"].map(|d| format!("{d}.reviewer"));
    let looked = staff.iter().filter(|who| bureau.persona(who).get(&matter).status == 200).count();
    assert!(looked > 0);
    assert_eq!(looks(&citizen.get(&matter).body).len(), looked);
}

#[test]
fn numbers_are_shown_in_full_for_one_view_and_with_a_reason() {
    let bureau = Bureau::with("1", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let matter = applied(&mut reviewer, &[]);
    let reveal = format!("{matter}/reveal");
    const NUMBER: &str = "11010519491231002";
    assert!(!reviewer.get(&matter).body.contains(NUMBER));
    let silent = reviewer.post(&reveal, &[]);
    assert_eq!(silent.status, 422);
    says(&silent.text(), &["请选择查看理由"]);
    assert!(!silent.body.contains(NUMBER));
    assert_eq!(reviewer.post(&reveal, &[("reason", "curiosity")]).status, 422, "reasons are those of the list");
    for times in [1, 2] {
        let shown = reviewer.post(&reveal, &[("reason", "asked_by_party")]);
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains(NUMBER) && shown.body.contains("13800001234"));
        let told = looks(&approver.get(&matter).body);
        let whole: Vec<&String> = told.iter().filter(|l| l.contains("完整号码") && l.contains("当事人要求")).collect();
        assert_eq!(whole.len(), times, "{told:?}");
    }
    assert!(!reviewer.get(&matter).body.contains(NUMBER), "only that view");
    assert_eq!(bureau.persona("wuda.reviewer").post(&reveal, &[("reason", "supervision")]).status, 404);
    // The handler named in the matter sees them while there is something to do.
    let named = fill(&mut reviewer, &matter, &format!("{matter}/assign"), &[("handler", "reviewer@haibowan.reviewer")]);
    assert_eq!(named.status, 303, "{}", named.text());
    assert!(reviewer.get(&matter).body.contains(NUMBER));
    assert!(!approver.get(&matter).body.contains(NUMBER), "and nobody else does");
}

#[test]
fn special_care_asks_a_reason_and_keeps_names_out_of_searches() {
    let bureau = Bureau::with("20", &[]);
    let mut officer = bureau.persona("corrections.officer");
    let form = "/matters/new/community_correction/register_notice";
    let name = "额尔德尼";
    for person in [name, "乌云"] {
        let fields = [("person", person), ("category", "probation"), ("effective_on", "2026-9-28"), ("decided_where", "same_place")];
        let opened = fill(&mut officer, form, form, &fields);
        assert_eq!(opened.status, 303, "{}", opened.text());
        assert_eq!(officer.get(&opened.location).location, format!("{}/reason", opened.location.split('?').next().unwrap()));
    }
    let of_line = "/matters?phase=all&procedure=community_correction";
    let matters = on_page(&mut officer, of_line);
    // Names stand in the procedure's own list, and in no mixed one.
    assert!(officer.get(of_line).body.contains(name));
    let mixed = officer.get("/matters?phase=all");
    assert!(mixed.body.contains("某（特别保护）") && !mixed.body.contains(name), "{}", mixed.text());
    assert!(!officer.get("/desk").body.contains(name));
    // A search finds them only within the procedure.
    let search = |visitor: &mut Visitor, more: &[(&str, &str)]| {
        visitor.post("/matters", &[&[("q", name)], more].concat()).links().into_iter().filter(|l| matters.contains(l)).count()
    };
    assert_eq!(search(&mut officer, &[]), 0);
    assert!(search(&mut officer, &[("procedure", "community_correction")]) > 0);
    // Nothing is shown before a reason is given; each reader and each matter needs one.
    let mut asked = matters.iter().filter(|m| officer.get(m).location == format!("{m}/reason"));
    let matter = asked.next().expect("one that nobody is named for").clone();
    for rest in ["", "/proof", "/act/declare", "/clocks/term", "/papers/declaration", "/verb/destroy"] {
        let answer = officer.get(&format!("{matter}{rest}"));
        assert_eq!((answer.status, answer.location), (303, format!("{matter}/reason")), "{rest}");
    }
    let page = officer.get(&format!("{matter}/reason"));
    says(&page.text(), &["先说明查看理由", "社区矫正"]);
    assert!(!page.body.contains("额尔德尼"), "no name before a reason: {}", page.text());
    let silent = officer.post(&format!("{matter}/reason"), &[("reason", "")]);
    assert_eq!(silent.status, 422);
    let given = officer.post(&format!("{matter}/reason"), &[("reason", "handling")]);
    assert_eq!((given.status, &given.location), (303, &matter));
    let open = officer.get(&matter);
    assert_eq!(open.status, 200);
    let mut head = bureau.persona("corrections.head");
    assert_eq!(head.get(&matter).location, format!("{matter}/reason"), "another's reason is not one's own");
    assert_eq!(bureau.persona("enforcement.keeper").get(&format!("{matter}/reason")).status, 404);
    head.post(&format!("{matter}/reason"), &[("reason", "supervision")]);
    let told = looks(&head.get(&matter).body);
    assert!(told.iter().any(|l| l.contains("监督检查")) && told.iter().any(|l| l.contains("办理本案")), "{told:?}");
    // The next day it is asked again.
    officer.post("/demo/advance", &[("by", "day"), ("back", "/desk")]);
    assert_eq!(officer.get(&matter).location, format!("{matter}/reason"));
}

#[test]
fn whoever_asks_gets_everything_held_on_them_and_the_rules_are_public() {
    let bureau = Bureau::with("300", &[]);
    let mut citizen = bureau.persona("citizen.gao");
    let own = on_page(&mut citizen, "/matters?phase=all");
    let answer = citizen.post("/account/extract", &[]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json = &answer.body;
    for matter in &own {
        let id = matter.rsplit('/').next().unwrap();
        assert!(json.contains(id), "{id} is held on them");
    }
    for said in ["sinan-extract/1", "高秀兰（演示）", "sessions", "looks", "party_as"] {
        assert!(json.contains(said), "{said}");
    }
    assert!(!json.contains("韩雪"), "somebody else's words are not theirs");
    assert_eq!(bureau.visitor().post("/account/extract", &[]).status, 303, "to sign in");
    says(&bureau.visitor().get("/privacy").text(), &["个人信息处理规则", "法律援助", "识别号码", "办结后保存10年（本地规定）"]);
}

#[test]
fn the_list_of_destruction_is_for_staff_and_a_held_matter_says_so() {
    let bureau = Bureau::with("1", &[]);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    says(&reviewer.get("/retention").text(), &["没有保存期满的事项"]);
    assert_eq!(bureau.persona("citizen.gao").get("/retention").status, 404);
    let matter = applied(&mut reviewer, &[]);
    let hold = format!("{matter}/verb/hold");
    let silent = fill(&mut reviewer, &hold, &hold, &[("reasons", "")]);
    assert_eq!(silent.status, 422);
    let held = fill(&mut reviewer, &hold, &hold, &[("reasons", "法院调取")]);
    assert_eq!(held.location, format!("{matter}?done=hold"), "{}", held.text());
    says(&reviewer.get(&matter).text(), &["保全", "法院调取", "解除保全"]);
    let twice = fill(&mut reviewer, &hold, &hold, &[("reasons", "再一次")]);
    assert_eq!(twice.status, 409);
    says(&twice.text(), &["本件已经保全"]);
}

/// What follows a word, up to the next space.
fn after(text: &str, word: &str) -> String {
    text.split_once(word).unwrap_or_else(|| panic!("no {word} in {text}")).1.split_whitespace().next().unwrap_or_default().to_owned()
}

#[test]
fn a_district_with_few_is_not_told_to_everybody() {
    let (mut few, mut told) = (0, 0);
    for matters in ["8", "20", "60"] {
        let bureau = Bureau::with(matters, &[]);
        let (mut visitor, mut director) = (bureau.visitor(), bureau.persona("director"));
        for district in ["haibowan", "hainan", "wuda"] {
            let path = format!("/board/11?district=wuhai/{district}");
            let known = director.get(&path).text();
            let exact: u32 = known.split_once("/ 共 ").map_or(0, |_| after(&known, "/ 共 ").parse().unwrap());
            let shown = after(&visitor.get(&path).text(), "这里数到 ");
            let shown = shown.replace("&#60;", "<").replace("&lt;", "<");
            match exact {
                1..=4 => {
                    few += 1;
                    assert_eq!(shown, "<5", "{district} of {matters}");
                }
                _ => assert!(shown == exact.to_string() || shown == "–", "{district} of {matters}: {exact} as {shown}"),
            }
            told += u32::from(shown == exact.to_string());
        }
    }
    assert!(few > 0 && told > 0, "{few} with few, {told} told");
}
