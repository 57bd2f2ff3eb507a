//! Who sees what: a role on its days in its units, a part in the matter, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod permit;

use app::ports::{MatterFilter, Reach, Unit};
use app::{Doing, Fault, Scope, Sight, may_handle, queue_owners};
use kernel::{Date, Grant, Id, OrgPath, PersonId, Title};
use permit::{Case, NUMBER, PERMIT, TODAY, account, li, library, zhao};

fn grant(role: &str, unit: &str, from: Date, until: Option<Date>) -> Grant {
    Grant { role: Id::from(role), unit: OrgPath::new(unit), from, until, acting_for: None }
}

fn day(distance: i64) -> Date {
    permit::days_from(TODAY, distance)
}

fn unit(path: &str, kind: &str, handles: bool) -> Unit {
    let title = Title::new(path, path);
    Unit { path: OrgPath::new(path), title, kind: Id::from(kind), short: String::new(), handles, division: None }
}

#[test]
fn a_role_opens_the_procedures_that_name_it_on_its_days_alone() {
    let library = library(PERMIT);
    let scope = |role: &str, from, until| {
        let mut who = account("he", &[], None);
        who.actor.grants = vec![grant(role, "city/east", from, until)];
        Scope::of(&library, &who, TODAY)
    };
    let mut reach = Reach::default();
    reach.add(&Id::from("permit"), &OrgPath::new("city/east"));
    assert_eq!(scope("clerk", TODAY, None), Scope::Over(reach.clone()));
    assert_eq!(scope("clerk", day(-9), Some(TODAY)), Scope::Over(reach), "the last day counts");
    assert_eq!(scope("clerk", day(-9), Some(day(-1))), Scope::Own, "it is over");
    assert_eq!(scope("clerk", day(1), None), Scope::Own, "it has not begun");
    assert_eq!(scope("cook", TODAY, None), Scope::Own, "no procedure names it");
    assert_eq!(scope("applicant", TODAY, None), Scope::Own, "a party's role is nobody's office");
}

#[tokio::test]
async fn a_matter_is_seen_by_role_and_unit_or_by_a_part_in_it() {
    let case = Case::with("").await;
    let file = case.bureau.case_file(&li(), case.matter, Sight::Overview).await.unwrap();
    let (fresh, library) = (file.matter, library(PERMIT));
    let sees = |who: &app::ports::Account, matter: &engine::Matter| {
        let seen = Scope::of(&library, who, TODAY).check(&who.actor, matter);
        assert!(matches!(seen, Ok(()) | Err(Fault::NotFound)));
        seen.is_ok()
    };
    let within = |path: &str| {
        let mut who = account("he", &[], None);
        who.actor.grants = vec![grant("clerk", path, TODAY, None)];
        who
    };
    assert!(sees(&within("city/east"), &fresh) && sees(&within("city"), &fresh));
    assert!(!sees(&within("city/west"), &fresh) && !sees(&within("city/east/inner"), &fresh));
    let stranger = account("sun", &[], None);
    let other = account("gao", &[], Some(PersonId(uuid::Uuid::from_u128(7))));
    let party = account("gao", &[], Some(case.person().await));
    assert!(!sees(&stranger, &fresh) && !sees(&other, &fresh) && sees(&party, &fresh));
    // Somebody named as its provider, and nobody else.
    let mut given = fresh.clone();
    given.handlers.insert(Id::from("expert"), vec![Id::from("wen")]);
    assert!(sees(&account("wen", &[], None), &given) && !sees(&stranger, &given));
    // Somebody asked to sign besides, and nobody else.
    let refuse = Doing::Act {
        procedure: Id::from("permit"),
        unit: None,
        action: Id::from("refuse"),
        holder: None,
        with: Vec::new(),
        typed: permit::typed(&[("reasons", "不合条件")]),
        lookup: None,
    };
    case.does(&li(), refuse).await.unwrap();
    let mut waiting = case.bureau.case_file(&zhao(), case.matter, Sight::Overview).await.unwrap().matter;
    assert!(!sees(&stranger, &waiting));
    waiting.pending[0].countersign.push(Id::from("qian"));
    assert!(sees(&account("qian", &[], None), &waiting) && !sees(&stranger, &waiting));
}

#[test]
fn matters_lie_with_units_that_handle_them_and_hold_the_actions_role() {
    let begun_by_clerk = library(PERMIT);
    let begun_by_party =
        library(&PERMIT.replace("by=applicant via=clerk to=reviewing event=received", "by=applicant to=reviewing event=received"));
    for library in [begun_by_clerk, begun_by_party] {
        let procedure = library.procedure(&Id::from("permit")).unwrap();
        let apply = procedure.actions.iter().find(|a| a.id.as_str() == "apply").unwrap();
        assert!(may_handle(procedure, apply, &unit("city/east", "office", true)));
        assert!(!may_handle(procedure, apply, &unit("city/east", "office", false)), "it handles no matters");
        assert!(!may_handle(procedure, apply, &unit("city/east", "court", true)), "none of its roles");
    }
    // Where only a kind of unit that may begin it counts, another that holds a later role does not.
    let other = PERMIT.replace("role head \"负责人\" en=\"Head\" held-by=office", "role head \"负责人\" en=\"Head\" held-by=bureau");
    let library = library(&other);
    let procedure = library.procedure(&Id::from("permit")).unwrap();
    let apply = procedure.actions.iter().find(|a| a.id.as_str() == "apply").unwrap();
    assert!(!may_handle(procedure, apply, &unit("city", "bureau", true)));
}

#[test]
fn work_lies_in_the_queues_of_ones_roles_where_matters_are_handled() {
    let library = library(PERMIT);
    let units =
        [unit("city", "bureau", false), unit("city/west", "office", true), unit("city/east", "office", true), unit("town", "office", true)];
    let owners = |grants: Vec<Grant>| {
        let mut who = account("he", &[], None);
        who.actor.grants = grants;
        queue_owners(&library, &units, &who.actor, TODAY)
    };
    let city = grant("clerk", "city", TODAY, None);
    let expected = ["@he", "clerk@/city/east", "clerk@/city/west"];
    assert_eq!(owners(vec![city.clone()]), expected);
    assert_eq!(owners(vec![grant("clerk", "city/east", TODAY, None), city.clone()]), expected, "each once, in order");
    assert_eq!(owners(vec![grant("clerk", "city", day(-9), Some(day(-1))), grant("cook", "city", TODAY, None)]), ["@he"]);
}

#[tokio::test]
async fn a_search_by_name_or_number_finds_special_care_in_its_own_procedure_alone() {
    let line = "secrecy special_care \"特别保护\" en=\"Special care\" basis=internal";
    for (line, guarded) in [("", false), (line, true), (&format!("{line} only=ordinary"), false)] {
        let case = Case::with(line).await;
        let found = async |text: Option<&str>, procedure: Option<&str>| {
            let filter = MatterFilter {
                reach: Reach::default(),
                procedure: procedure.map(Id::from),
                state: None,
                closed: None,
                due_before: None,
                due_from: None,
                text: text.map(str::to_owned),
                identifier: None,
                holder: None,
                newest: true,
                offset: 0,
                limit: 10,
            };
            case.bureau.cases(&li(), None, filter).await.unwrap()
        };
        for text in ["张三", NUMBER] {
            assert_eq!(found(Some(text), None).await.total, u64::from(!guarded), "{line} {text}");
            let own = found(Some(text), Some("permit")).await;
            assert_eq!((own.total, own.rows[0].guarded), (1, false), "{line} {text}");
        }
        // A list is no search: it stands there, without the name.
        let listed = found(None, None).await;
        assert_eq!((listed.total, listed.rows[0].guarded, listed.rows[0].party.is_none()), (1, guarded, guarded), "{line}");
        assert_eq!(case.bureau.library.special_care(&Id::from("permit")), guarded);
    }
}

#[tokio::test]
async fn a_handover_passes_on_what_the_colleague_handles_and_nothing_else() {
    let case = Case::with("").await;
    for one in [account("sun", &["clerk"], None), account("guo", &[], None)] {
        let mut one = one;
        one.actor.unit = Some(OrgPath::new("city/east"));
        case.bureau.store.put_account(permit::BUREAU, &one).await.unwrap();
    }
    let assign = |role: &str, to: &str| Doing::Assign(Id::from(role), Id::from(to));
    case.does(&zhao(), assign("clerk", "li")).await.unwrap();
    case.does(&zhao(), assign("head", "zhao")).await.unwrap();
    let over = async |from: &str, to: &str| case.bureau.hand_over(&zhao(), &Id::from(from), &Id::from(to)).await;
    let told = async || case.told_about("li").await;
    assert!(matches!(over("li", "li").await, Err(Fault::NotFound)));
    // Whoever holds no role cannot be given it: that is told, and nothing is noted.
    let refused = over("li", "guo").await.unwrap();
    assert!(refused.passed.len() == 1 && refused.passed[0].refused.is_some());
    assert!(told().await.is_empty());
    let passed = over("li", "sun").await.unwrap();
    assert_eq!(
        passed.passed.iter().map(|p| (p.matter, p.role.as_str(), p.refused.is_none())).collect::<Vec<_>>(),
        [(case.matter, "clerk", true)]
    );
    let handlers = case.bureau.case_file(&zhao(), case.matter, Sight::Overview).await.unwrap().matter.handlers;
    assert_eq!((&handlers[&Id::from("clerk")], &handlers[&Id::from("head")]), (&vec![Id::from("sun")], &vec![Id::from("zhao")]));
    assert_eq!(told().await, ["zhao handed_over 1 to sun"]);
}
