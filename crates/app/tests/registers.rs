//! Registers kept by hand: who keeps them, what is refused, and what a table comes to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod city;

use app::memory::MemoryStore;
use app::ports::{Account, Credential, EntryFind, EntryQuery, NoteKind, NoteQuery, SharedStore, Unit};
use app::{Bureau, EntriesAsked, EntryTyped, Fault, Finding, Keeper, Library, Subject};
use city::{BUREAU, Still, TODAY};
use kernel::{Actor, Date, Grant, Id, OrgPath, Title};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

const FIRMS: &str = "law_firms";

fn account(name: &str, roles: &[(&str, &str)]) -> Account {
    let grant = |(role, unit): &(&str, &str)| Grant {
        role: Id::from(*role),
        unit: OrgPath::new(unit),
        from: Date::constant(2026, 1, 1),
        until: None,
        acting_for: None,
    };
    Account {
        actor: Actor { account: Id::from(name), unit: Some(OrgPath::new("city")), grants: roles.iter().map(grant).collect(), person: None },
        name: Title::new(name, name),
        post: Title::default(),
        demo: false,
        credential: Credential::default(),
    }
}

/// A city with two divisions; the first keeps law firms by one of its people.
async fn bureau() -> Bureau {
    let text = include_str!("../../../modules/legal-services/procedures/legal_service_bodies.kdl");
    let (dossier, found) = procedure::decode("legal_service_bodies.kdl", text);
    let library = Library::new(
        vec![dossier.unwrap_or_else(|| panic!("{found:?}"))],
        engine::RuleBook::default(),
        calendar::Calendar::china(),
        BTreeMap::new(),
    );
    let store: SharedStore = Arc::new(MemoryStore::default());
    for (path, kind) in [("city", "bureau"), ("city/a", "division"), ("city/b", "division")] {
        let unit = Unit {
            path: OrgPath::new(path),
            title: Title::new(path, path),
            kind: Id::from(kind),
            short: String::new(),
            handles: false,
            division: None,
        };
        store.put_unit(BUREAU, &unit).await.unwrap();
    }
    let people = [
        account("keeper", &[("legal_service_registrar", "city/a")]),
        account("other", &[("legal_service_registrar", "city/b")]),
        account("above", &[("legal_service_registrar", "city")]),
        account("system", &[("system_administrator", "city")]),
        account("li", &[("clerk", "city/a")]),
    ];
    for one in people {
        store.put_account(BUREAU, &one).await.unwrap();
    }
    Bureau::new(BUREAU, store, Arc::new(library), Arc::new(Still), Arc::new(Still), Vec::new())
}

async fn of(bureau: &Bureau, name: &str) -> Account {
    bureau.store.account(BUREAU, &Id::from(name)).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_keepers_role_is_given_like_any_other_and_stands_once_for_its_registers() {
    let bureau = bureau().await;
    let roles: Vec<(&str, usize)> = bureau.keeper_roles().iter().map(|(k, opened)| (k.role.as_str(), opened.len())).collect();
    assert_eq!(roles, [("legal_service_registrar", 4)]);
    let security = account("security", &[("security_administrator", "city")]);
    let give = async |role: &str| {
        let unit = OrgPath::new("city/a");
        let grant = Grant { role: Id::from(role), unit, from: TODAY, until: None, acting_for: None };
        bureau.give(&security, &Id::from("li"), grant).await
    };
    assert!(matches!(give("mediation_registrar").await, Err(Fault::Fields(_))), "no register here knows it");
    give("legal_service_registrar").await.unwrap();
    let entry = bureau.keep_entry(&of(&bureau, "li").await, &Id::from(FIRMS), &firm(&code(9), "新所"), true).await;
    assert!(entry.is_ok(), "{entry:?}");
}

/// A credit code of this number, reckoned beside the program's own check.
fn code(number: u64) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("31150302FX{number:07}");
    let mut weight = 1;
    let sum: usize = body.bytes().fold(0, |sum, b| {
        let value = ALPHABET.iter().position(|a| *a == b).unwrap();
        let next = sum + weight * value;
        weight = weight * 3 % 31;
        next
    });
    format!("{body}{}", char::from(ALPHABET[(31 - sum % 31) % 31]))
}

fn firm(code: &str, name: &str) -> EntryTyped {
    let said = BTreeMap::from([(Id::from("address"), "某路1号".to_owned())]);
    EntryTyped { code: code.to_owned(), name: name.to_owned(), status: String::new(), said }
}

fn fields(fault: Fault) -> Vec<(String, String)> {
    match fault {
        Fault::Fields(found) => found.into_iter().map(|f| (f.field.to_string(), f.message.zh)).collect(),
        other => panic!("{other:?}"),
    }
}

fn entries() -> Subject {
    Subject::Entries { register: Id::from(FIRMS), unit: None }
}

#[tokio::test]
async fn the_keeper_enters_and_changes_and_nobody_else() {
    let (bureau, id) = (bureau().await, Id::from(FIRMS));
    for name in ["system", "li"] {
        let who = of(&bureau, name).await;
        assert!(matches!(bureau.keep_entry(&who, &id, &firm(&code(1), "甲所"), true).await, Err(Fault::NotFound)), "{name}");
        assert!(matches!(bureau.look_at_table(&who, &entries(), &[]).await, Err(Fault::NotFound)), "{name}");
    }
    let keeper = of(&bureau, "keeper").await;
    let entry = bureau.keep_entry(&keeper, &id, &firm(&code(1), " 甲所 "), true).await.unwrap();
    assert_eq!(entry.as_str(), format!("law_firms:{}", code(1)));
    // Typed with spaces, in small letters and full-width digits it is the same code.
    let spaced = code(1).to_lowercase().replace("150302", " １５０３０２ ");
    let double = fields(bureau.keep_entry(&keeper, &id, &firm(&spaced, "乙所"), true).await.unwrap_err());
    assert!(double[0].0 == "code" && double[0].1.contains("甲所"), "{double:?}");

    let changed = EntryTyped { status: "停业整顿".into(), ..firm(&code(1), "甲所") };
    let other = of(&bureau, "other").await;
    assert!(matches!(bureau.keep_entry(&other, &id, &changed, false).await, Err(Fault::NotFound)), "it is another division's");
    assert!(matches!(bureau.keep_entry(&keeper, &id, &firm(&code(2), "无"), false).await, Err(Fault::NotFound)), "it is not there");
    bureau.keep_entry(&keeper, &id, &changed, false).await.unwrap();
    bureau.keep_entry(&keeper, &id, &changed, false).await.unwrap();
    let seen = bureau.entry_history(&id, &code(1), Some(&keeper)).await.unwrap();
    assert_eq!((seen.row.status.zh.as_str(), seen.row.good, seen.entry.unit.as_str()), ("停业整顿", false, "/city/a"));
    let told: Vec<String> = seen.notes.unwrap().iter().map(|n| n.note.detail.clone()).collect();
    assert_eq!(told, ["status=closing", "new status=practising"], "the same once more is no change");
    for (who, notes) in [(None, false), (Some(of(&bureau, "above").await), true), (Some(other), false)] {
        assert_eq!(bureau.entry_history(&id, &code(1), who.as_ref()).await.unwrap().notes.is_some(), notes, "{who:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_field_by_field() {
    let (bureau, id) = (bureau().await, Id::from(FIRMS));
    let keeper = of(&bureau, "keeper").await;
    let good = code(7);
    let bad = format!("{}{}", &good[..17], if good.ends_with('A') { 'B' } else { 'A' });
    let found = fields(bureau.keep_entry(&keeper, &id, &firm(&bad, "甲所"), true).await.unwrap_err());
    assert!(found[0].1.contains(&format!("应是“{}”", &good[17..])), "the digit expected is named: {found:?}");
    let nothing = EntryTyped { status: "elsewhere".into(), ..EntryTyped::default() };
    let found = fields(bureau.keep_entry(&keeper, &id, &nothing, true).await.unwrap_err());
    let names: Vec<&str> = found.iter().map(|(f, _)| f.as_str()).collect();
    assert_eq!(names, ["code", "name", "status", "address"]);
    let id = Id::from("forensic_institutes");
    let mut dated = firm(&good, "丙中心");
    dated.said.insert(Id::from("valid_until"), "明年".into());
    assert_eq!(fields(bureau.keep_entry(&keeper, &id, &dated, true).await.unwrap_err())[0].0, "valid_until");
    dated.said.insert(Id::from("valid_until"), "2027年3月1日".into());
    bureau.keep_entry(&keeper, &id, &dated, true).await.unwrap();
    bureau.keep_entry(&keeper, &Id::from(FIRMS), &firm(&good, "丙中心"), true).await.expect("one body may stand in two registers");
}

#[tokio::test]
async fn a_workbook_is_taken_whole_or_not_at_all() {
    let bureau = bureau().await;
    let keeper = of(&bureau, "keeper").await;
    let table = |text: &str| -> Vec<Vec<String>> { text.lines().map(|l| l.split('|').map(str::to_owned).collect()).collect() };
    let (one, two) = (code(1), code(2));
    let wrong = table(&format!(
        "代码|名称|住所|状态\n{one}|甲所|一路|执业\n{}0|错所|二路|\n{one}|重所|三路|\n1.15030200001E+17|数所|四路|\n{two}|乙所||\n{two}|乙所|五路|营业",
        &two[..17]
    ));
    let looked = bureau.look_at_table(&keeper, &entries(), &wrong).await.unwrap();
    let first = |finding: &Finding| match finding {
        Finding::Wrong(found) => format!("{} {}", found[0].field, found[0].message.zh),
        other => format!("{other:?}"),
    };
    let said: Vec<String> = looked.lines.iter().map(|l| format!("{} {}", l.place, first(&l.finding))).collect();
    for (n, part) in [
        "2 New",
        "3 code 统一社会信用代码校验位不符",
        "4 code 与前面的一行重复",
        "5 code 表格软件把这个号码当成了数字",
        "6 address 请填写住所",
        "7 code 与前面",
    ]
    .iter()
    .enumerate()
    {
        assert!(said[n].starts_with(part), "{said:#?}");
    }
    assert!(matches!(bureau.take_table(&keeper, &entries(), &wrong).await, Err(Fault::Input(_))));
    assert!(bureau.store.entry(BUREAU, &Id::from(format!("{FIRMS}:{one}"))).await.unwrap().is_none(), "nothing of it is written");

    let right = table(&format!("name|code|address\n甲所|{one}|一路\n乙所|{two}|二路"));
    assert_eq!(bureau.take_table(&keeper, &entries(), &right).await.unwrap().written(), 2);
    let again = table(&format!("代码|名称|住所\n{one}|甲所|一路\n{two}|乙所|新路"));
    let looked = bureau.look_at_table(&keeper, &entries(), &again).await.unwrap();
    assert_eq!(looked.lines.iter().map(|l| l.finding.clone()).collect::<Vec<_>>(), [Finding::Same, Finding::Changed]);
    let title = bureau.look_at_table(&keeper, &entries(), &table("律师事务所一览表|||\n代码|名称|住所")).await.unwrap_err();
    assert!(title.message().zh.contains("合并单元格"), "{title:?}");
    // The operator names the unit where several may keep it.
    assert!(matches!(bureau.look_at_table(Keeper::Operator, &entries(), &right).await, Err(Fault::Input(_))));
    let named = Subject::Entries { register: Id::from(FIRMS), unit: Some(OrgPath::new("city/b")) };
    bureau.look_at_table(Keeper::Operator, &named, &right).await.unwrap();
    let notes = bureau.store.notes(BUREAU, &NoteQuery { limit: 10, ..NoteQuery::default() }).await.unwrap();
    let kinds: Vec<NoteKind> = notes.iter().map(|n| n.note.kind).collect();
    assert_eq!(kinds, [NoteKind::EntryKept, NoteKind::EntryKept, NoteKind::Imported]);
}

#[tokio::test]
async fn ten_thousand_are_imported_and_paged_through() {
    let bureau = bureau().await;
    let keeper = of(&bureau, "keeper").await;
    let lines = (0..10_000).map(|n| vec![code(n), format!("企业{n:05}"), "某路".to_owned()]);
    let rows: Vec<Vec<String>> = std::iter::once(["代码", "名称", "住所"].map(str::to_owned).to_vec()).chain(lines).collect();
    let began = Instant::now();
    assert_eq!(bureau.take_table(&keeper, &entries(), &rows).await.unwrap().written(), 10_000);
    println!("10 000 entries into memory, unoptimised: {:.2} s", began.elapsed().as_secs_f64());
    let (mut asked, mut seen, mut pages) = (EntriesAsked { name: "企业0".into(), ..EntriesAsked::default() }, Vec::new(), 0);
    while pages < 3 || pages == 0 {
        let page = bureau.register_page(&Id::from(FIRMS), None, &asked).await.unwrap();
        seen.extend(page.rows.iter().map(|r| r.name.clone()));
        pages += 1;
        asked.after = page.next;
    }
    let expected: Vec<String> = (0..150).map(|n| format!("企业{n:05}")).collect();
    assert_eq!(seen, expected, "each once, in order");
    let by_code = EntriesAsked { code: code(4321)[..16].to_lowercase(), ..EntriesAsked::default() };
    let found = bureau.register_page(&Id::from(FIRMS), None, &by_code).await.unwrap();
    assert!(
        found.rows.len() == 10 && found.next.is_none() && found.rows.iter().all(|r| r.name.starts_with("企业0432")),
        "{:?}",
        found.rows
    );
    let last = EntryQuery {
        register: Id::from(FIRMS),
        find: EntryFind::Name("企业0999".into()),
        after: Some(("企业09998".into(), Id::from("~"))),
        limit: 5,
    };
    assert_eq!(bureau.store.entries_page(BUREAU, &last).await.unwrap().len(), 1);
}
