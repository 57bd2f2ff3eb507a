//! Fields that a form does not ask for have no effect, whatever they are called.

use super::handling::{applied, does, fill};
use super::visitor::{Bureau, Visitor};

/// What a matter, an account, an event or a session is made of.
const FIELDS: [(&str, &str); 40] = [
    ("id", "00000000-0000-4000-8000-000000000001"),
    ("matter", "00000000-0000-4000-8000-000000000002"),
    ("matter_id", "x"),
    ("unit", "/wuhai/wuda/legal-aid"),
    ("handled-by", "/wuhai/wuda/legal-aid"),
    ("at-unit", "/wuhai/wuda/legal-aid"),
    ("org", "/wuhai"),
    ("state", "closed"),
    ("main", "closed"),
    ("status", "closed"),
    ("role", "bureau_head"),
    ("roles", "bureau_head@wuhai"),
    ("grants", "bureau_head@wuhai"),
    ("account", "director"),
    ("by", "director"),
    ("actor", "director"),
    ("created_by", "director"),
    ("handler", "director"),
    ("holder", "director"),
    ("signed_by", "director"),
    ("person", "00000000-0000-4000-8000-000000000003"),
    ("version", "99"),
    ("procedure", "legal_consultation"),
    ("action", "close"),
    ("event", "closed"),
    ("seq", "1"),
    ("link", "00"),
    ("number", "乌海勃湾援〔2026〕9999号"),
    ("due", "2099-01-01"),
    ("due_on", "2099-01-01"),
    ("deadline", "2099-01-01"),
    ("closed", "true"),
    ("admin", "true"),
    ("is_admin", "1"),
    ("demo", "true"),
    ("lookup", "00"),
    ("recorded_at", "1"),
    ("today", "2027-01-01"),
    ("password", "x"),
    ("_method", "DELETE"),
];

/// A matter's page and what it leads to, without what differs between any two matters.
fn seen(visitor: &mut Visitor, matter: &str) -> String {
    let page = visitor.get(matter);
    assert_eq!(page.status, 200);
    let id = matter.rsplit('/').next().unwrap();
    let text = page.text().replace(id, "ID");
    // The chain's digest, four letters at a time, is another one for each matter.
    let digest = |w: &str| w.len() == 4 && w.chars().all(|c| c.is_ascii_hexdigit());
    let words: Vec<&str> = text.split_whitespace().filter(|w| !digest(w)).collect();
    words.join(" ")
}

fn sent(visitor: &mut Visitor, signer: &mut Visitor) -> String {
    let matter = applied(visitor, &[]);
    does(visitor, &matter, "grant", &[("venue_here", "yes")]);
    fill(visitor, &matter, &format!("{matter}/recall"), &[]);
    does(visitor, &matter, "grant", &[("venue_here", "yes")]);
    let signed = fill(signer, &matter, &format!("{matter}/sign"), &[("answer", "sign")]);
    assert_eq!(signed.location, format!("{matter}?done=sign"), "{}", signed.text());
    does(visitor, &matter, "assign", &[("provider", "lawyer-han")]);
    matter
}

#[test]
fn fields_that_no_form_asks_for_change_nothing() {
    let bureau = Bureau::with("3", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let plain = sent(&mut reviewer, &mut approver);
    let with = |visitor: &Visitor| {
        let mut laden = visitor.clone();
        laden.extra = FIELDS.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        laden
    };
    let (mut laden, mut signer) = (with(&reviewer), with(&approver));
    let other = sent(&mut laden, &mut signer);
    assert_eq!(seen(&mut reviewer, &other), seen(&mut reviewer, &plain));
    assert_eq!(bureau.persona("wuda.reviewer").get(&other).status, 404, "it went to no other unit");
    assert!(!reviewer.get(&other).title().contains("9999号"), "it has its own number");

    // Signing in as one of the demo's people gives that person's roles and no other's.
    let mut citizen = bureau.visitor();
    citizen.extra = FIELDS.iter().filter(|(k, _)| *k != "account").map(|(k, v)| (*k, (*v).to_owned())).collect();
    citizen.post("/demo/enter", &[("account", "citizen.gao")]);
    assert_eq!(citizen.get("/desk").status, 404);

    // A citizen's draft takes the answers of its topic and nothing else.
    let drafts = |extra: bool| {
        let mut applicant = bureau.visitor();
        applicant.post("/apply/legal_aid", &[("at-unit", "/wuhai/haibowan/legal-aid")]);
        if extra {
            applicant.extra = FIELDS.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        }
        applicant.post("/apply/legal_aid/1", &[("applicant", "张三"), ("phone", "13800001234"), ("facts", "别的主题的回答")]);
        let operation = applicant.get("/apply/legal_aid/check").value("operation");
        applicant.get("/apply/legal_aid/check").text().replace(&operation, "")
    };
    let (laden, plain) = (drafts(true), drafts(false));
    assert_eq!(laden, plain);
    assert!(plain.contains("海勃湾") && !plain.contains("别的主题的回答"), "{plain}");
}
