//! Who looked is told, numbers are masked by one rule, and what was kept long enough goes by two persons or not at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod permit;

use app::ports::{Account, NoteKind, NoteQuery};
use app::{Doing, Fault, Reason, Shows, Sight};
use kernel::{Date, Id, PersonId};
use permit::{BUREAU, Case, MINUTE, NUMBER, PERMIT, TODAY, account, li, zhao};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn each_look_is_one_note_and_ones_own_is_none() {
    let case = Case::with("").await;
    assert!(case.told().await.is_empty(), "acting is in the matter's own log");
    for sight in [Sight::Overview, Sight::Paper, Sight::Overview] {
        case.bureau.case_file(&li(), case.matter, sight).await.unwrap();
    }
    assert_eq!(case.told().await, [(NoteKind::Looked, "li overview - /city/east".to_owned())], "within ten minutes it is one look");
    case.world.micros.store(10 * MINUTE, Ordering::Relaxed);
    case.bureau.case_file(&li(), case.matter, Sight::Paper).await.unwrap();
    case.bureau.case_file(&zhao(), case.matter, Sight::Act).await.unwrap();
    let party = account("gao", &[], Some(case.person().await));
    case.bureau.case_file(&party, case.matter, Sight::Overview).await.unwrap();
    let told = case.told().await;
    assert_eq!(
        told.iter().map(|(_, d)| d.as_str()).collect::<Vec<_>>(),
        ["zhao act - /city/east", "li paper - /city/east", "li overview - /city/east"]
    );
    // Somebody of the bureau whom the program knows as a person is no party for that.
    case.world.micros.store(30 * MINUTE, Ordering::Relaxed);
    let known = account("qian", &["clerk"], Some(PersonId(uuid::Uuid::from_u128(8))));
    case.bureau.case_file(&known, case.matter, Sight::Overview).await.unwrap();
    assert_eq!(case.told().await[0].1, "qian overview - /city/east");
    // What is not theirs is neither shown nor a look.
    let stranger = account("sun", &[], None);
    assert!(matches!(case.bureau.case_file(&stranger, case.matter, Sight::Overview).await, Err(Fault::NotFound)));
    assert_eq!(case.told().await.len(), 4);
    // The party reads of them by unit and post, and so does whoever signs; a colleague does not.
    let file = case.bureau.case_file(&party, case.matter, Sight::Overview).await.unwrap();
    let rows = case.bureau.looks(&party, &file).await.unwrap().unwrap();
    assert_eq!(
        rows.iter().map(|r| (r.unit.zh.as_str(), r.post.zh.as_str())).collect::<Vec<_>>(),
        [("东所", ""), ("东所", "科员"), ("东所", "科员"), ("东所", "科员")]
    );
    assert!(case.bureau.looks(&zhao(), &file).await.unwrap().is_some());
    assert!(case.bureau.looks(&li(), &file).await.unwrap().is_none());
}

#[tokio::test]
async fn a_number_is_whole_for_its_person_its_handler_at_work_and_with_a_reason() {
    let case = Case::with("").await;
    let shows = async |who: &Account| {
        let file = case.bureau.case_file(who, case.matter, Sight::Overview).await.unwrap();
        let field = |id: &str| file.procedure.field(id).unwrap();
        let shows = |id: &str| file.shows(field(id), &file.matter.answers[&Id::from(id)]);
        (shows("id_number"), shows("facts"))
    };
    let party = account("gao", &[], Some(case.person().await));
    assert_eq!(shows(&party).await, (Shows::Whole, Shows::Whole));
    assert_eq!(shows(&li()).await, (Shows::Masked, Shows::Whole), "a role alone is not enough");
    case.does(&zhao(), Doing::Assign(Id::from("clerk"), Id::from("li"))).await.unwrap();
    assert_eq!(shows(&li()).await, (Shows::Whole, Shows::Whole));
    assert_eq!(shows(&zhao()).await, (Shows::Masked, Shows::Whole));
    let whole = case.bureau.case_file_whole(&zhao(), case.matter, Reason::Supervision).await.unwrap();
    let number = &whole.matter.answers[&Id::from("id_number")];
    assert_eq!(whole.shows(whole.procedure.field("id_number").unwrap(), number), Shows::Whole);
    assert_eq!(case.told().await[0], (NoteKind::Looked, "zhao whole supervision /city/east".to_owned()));
    case.close().await;
    assert_eq!(shows(&li()).await.0, Shows::Masked, "there is nothing more to do for which it is needed");
}

#[tokio::test]
async fn means_health_and_status_are_for_whoever_decides_and_for_the_parties() {
    for (kind, kept) in [("dispute", false), ("health", true), ("finance", true), ("status", true)] {
        let case = Case::of(&PERMIT.replace("personal=dispute", &format!("personal={kind}"))).await;
        let party = account("gao", &[], Some(case.person().await));
        for (who, ours, hidden) in [(li(), true, false), (li(), false, kept), (party, false, false)] {
            let mut file = case.bureau.case_file(&who, case.matter, Sight::Overview).await.unwrap();
            file.ours = ours;
            let (field, answer) = (file.procedure.field("facts").unwrap(), &file.matter.answers[&Id::from("facts")]);
            let expected = if hidden { Shows::Withheld } else { Shows::Whole };
            assert_eq!(file.shows(field, answer), expected, "{kind}, {}, {ours}", who.actor.account);
        }
    }
}

#[tokio::test]
async fn a_handler_sees_a_number_while_there_is_an_act_open_to_them() {
    let case = Case::with("").await;
    case.does(&zhao(), Doing::Assign(Id::from("clerk"), Id::from("li"))).await.unwrap();
    let mut file = case.bureau.case_file(&li(), case.matter, Sight::Overview).await.unwrap();
    let (open, refused): (Vec<_>, Vec<_>) = file.offers.drain(..).partition(|o| !matches!(o.standing, engine::Standing::Refused(_)));
    assert!(!open.is_empty() && !refused.is_empty());
    for (offers, expected) in [(open, Shows::Whole), (refused, Shows::Masked), (Vec::new(), Shows::Masked)] {
        file.offers = offers;
        let (field, answer) = (file.procedure.field("id_number").unwrap(), &file.matter.answers[&Id::from("id_number")]);
        assert_eq!(file.shows(field, answer), expected, "{:?}", file.offers);
    }
}

#[tokio::test]
async fn special_care_by_procedure_or_by_choice_asks_whoever_does_not_handle_it() {
    for (line, guarded) in [
        ("", false),
        ("secrecy special_care \"特别保护\" en=\"Special care\" basis=internal", true),
        ("secrecy special_care \"特别保护\" en=\"Special care\" basis=internal only=simple", true),
        ("secrecy special_care \"特别保护\" en=\"Special care\" basis=internal only=ordinary", false),
    ] {
        let case = Case::with(line).await;
        let open = async |who: &Account| case.bureau.case_file(who, case.matter, Sight::Overview).await.map(drop);
        assert_eq!(matches!(open(&li()).await, Err(Fault::Reason(id)) if id == case.matter), guarded, "{line}");
        if !guarded {
            continue;
        }
        assert!(matches!(case.bureau.proof(&li(), case.matter).await, Err(Fault::Reason(_))));
        assert!(case.told().await.is_empty(), "nothing was shown");
        let party = account("gao", &[], Some(case.person().await));
        open(&party).await.unwrap();
        case.bureau.give_reason(&li(), case.matter, Reason::Complaint).await.unwrap();
        assert_eq!(case.told().await.len(), 1, "the reason is in the journal before anything is shown");
        open(&li()).await.unwrap();
        assert_eq!(case.told().await, [(NoteKind::Looked, "li overview complaint /city/east".to_owned())]);
        assert!(matches!(open(&zhao()).await, Err(Fault::Reason(_))), "another's reason is not one's own");
        case.does(&zhao(), Doing::Assign(Id::from("clerk"), Id::from("li"))).await.unwrap();
        case.world.days.store(1, Ordering::Relaxed);
        open(&li()).await.unwrap();
        let stranger = account("sun", &[], None);
        assert!(matches!(case.bureau.give_reason(&stranger, case.matter, Reason::Handling).await, Err(Fault::NotFound)));
    }
}

#[tokio::test]
async fn what_was_kept_long_enough_goes_by_two_persons_and_not_while_it_is_held() {
    let case = Case::with("retention years=2 basis=local").await;
    let one = [case.matter];
    assert!(case.bureau.expired(&li()).await.unwrap().is_empty());
    case.close().await;
    let early = case.bureau.propose_destruction(&li(), &one, "期满").await.unwrap();
    assert!(early[0].1.zh.contains("保存期限到2028年7月10日"), "{early:?}");
    let days = (Date::constant(2028, 7, 10) - TODAY).get_days();
    case.world.days.store(days.into(), Ordering::Relaxed);
    assert!(case.bureau.expired(&li()).await.unwrap().is_empty(), "the last day is kept");
    case.world.days.store(i64::from(days) + 1, Ordering::Relaxed);
    let listed = case.bureau.expired(&li()).await.unwrap();
    assert_eq!((listed.len(), listed[0].ended_on, listed[0].held), (1, TODAY, false));
    assert!(case.bureau.expired(&account("sun", &[], None)).await.unwrap().is_empty());
    // Held: it stays.
    case.does(&zhao(), Doing::Hold("诉讼".into())).await.unwrap();
    assert!(case.bureau.expired(&li()).await.unwrap()[0].held);
    assert!(case.bureau.propose_destruction(&li(), &one, "期满").await.unwrap()[0].1.zh.contains("已经保全"));
    case.does(&li(), Doing::Release("撤诉".into())).await.unwrap();
    // One proposes, and cannot agree; another does.
    assert!(case.bureau.propose_destruction(&li(), &one, "期满").await.unwrap().is_empty());
    assert_eq!(case.bureau.expired(&zhao()).await.unwrap()[0].proposed_by, Some(Id::from("li")));
    assert!(case.bureau.agree_destruction(&li(), &one).await.unwrap()[0].1.zh.contains("提请人不能签批"));
    let person = case.person().await;
    assert!(case.bureau.extract(person).await.unwrap().contains("想开店"));
    assert!(case.bureau.agree_destruction(&zhao(), &one).await.unwrap().is_empty());
    assert!(case.bureau.expired(&li()).await.unwrap().is_empty());
    assert!(matches!(case.bureau.extract(person).await, Err(Fault::NotFound)), "nothing is held any more");
    let file = case.bureau.case_file(&li(), case.matter, Sight::Overview).await.unwrap();
    assert!(file.matter.destroyed.is_some());
}

#[tokio::test]
async fn an_extract_holds_what_is_theirs_and_is_noted() {
    let case = Case::with("").await;
    let person = case.person().await;
    let party = account("gao", &[], Some(person));
    case.bureau.store.put_account(BUREAU, &party).await.unwrap();
    case.bureau.case_file(&li(), case.matter, Sight::Overview).await.unwrap();
    let own = case.bureau.extract_own(&party).await.unwrap();
    for said in ["张三", NUMBER, "想开店", "simple", "东所", "gao"] {
        assert!(own.contains(said), "{said}: {own}");
    }
    assert!(!own.contains("\"li\""), "who looked is told by unit and post");
    assert!(own.contains("\"party_as\": [\n        {\n          \"zh\": \"申请人\""), "{own}");
    assert_eq!(own.matches("张三").count(), 1, "the name is an answer, and is not told once more as a text: {own}");
    assert_eq!(case.told().await.len(), 1, "one's own extract is no look of somebody else");
    let by_operator = case.bureau.extract(person).await.unwrap();
    assert!(by_operator.contains("想开店"));
    assert_eq!(case.told().await[0], (NoteKind::Exported, "operator extract - -".to_owned()), "the person reads of it");
    let about = NoteQuery { about: Some(person.0.to_string()), limit: 9, ..NoteQuery::default() };
    let told: Vec<_> = case.bureau.store.notes(BUREAU, &about).await.unwrap().iter().map(|n| n.note.account.to_string()).collect();
    assert_eq!(told, ["operator", "gao"]);
    let nobody = PersonId(uuid::Uuid::from_u128(9));
    assert!(matches!(case.bureau.extract(nobody).await, Err(Fault::NotFound)));
}
