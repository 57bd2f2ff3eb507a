//! Who may change what of the organisation, and what of it is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod city;

use app::ports::{Account, NoteKind, NoteQuery};
use app::{Fault, Finding, Office, PersonTyped, Subject, UnitTyped};
use city::{BUREAU, TODAY, bureau, clerk, day, fields, of, path, told};
use kernel::{Date, Grant, Id};

#[tokio::test]
async fn each_office_does_its_own_and_nothing_else() {
    let bureau = bureau().await;
    let typed = UnitTyped { path: "city/west/new".into(), name: "新所".into(), kind: "office".into(), ..UnitTyped::default() };
    let person = PersonTyped { account: "zhao".into(), name: "赵".into(), unit: "city/west".into(), post: String::new() };
    for name in ["system", "security", "audit", "west.system", "west.security", "li", "wang"] {
        let who = of(&bureau, name).await;
        let keeps = ["system", "west.system"].contains(&name);
        let gives = ["security", "west.security"].contains(&name);
        let unit = bureau.keep_unit(&who, &typed).await;
        let kept = bureau.keep_person(&who, &person).await;
        assert_eq!((unit.is_ok(), kept.is_ok()), (keeps, keeps), "{name}: {unit:?} {kept:?}");
        let given = bureau.give(&who, &Id::from("zhao"), clerk("city/west", day(7, 1), None)).await;
        assert_eq!(given.is_ok(), gives, "{name}: {given:?}");
        for refused in [unit.err(), kept.err(), given.err()].into_iter().flatten() {
            assert!(matches!(refused, Fault::NotFound), "what is not one's own is not there: {refused:?}");
        }
    }
    // A district's administrator has no say in the city or in another office.
    let west = of(&bureau, "west.system").await;
    let elsewhere = UnitTyped { path: "city/east/new".into(), ..typed.clone() };
    assert!(matches!(bureau.keep_unit(&west, &elsewhere).await, Err(Fault::NotFound)));
    let moved = PersonTyped { account: "li".into(), name: "李".into(), unit: "city/west".into(), post: String::new() };
    assert!(matches!(bureau.keep_person(&west, &moved).await, Err(Fault::NotFound)), "nobody is drawn out of another office");
    let security = of(&bureau, "west.security").await;
    assert!(matches!(bureau.give(&security, &Id::from("wang"), clerk("city/east", TODAY, None)).await, Err(Fault::NotFound)));
    // The journal is the auditor's; everybody else reads what they did themselves.
    let mine = bureau.journal(&west, NoteQuery { about: Some("zhao".into()), ..NoteQuery::default() }).await.unwrap();
    assert!(!mine.is_empty() && mine.iter().all(|n| n.note.account == "west.system"));
    assert!(bureau.journal(&of(&bureau, "li").await, NoteQuery::default()).await.unwrap().is_empty());
    assert!(told(&bureau).await.len() >= 6);
}

#[tokio::test]
async fn no_account_combines_offices_or_an_office_with_a_role() {
    let bureau = bureau().await;
    let security = of(&bureau, "security").await;
    let refused = bureau.give(&security, &Id::from("audit"), clerk("city/east", TODAY, None)).await.unwrap_err();
    assert!(fields(&refused) == ["role"], "{refused:?}");
    let own = bureau.give(&security, &Id::from("security"), clerk("city/east", TODAY, None)).await.unwrap_err();
    assert!(fields(&own).contains(&"role".to_owned()));
    // An office is no role that an administrator could give, nor end.
    let office = Grant { role: Office::Audit.role(), ..clerk("city", TODAY, None) };
    assert_eq!(fields(&bureau.give(&security, &Id::from("wang"), office).await.unwrap_err()), ["role"]);
    let audit = (&Office::Audit.role(), &path("city"));
    assert!(matches!(bureau.end(&security, &Id::from("audit"), audit, TODAY).await, Err(Fault::NotFound)));
    for (name, office) in [("audit", Office::System), ("system", Office::Security), ("li", Office::Audit)] {
        let refused = bureau.appoint(&Id::from(name), office, &path("city")).await.unwrap_err();
        assert_eq!(fields(&refused), ["role"], "{name}");
    }
    bureau.appoint(&Id::from("wang"), Office::Audit, &path("city")).await.unwrap();
    assert_eq!(bureau.office_of(&of(&bureau, "wang").await), Some(Office::Audit));
    bureau.dismiss(&Id::from("wang"), Office::Audit).await.unwrap();
    assert_eq!(bureau.office_of(&of(&bureau, "wang").await), None);
    assert_eq!(told(&bureau).await.iter().filter(|t| t.starts_with("operator ")).count(), 2);
}

#[tokio::test]
async fn a_role_is_given_for_a_time_and_ended() {
    let bureau = bureau().await;
    let security = of(&bureau, "security").await;
    let wang = Id::from("wang");
    for (grant, wrong) in [
        (Grant { role: Id::from("no_such"), ..clerk("city/east", TODAY, None) }, "role"),
        (Grant { role: Id::from("applicant"), ..clerk("city/east", TODAY, None) }, "role"),
        (clerk("city/nowhere", TODAY, None), "unit"),
        (clerk("city/east", TODAY, Some(day(7, 1))), "until"),
    ] {
        assert_eq!(fields(&bureau.give(&security, &wang, grant).await.unwrap_err()), [wrong]);
    }
    bureau.give(&security, &wang, clerk("city/east", day(7, 1), Some(day(12, 31)))).await.unwrap();
    let holds = |account: &Account, on: Date| account.actor.holds(&Id::from("clerk"), &path("city/east"), on);
    let now = of(&bureau, "wang").await;
    assert!(holds(&now, TODAY) && holds(&now, day(12, 31)) && !holds(&now, day(6, 30)));
    bureau.end(&security, &wang, (&Id::from("clerk"), &path("city/east")), TODAY).await.unwrap();
    let now = of(&bureau, "wang").await;
    assert!(holds(&now, TODAY) && !holds(&now, day(7, 11)));
    let again = bureau.end(&security, &wang, (&Id::from("clerk"), &path("city/east")), TODAY).await;
    assert!(matches!(again, Err(Fault::NotFound)), "what has ended is not ended again");
    // What has not begun is taken away as a whole.
    bureau.give(&security, &wang, clerk("city/west", day(8, 1), None)).await.unwrap();
    bureau.end(&security, &wang, (&Id::from("clerk"), &path("city/west")), TODAY).await.unwrap();
    assert_eq!(of(&bureau, "wang").await.actor.grants.len(), 1);
    let last = &told(&bureau).await[0];
    assert!(last.starts_with("security grant_ended wang clerk@/city/west"), "{last}");
}

#[tokio::test]
async fn whoever_is_away_is_stood_in_for_until_a_day() {
    let bureau = bureau().await;
    let (li, wang) = (of(&bureau, "li").await, Id::from("wang"));
    let until = |d| clerk("city/east", TODAY, Some(d));
    for (grant, wrong) in [
        (clerk("city/west", TODAY, Some(day(7, 20))), "role"),
        (Grant { role: Id::from("head"), ..until(day(7, 20)) }, "role"),
        (clerk("city/east", TODAY, None), "until"),
        (until(day(10, 10)), "until"),
        (clerk("city/east", day(7, 1), Some(day(7, 20))), "until"),
    ] {
        assert!(fields(&bureau.stand_in(&li, &wang, grant).await.unwrap_err()).contains(&wrong.to_owned()));
    }
    assert!(fields(&bureau.stand_in(&li, &Id::from("li"), until(day(7, 20))).await.unwrap_err()).contains(&"colleague".to_owned()));
    let audit = bureau.stand_in(&li, &Id::from("audit"), until(day(7, 20))).await.unwrap_err();
    assert_eq!(fields(&audit), ["role"], "no administrator stands in");
    bureau.stand_in(&li, &wang, until(day(10, 9))).await.unwrap();
    let now = of(&bureau, "wang").await;
    let role = Id::from("clerk");
    assert_eq!(now.actor.acting_for(&role, &path("city/east"), TODAY), Some(&Id::from("li")));
    assert!(!now.actor.holds(&role, &path("city/east"), day(10, 10)), "it ends by itself");
    // Whoever stands in cannot pass it on.
    assert!(fields(&bureau.stand_in(&now, &Id::from("li"), until(day(7, 20))).await.unwrap_err()).contains(&"role".to_owned()));
    let met = bureau.acting_duties(&Id::from("li"), TODAY).await.unwrap();
    assert_eq!(met.iter().map(|(a, g)| (a.actor.account.as_str(), g.until)).collect::<Vec<_>>(), [("wang", Some(day(10, 9)))]);
    let stranger = of(&bureau, "system").await;
    assert!(matches!(bureau.end_stand_in(&stranger, &wang, (&role, &path("city/east"))).await, Err(Fault::NotFound)));
    bureau.end_stand_in(&li, &wang, (&role, &path("city/east"))).await.unwrap();
    assert!(of(&bureau, "wang").await.actor.grants.is_empty());
}

fn table(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_table_is_looked_at_and_taken_whole_or_not_at_all() {
    let bureau = bureau().await;
    let system = of(&bureau, "system").await;
    let units = table(
        "单位代码|单位名称|类别|编号简称|承办事项\ncity/north|北所|office|北|是\ncity/north/a|北甲|office||否\ncity/east|东所|office|市|是\n||||\nCITY|x|office||\ncity/south/a|南甲|office||\ncity/north|又一个|office|北|是\ncity/q|q|palace||",
    );
    let preview = bureau.look_at_table(&system, &Subject::Units, &units).await.unwrap();
    let lines: Vec<(usize, &str)> = preview
        .lines
        .iter()
        .map(|l| {
            (
                l.place,
                match &l.finding {
                    Finding::New => "new",
                    Finding::Changed => "changed",
                    Finding::Same => "same",
                    Finding::Wrong(found) => found[0].field.as_str(),
                },
            )
        })
        .collect();
    assert_eq!(lines, [(2, "new"), (3, "new"), (4, "changed"), (6, "path"), (7, "path"), (8, "path"), (9, "kind")]);
    assert!(matches!(bureau.take_table(&system, &Subject::Units, &units).await, Err(Fault::Input(_))));
    assert_eq!(bureau.store.units(BUREAU).await.unwrap().len(), 3, "nothing is written where one line is wrong");
    let taken = bureau.take_table(&system, &Subject::Units, &units[..4]).await.unwrap();
    assert_eq!((taken.written(), bureau.store.units(BUREAU).await.unwrap().len()), (3, 5));

    let people = table("账号|姓名|单位代码|职务\nli|李|city/east|科员\nsun|孙|city/north|所长\nqian|钱|nowhere|\nSun|x|city/east|");
    let preview = bureau.look_at_table(&system, &Subject::People, &people).await.unwrap();
    assert_eq!((preview.written(), preview.wrong()), (2, 2));
    bureau.take_table(&system, &Subject::People, &people[..3]).await.unwrap();
    let li = of(&bureau, "li").await;
    assert_eq!((li.name.zh.as_str(), li.post.zh.as_str(), li.actor.grants.len()), ("李", "科员", 1), "roles stay");
    assert!(of(&bureau, "sun").await.actor.grants.is_empty(), "who is new holds nothing");
    let again = bureau.take_table(&system, &Subject::People, &people[..3]).await.unwrap();
    assert_eq!(again.written(), 0, "the same table once more changes nothing");

    let west = of(&bureau, "west.system").await;
    let elsewhere = bureau.look_at_table(&west, &Subject::People, &people).await.unwrap();
    assert_eq!(elsewhere.written(), 0, "a district imports into its own units only");
    for name in ["security", "audit", "li"] {
        let who = of(&bureau, name).await;
        assert!(matches!(bureau.look_at_table(&who, &Subject::People, &people).await, Err(Fault::NotFound)), "{name}");
    }
    assert!(matches!(bureau.look_at_table(&system, &Subject::People, &table("账号|姓名")).await, Err(Fault::Input(_))));
    let kinds: Vec<NoteKind> = bureau.journal(&system, NoteQuery::default()).await.unwrap().iter().map(|n| n.note.kind).collect();
    assert_eq!(kinds.iter().filter(|k| **k == NoteKind::Imported).count(), 2);
}
