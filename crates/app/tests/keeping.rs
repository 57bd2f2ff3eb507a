//! What may stand in the organisation, rule by rule, and what each rule lets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod city;

use app::ports::{Account, NoteQuery};
use app::{Bureau, Fault, Office, PersonTyped, UnitTyped};
use city::{BUREAU, TODAY, account, bureau, clerk, day, fields, of, path};
use kernel::{Grant, Id};

async fn put(bureau: &Bureau, account: &Account) {
    bureau.store.put_account(BUREAU, account).await.unwrap();
}

#[tokio::test]
async fn a_unit_is_taken_as_typed_or_each_wrong_field_is_named() {
    let bureau = bureau().await;
    let system = of(&bureau, "system").await;
    let good = UnitTyped {
        path: "city/north-1".into(),
        name: "北所".into(),
        kind: "office".into(),
        short: "北".into(),
        handles: true,
        ..UnitTyped::default()
    };
    let with = |change: fn(&mut UnitTyped)| {
        let mut typed = good.clone();
        change(&mut typed);
        typed
    };
    let long = with(|t| t.path = format!("city/{}", "a".repeat(41)));
    for (typed, wrong) in [
        (with(|t| t.path = "city/n w".into()), vec!["path"]),
        (with(|t| t.path = "city/North".into()), vec!["path"]),
        (with(|t| t.path = "city//n".into()), vec!["path"]),
        (long, vec!["path"]),
        (with(|t| t.path = "city/none/n".into()), vec!["path"]),
        (with(|t| t.name = " ".into()), vec!["name"]),
        (with(|t| t.kind = "palace".into()), vec!["kind"]),
        (with(|t| t.short = " ".into()), vec!["short"]),
        (with(|t| t.division = "15030".into()), vec!["division"]),
        (with(|t| t.division = "15030x".into()), vec!["division"]),
        (with(|t| (t.name, t.kind, t.division) = (String::new(), String::new(), "1".into())), vec!["name", "kind", "division"]),
    ] {
        let refused = bureau.keep_unit(&system, &typed).await;
        assert_eq!(fields(&refused.expect_err(&format!("{typed:?}"))), wrong, "{typed:?}");
    }
    for typed in [
        good.clone(),
        with(|t| t.path = format!("city/{}", "a".repeat(40))),
        with(|t| (t.short, t.handles) = (String::new(), false)),
        with(|t| (t.division, t.english) = ("150302".into(), "North".into())),
        with(|t| t.division = "150302001".into()),
    ] {
        bureau.keep_unit(&system, &typed).await.unwrap_or_else(|fault| panic!("{typed:?}: {fault:?}"));
        let kept = bureau.store.units(BUREAU).await.unwrap().into_iter().find(|u| u.path == path(&typed.path)).unwrap();
        let english = if typed.english.is_empty() { &typed.name } else { &typed.english };
        assert_eq!((&kept.title.zh, &kept.title.en, &kept.short), (&typed.name, english, &typed.short));
        assert_eq!((kept.handles, kept.division.unwrap_or_default()), (typed.handles, typed.division.clone()));
    }
}

#[tokio::test]
async fn a_person_is_taken_as_typed_or_each_wrong_field_is_named() {
    let bureau = bureau().await;
    let mut outsider = account("gao", "city", &[]);
    outsider.actor.unit = None;
    put(&bureau, &outsider).await;
    let system = of(&bureau, "system").await;
    let typed = |account: &str, name: &str, unit: &str| PersonTyped {
        account: account.into(),
        name: name.into(),
        unit: unit.into(),
        post: "科员".into(),
    };
    for (one, wrong) in [
        (typed("x", "孙", "city/east"), vec!["account"]),
        (typed("Sun", "孙", "city/east"), vec!["account"]),
        (typed(&"s".repeat(41), "孙", "city/east"), vec!["account"]),
        (typed("operator", "孙", "city/east"), vec!["account"]),
        (typed("gao", "高", "city/east"), vec!["account"]),
        (typed("sun", " ", "city/east"), vec!["name"]),
        (typed("sun", "孙", "city/none"), vec!["unit"]),
    ] {
        assert_eq!(fields(&bureau.keep_person(&system, &one).await.unwrap_err()), wrong, "{one:?}");
    }
    bureau.keep_person(&system, &typed("sun_1.a-b", "孙", "city/east")).await.unwrap();
    // Nobody is put into a unit by an administrator of another, be they new or known.
    let west = of(&bureau, "west.system").await;
    assert!(matches!(bureau.keep_person(&west, &typed("qian", "钱", "city/east")).await, Err(Fault::NotFound)));
    put(&bureau, &account("qian", "city/west", &[])).await;
    assert!(matches!(bureau.keep_person(&west, &typed("qian", "钱", "city/east")).await, Err(Fault::NotFound)));
    bureau.keep_person(&west, &typed("qian", "钱", "city/west")).await.unwrap();
    // The directory shows each in their unit, and nobody from outside.
    let directory = bureau.directory().await.unwrap();
    let names: Vec<(String, Vec<String>)> = directory
        .iter()
        .map(|(unit, all)| (unit.path.to_string(), all.iter().map(|a| a.actor.account.to_string()).filter(|a| !a.contains("s")).collect()))
        .collect();
    let expected = [("/city", vec!["audit"]), ("/city/east", vec!["li", "wang"]), ("/city/west", vec!["qian"])];
    assert_eq!(names, expected.map(|(unit, all)| (unit.to_owned(), all.into_iter().map(str::to_owned).collect())));
    let li = bureau.person(&Id::from("li")).await.unwrap();
    assert_eq!(li.unit.unwrap().path, path("city/east"));
    assert!(matches!(bureau.person(&Id::from("gao")).await, Err(Fault::NotFound)));
}

#[tokio::test]
async fn the_roles_that_can_be_given_are_those_of_the_bureau_each_once() {
    let text = include_str!("../../store/tests/world/permit.kdl");
    let second = text.replace("procedure permit ", "procedure licence ").replace("演示许可", "另一许可");
    let dossiers = [text, &second].map(|text| procedure::decode("permit.kdl", text).0.unwrap());
    let mut bureau = bureau().await;
    let (rules, calendar) = (engine::RuleBook::default(), calendar::Calendar::china());
    bureau.library = std::sync::Arc::new(app::Library::new(dossiers.into(), rules, calendar, std::collections::BTreeMap::new()));
    let roles: Vec<(String, Vec<String>)> =
        bureau.roles().into_iter().map(|(role, opened)| (role.id.to_string(), opened.into_iter().map(|t| t.zh).collect())).collect();
    let both = vec!["另一许可".to_owned(), "演示许可".to_owned()];
    assert_eq!(roles, [("clerk".to_owned(), both.clone()), ("head".to_owned(), both)]);
}

#[tokio::test]
async fn a_role_is_ended_by_its_own_administrator_and_no_other_with_it() {
    let bureau = bureau().await;
    let (security, west) = (of(&bureau, "security").await, of(&bureau, "west.security").await);
    let (li, role) = (Id::from("li"), Id::from("clerk"));
    assert!(matches!(bureau.end(&west, &li, (&role, &path("city/east")), TODAY).await, Err(Fault::NotFound)));
    bureau.give(&security, &li, clerk("city/west", day(1, 1), None)).await.unwrap();
    bureau.give(&security, &li, Grant { role: Id::from("head"), ..clerk("city/west", day(1, 1), None) }).await.unwrap();
    bureau.end(&security, &li, (&role, &path("city/west")), TODAY).await.unwrap();
    let left: Vec<(String, bool)> =
        of(&bureau, "li").await.actor.grants.iter().map(|g| (format!("{}@{}", g.role, g.unit), g.until.is_some())).collect();
    assert_eq!(
        left,
        [("clerk@/city/east".to_owned(), false), ("clerk@/city/west".to_owned(), true), ("head@/city/west".to_owned(), false)]
    );
    let own = bureau.give(&security, &Id::from("security"), clerk("city/east", TODAY, None)).await.unwrap_err();
    assert!(format!("{own:?}").contains("不能给自己授权"), "{own:?}");
}

#[tokio::test]
async fn an_acting_duty_lasts_no_longer_than_the_role_and_ends_alone() {
    let bureau = bureau().await;
    let (wang, role) = (Id::from("wang"), Id::from("clerk"));
    let mut li = of(&bureau, "li").await;
    li.actor.grants[0].until = Some(day(7, 15));
    put(&bureau, &li).await;
    let until = |d| clerk("city/east", TODAY, Some(day(7, d)));
    assert_eq!(fields(&bureau.stand_in(&li, &wang, until(16)).await.unwrap_err()), ["role"], "longer than it is held");
    let mut outsider = account("gao", "city", &[]);
    outsider.actor.unit = None;
    put(&bureau, &outsider).await;
    assert_eq!(fields(&bureau.stand_in(&li, &Id::from("gao"), until(15)).await.unwrap_err()), ["colleague"]);
    // Somebody with roles of their own, in the same unit and of the same name.
    put(&bureau, &account("wang", "city/east", &[("clerk", "city/east"), ("head", "city/east"), ("clerk", "city/west")])).await;
    bureau.stand_in(&li, &wang, until(15)).await.unwrap();
    let names = |met: Vec<(Account, Grant)>| met.into_iter().map(|(a, g)| format!("{} {}", a.actor.account, g.role)).collect::<Vec<_>>();
    let duties = async |who: &str, from| names(bureau.acting_duties(&Id::from(who), from).await.unwrap());
    assert_eq!(duties("wang", TODAY).await, ["wang clerk"]);
    assert_eq!(duties("li", day(7, 15)).await, ["wang clerk"]);
    assert!(duties("li", day(7, 16)).await.is_empty(), "it is over");
    assert!(duties("security", TODAY).await.is_empty(), "it is between two others");
    let now = of(&bureau, "wang").await;
    bureau.end_stand_in(&now, &wang, (&role, &path("city/east"))).await.unwrap();
    let left = of(&bureau, "wang").await.actor.grants;
    assert_eq!((left.len(), left.iter().filter(|g| g.acting_for.is_some()).count()), (3, 0), "what is one's own stays");
}

#[tokio::test]
async fn an_office_counts_on_its_days_and_keeps_others_off_its_account() {
    let bureau = bureau().await;
    let with = |name: &str, from, until| {
        let mut one = account(name, "city/east", &[]);
        one.actor.grants = vec![Grant { role: Office::System.role(), from, until, ..clerk("city/east", TODAY, None) }];
        one
    };
    let (past, last) = (with("past", day(1, 1), Some(day(7, 9))), with("last", day(1, 1), Some(TODAY)));
    let future = with("future", day(8, 1), None);
    let offices = [&past, &last, &future].map(|a| bureau.office_of(a));
    assert_eq!(offices, [None, Some(Office::System), None]);
    let (security, west) = (of(&bureau, "security").await, of(&bureau, "west.security").await);
    for (who, whose, may) in [
        (&security, &of(&bureau, "li").await, (true, true)),
        (&security, &past, (true, true)),
        (&security, &last, (true, false)),
        (&security, &future, (true, false)),
        (&security, &security, (false, false)),
        (&west, &of(&bureau, "li").await, (false, false)),
        (&of(&bureau, "system").await, &of(&bureau, "li").await, (false, false)),
    ] {
        assert_eq!(bureau.may_set_right(who, whose), may, "{} of {}", who.actor.account, whose.actor.account);
    }
    // An office that is over shows only what its holder did themselves.
    let mut auditor = of(&bureau, "audit").await;
    bureau
        .keep_unit(
            &of(&bureau, "system").await,
            &UnitTyped { path: "city/n".into(), name: "北".into(), kind: "office".into(), ..UnitTyped::default() },
        )
        .await
        .unwrap();
    assert_eq!(bureau.journal(&auditor, NoteQuery::default()).await.unwrap().len(), 1);
    auditor.actor.grants[0].until = Some(day(7, 9));
    assert!(bureau.journal(&auditor, NoteQuery::default()).await.unwrap().is_empty());
}
