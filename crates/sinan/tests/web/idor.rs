//! What everybody comes across, asked for by everybody else: at each route that takes an id, by looking and by sending a form, it must
//! answer like one that does not exist; and what was typed about a matter stands in no answer to whoever may not see that matter.

use super::citizen;
use super::forms::filled_with;
use super::links::{pattern, routes};
use super::not_yours::{NOWHERE, listed, personas, told, under};
use super::visitor::{Answer, Bureau, Visitor};
use app::ports::Store;
use kernel::BureauId;
use procedure::model::HeldBy;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages of a kind that each person opens.
const OF_A_KIND: usize = 8;
/// Matters of others that each person asks for, beside those with canaries.
const OTHERS: usize = 2;
/// Of those each asks for so many.
const ASKED: usize = 10;
/// How every text begins that is nobody else's, and every telephone.
const CANARY: &str = "金丝雀";
const PHONE: &str = "13970";
/// No account has this name.
const NO_ACCOUNT: &str = "nobody.here";
/// Room enough for a crawl; how often one may ask is another test's.
const LIMITS: &str = "[site.limits]\naccount = { burst = 1000000, per_minute = 1000000 }\nvisitor = { burst = 1000000, per_minute = 1000000 }\n\
    visitors = { burst = 1000000, per_minute = 1000000 }\nsender = { burst = 1000000, per_minute = 1000000 }\n\
    senders = { burst = 1000000, per_minute = 1000000 }\nfiler = { burst = 1000, per_minute = 1000 }\n";

/// A matter about which somebody typed what nobody else's matter has.
struct Planted {
    matter: String,
    procedure: String,
    unit: String,
    /// Who entered it; whoever has no role did so for themself.
    by: &'static str,
    canaries: Vec<String>,
}

/// Somebody, and what they have seen.
struct Person {
    account: &'static str,
    visitor: Visitor,
    matters: BTreeSet<String>,
    sessions: BTreeSet<String>,
    accounts: BTreeSet<String>,
}

/// Roles that each account holds, and over which unit, as the demo's table has them.
fn grants(account: &str) -> Vec<(&'static str, &'static str)> {
    let people = include_str!("../../../../demo/wuhai/people.csv");
    let row = people.lines().find(|l| l.split(',').next() == Some(account)).unwrap_or_default();
    row.split(',').nth(6).unwrap_or_default().split_whitespace().filter_map(|g| g.split_once('@')).collect()
}

/// Whether an account may see a matter, by the demo's table and the files alone.
fn may(files: &[procedure::model::Procedure], account: &str, planted: &Planted) -> bool {
    let names = |role: &str| {
        let all = files.iter().filter(|p| p.id == *planted.procedure.as_str()).flat_map(|p| p.roles.values());
        all.into_iter().any(|r| r.id == *role && matches!(r.held_by, HeldBy::Unit(_)))
    };
    let own = planted.by == account && grants(account).is_empty();
    own || grants(account)
        .into_iter()
        .any(|(role, unit)| names(role) && (planted.unit == unit || planted.unit.starts_with(&format!("{unit}/"))))
}

/// Everybody who may opens a matter of each kind they may open, and writes into every line what nobody else writes.
fn planted(bureau: &Bureau) -> Vec<Planted> {
    let (mut out, mut nth) = (Vec::new(), 0_u64);
    for account in personas() {
        let mut visitor = bureau.persona(account);
        let ways: BTreeSet<String> = visitor.get("/matters/new").links().into_iter().filter(|l| l.starts_with("/matters/new/")).collect();
        for way in ways {
            let mut canaries = Vec::new();
            let page = visitor.get(&way);
            let fields = filled_with(&page, &mut |name, text| {
                nth += 1;
                let canary = match (name, text) {
                    (name, _) if name.contains("phone") => format!("{PHONE}{:06}", nth * 37),
                    (_, true) => format!("{CANARY}{nth}之{name}"),
                    _ => return None,
                };
                canaries.push(canary.clone());
                Some(canary)
            });
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let answer = visitor.post(&way, &pairs);
            if answer.status != 303 {
                continue;
            }
            let matter = answer.location.split('?').next().unwrap().to_owned();
            out.push(Planted { matter, procedure: way.split('/').nth(3).unwrap().to_owned(), unit: String::new(), by: account, canaries });
        }
    }
    let units = units(bureau);
    out.iter_mut().for_each(|p| p.unit.clone_from(&units[&p.matter]));
    out
}

/// With which unit each matter lies, from a copy of the file.
fn units(bureau: &Bureau) -> BTreeMap<String, String> {
    let copy = tempfile::tempdir().unwrap();
    for name in ["sinan.db", "sinan.db-wal", "sinan.db.key"] {
        std::fs::copy(bureau.folder().join(name), copy.path().join(name)).unwrap();
    }
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = store::open(store::Options::new(copy.path().join("sinan.db"))).await.unwrap();
        let bodies = store.bodies(BureauId(1), None, true, 10_000).await.unwrap();
        store.close().await;
        let unit = |text: &str| serde_json::from_str::<engine::Matter>(text).unwrap().unit.as_str().trim_start_matches('/').to_owned();
        bodies.iter().map(|m| (format!("/matters/{}", m.id), unit(&m.body))).collect()
    })
}

/// What is asked of every answer: no canary and no link to a matter that is not theirs.
struct Watch {
    /// For each account what must not be seen.
    forbidden: BTreeMap<&'static str, Vec<(String, String)>>,
    theirs: BTreeMap<&'static str, BTreeSet<String>>,
    /// What an id of nothing answered, by who asked, how and where.
    nothing: BTreeMap<(&'static str, String), Told>,
    requests: usize,
}

/// Status, address and page, without what differs between any two requests.
type Told = (u16, String, String);

impl Watch {
    fn ask(&mut self, person: (&'static str, &mut Visitor), method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (account, visitor) = person;
        let answer = if method == "GET" { visitor.get(path) } else { visitor.post(path, fields) };
        self.requests += 1;
        // One look tells whether there is any at all.
        let any = answer.body.contains(CANARY) || answer.body.contains(PHONE);
        for (canary, matter) in self.forbidden.get(account).into_iter().flatten().filter(|_| any) {
            assert!(!answer.body.contains(canary), "{account:?} reads {canary} of {matter} at {method} {path}");
        }
        let theirs = &self.theirs[account];
        for link in answer.links().into_iter().filter(|l| l.len() >= NOWHERE.len() + 9 && l.starts_with("/matters/")) {
            let matter = &link[..NOWHERE.len() + 9];
            let led = theirs.contains(matter) || path.starts_with(matter) || uuid::Uuid::parse_str(&matter[9..]).is_err();
            assert!(led, "{account:?} is led to {link} by {method} {path}");
        }
        answer
    }

    /// Everything that links lead to, a few of each kind.
    fn crawl(&mut self, person: &mut Person) {
        let routes = routes();
        let (mut opened, mut seen) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
        let mut queue = VecDeque::from(["/".to_owned()]);
        while let Some(path) = queue.pop_front() {
            let Some(kind) = pattern(&routes, &path) else { continue };
            let count = opened.entry(kind).or_default();
            if *count >= OF_A_KIND || !seen.insert(path.clone()) {
                continue;
            }
            *count += 1;
            let answer = self.ask((person.account, &mut person.visitor), "GET", &path, &[]);
            let next = if answer.status == 303 { vec![answer.location.clone()] } else { answer.links() };
            person.accounts.extend(next.iter().filter_map(|l| l.strip_prefix("/organisation/people/")).map(str::to_owned));
            let handles = answer.body.split("name=\"session\" value=\"").skip(1).filter_map(|s| s.split('"').next());
            person.sessions.extend(handles.map(str::to_owned));
            queue.extend(next.into_iter().filter(|l| !l.contains("lang=") && !l.contains("elder=")));
        }
    }
}

/// What is sent with every form: whatever any of them asks for.
fn form(id: &str) -> Vec<(&'static str, String)> {
    let fixed = [
        ("operation", "0198a5a0-0000-7000-8000-000000000000"),
        ("answer", "sign"),
        ("reasons", "x"),
        ("reason", "supervision"),
        ("handler", "reviewer@haibowan.reviewer"),
        ("manner", "direct"),
        ("occurred-on", "2026-9-29"),
        ("account", "director"),
        ("unit", "/wuhai/haibowan/legal-aid"),
        ("back", "/matters"),
    ];
    fixed.into_iter().map(|(k, v)| (k, v.to_owned())).chain([("matter", id.to_owned()), ("link", id.to_owned())]).collect()
}

/// The same address with one id and with another answers alike.
fn alike(watch: &mut Watch, person: (&'static str, &mut Visitor), method: &str, made: &dyn Fn(&str) -> String, ids: (&str, &str)) {
    let (account, visitor) = person;
    let mut ask = |watch: &mut Watch, id: &str| {
        let fields = form(id);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        told(&watch.ask((account, visitor), method, &made(id), &pairs), id)
    };
    let theirs = ask(watch, ids.0);
    let key = (account, format!("{method} {}", made(ids.1)));
    if !watch.nothing.contains_key(&key) {
        let nothing = ask(watch, ids.1);
        watch.nothing.insert(key.clone(), nothing);
    }
    let nobodys = &watch.nothing[&key];
    assert_eq!(theirs, *nobodys, "{account:?}: {method} {} tells the two apart", made(ids.0));
    let fine = matches!(nobodys.0, 404 | 405 | 422 | 409 | 400) || nobodys.0 == 303 && !nobodys.1.contains("done=") || nobodys.0 == 200;
    assert!(fine, "{account:?}: {method} {}: {}", made(ids.0), nobodys.0);
}

/// Addresses of a matter: each route that takes its id, with names that this matter has where it has some.
fn of_matter(own: &BTreeSet<String>) -> Vec<String> {
    let all = routes().into_iter().filter_map(|(_, r)| r.strip_prefix("/matters/{id}").map(str::to_owned));
    let named = |rest: String| {
        let kind = rest.split('/').nth(1).unwrap_or_default().to_owned();
        let known = own.iter().find(|o| o.split('/').nth(1) == Some(&kind) && o.matches('/').count() == rest.matches('/').count());
        let any = rest.replace("{action}", "grant").replace("{clock}", "review").replace("{paper}", "x").replace("{seq}", "1");
        known.cloned().unwrap_or_else(|| any.replace("{verb}", "transfer"))
    };
    all.map(named).collect()
}

fn people(bureau: &Bureau) -> Vec<Person> {
    let mut out: Vec<Person> = Vec::new();
    for account in personas().into_iter().chain([""]) {
        let mut visitor = if account.is_empty() { bureau.visitor() } else { bureau.persona(account) };
        // A second browser, so that there is a session to end.
        let _ = (!account.is_empty()).then(|| bureau.persona(account));
        let matters = if account.is_empty() { BTreeSet::new() } else { listed(&mut visitor) };
        out.push(Person { account, visitor, matters, sessions: BTreeSet::new(), accounts: BTreeSet::new() });
    }
    out
}

/// Of some matters, what their own people come to under their address.
fn known(people: &mut [Person], planted: &[Planted]) -> BTreeMap<String, BTreeSet<String>> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for person in people {
        let mine = planted.iter().map(|p| &p.matter).filter(|m| person.matters.contains(*m)).cloned();
        let few: BTreeSet<String> = person.matters.iter().step_by(1 + person.matters.len() / OTHERS).cloned().chain(mine).collect();
        for matter in few.into_iter().filter(|m| !known.contains_key(m)).collect::<Vec<_>>() {
            let mut page = person.visitor.get(&matter);
            if page.status == 303 {
                person.visitor.post(&page.location, &[("reason", "handling")]);
                page = person.visitor.get(&matter);
            }
            known.insert(matter.clone(), under(&page, &matter));
        }
    }
    known
}

/// Matters of others: under their own address, and in what is sent to other addresses.
fn others_matters(watch: &mut Watch, person: &mut Person, known: &BTreeMap<String, BTreeSet<String>>) {
    let who = person.account;
    let others: Vec<_> = known.iter().filter(|(m, _)| !person.matters.contains(*m)).collect();
    for (matter, own) in others.iter().step_by(others.len().div_ceil(ASKED).max(1)) {
        let id = matter.strip_prefix("/matters/").unwrap();
        for rest in of_matter(own) {
            for method in ["GET", "POST"] {
                alike(watch, (who, &mut person.visitor), method, &|id| format!("/matters/{id}{rest}"), (id, NOWHERE));
            }
        }
        // In what is sent to other addresses: a matter of one's own, and lists of matters.
        let link = person.matters.first().map(|own| format!("{own}/verb/link"));
        for path in link.into_iter().chain(["/retention/propose".to_owned(), "/retention/agree".to_owned()]) {
            alike(watch, (who, &mut person.visitor), "POST", &|_| path.clone(), (id, NOWHERE));
        }
    }
}

/// Nobody ends a session of somebody else's.
fn others_sessions(watch: &mut Watch, person: &mut Person, sessions: &[(&str, String)]) {
    let who = person.account;
    for (_, session) in sessions.iter().filter(|(of, _)| *of != who) {
        let mut end = |session: &str| {
            let answer = watch.ask((who, &mut person.visitor), "POST", "/account/sessions/end", &[("session", session)]);
            told(&answer, session)
        };
        let nobodys: String = session.chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
        assert_eq!(end(session), end(&nobodys), "{who} ends a session of somebody else's");
    }
}

/// Whoever keeps no accounts learns nothing of one by asking.
fn others_accounts(watch: &mut Watch, person: &mut Person, accounts: &BTreeSet<String>) {
    let who = person.account;
    let office = grants(who).iter().any(|(role, _)| role.ends_with("_administrator"));
    let mine = grants(who).is_empty();
    for account in accounts.iter().filter(|_| !office).step_by(9) {
        for (_, route) in routes().iter().filter(|(_, r)| r.contains("{account}")) {
            // Who works here is known to whoever works here.
            for method in if route.ends_with("{account}") && !mine { &["POST"][..] } else { &["GET", "POST"][..] } {
                let made = |account: &str| route.replace("{account}", account);
                alike(watch, (who, &mut person.visitor), method, &made, (account, NO_ACCOUNT));
            }
        }
    }
}

#[test]
fn everybodys_ids_answer_everybody_else_like_ids_of_nothing() {
    let settings = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(settings.path(), LIMITS).unwrap();
    let bureau = Bureau::saying("trace", "60", &["--config", settings.path().to_str().unwrap()]);
    let modules = crate::world::built_in();
    let files: Vec<_> = modules.into_iter().filter_map(|d| d.dossier).flat_map(|d| d.procedures).collect();
    let planted = planted(&bureau);
    let lines: BTreeSet<&str> = planted.iter().map(|p| p.procedure.as_str()).collect();
    println!("{} matters planted in {lines:?}, {} canaries", planted.len(), planted.iter().map(|p| p.canaries.len()).sum::<usize>());
    assert!(planted.len() >= 8 && lines.len() >= 4, "{lines:?}");
    // Somebody without an account who applied, with a number and a code.
    let mut applicant = bureau.visitor();
    citizen::filled(&mut applicant);
    let operation = applicant.get("/apply/legal_aid/check").value("operation");
    applicant.post("/apply/legal_aid/send", &[("operation", &operation), ("pledge", "yes")]);
    let (number, code) = citizen::receipt(&mut applicant);

    let mut people = people(&bureau);
    let forbidden = people.iter().map(|p| {
        let kept = planted.iter().filter(|m| !may(&files, p.account, m));
        (p.account, kept.flat_map(|m| m.canaries.iter().map(|c| (c.clone(), m.matter.clone()))).collect())
    });
    let (forbidden, theirs) = (forbidden.collect(), people.iter().map(|p| (p.account, p.matters.clone())).collect());
    let mut watch = Watch { forbidden, theirs, nothing: BTreeMap::new(), requests: 0 };
    for person in &people {
        for matter in &planted {
            assert_eq!(
                person.matters.contains(&matter.matter),
                may(&files, person.account, matter),
                "{} {}",
                person.account,
                matter.procedure
            );
        }
    }
    people.iter_mut().for_each(|p| watch.crawl(p));
    let crawled = watch.requests;

    let known = known(&mut people, &planted);
    let sessions: Vec<(&str, String)> = people.iter().flat_map(|p| p.sessions.iter().map(|s| (p.account, s.clone()))).collect();
    let accounts: BTreeSet<String> = people.iter().flat_map(|p| p.accounts.iter().cloned()).filter(|a| !a.contains(['/', '?'])).collect();
    assert!(sessions.len() >= 10 && accounts.len() >= 20, "{} sessions, {} accounts", sessions.len(), accounts.len());
    for person in &mut people {
        others_matters(&mut watch, person, &known);
        others_sessions(&mut watch, person, &sessions);
        others_accounts(&mut watch, person, &accounts);
        // What goes out about oneself has nothing of others; the watch reads it.
        let out = watch.ask((person.account, &mut person.visitor), "POST", "/account/extract", &[]);
        assert_eq!(out.status, if person.account.is_empty() { 303 } else { 200 });
    }
    // Everybody's own second session is still there: nobody else ended it.
    for person in people.iter_mut().filter(|p| !p.account.is_empty()) {
        let now = person.visitor.get("/account").body;
        assert!(person.sessions.iter().all(|s| now.contains(s.as_str())), "a session of {} was ended", person.account);
    }

    // A code opens its own matter alone, and a wrong code says as little as a number that nobody has.
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let page = reviewer.get("/matters?phase=all").text();
    let other = page.split_whitespace().find(|w| w.starts_with("乌海勃湾援") && *w != number).unwrap().to_owned();
    let mut track = |number: &str| told(&applicant.post("/track", &[("number", number), ("code", &code)]), number);
    assert_eq!(track(&number).0, 200);
    assert_eq!(track(&other), track("乌海勃湾援〔2026〕99999号"));
    let log = std::fs::read_to_string(bureau.folder().join("said.txt")).unwrap();
    let logged: Vec<&String> = planted.iter().flat_map(|p| &p.canaries).filter(|c| log.contains(c.as_str())).collect();
    assert!(log.len() > 10_000 && logged.is_empty(), "{logged:?} in the log");
    println!("{} people, {} matters, {} sessions, {} accounts", people.len(), known.len(), sessions.len(), accounts.len());
    println!("{} requests, {crawled} of them by following links", watch.requests);
    assert!(watch.requests > 5_000);
}
