//! Who is there, what they may do, and that everybody sees exactly their own.

use super::not_yours::{listed, personas};
use super::visitor::Bureau;
use app::ports::Store;
use kernel::{BureauId, MatterId};
use procedure::model::HeldBy;
use std::collections::{BTreeMap, BTreeSet};

const BUREAU: BureauId = BureauId(1);

/// Reckoned from accounts, procedure files and matters as they lie in the store, by nothing that the program itself reckons it with.
#[test]
fn each_of_the_demos_people_sees_exactly_their_own() {
    let bureau = Bureau::with("300", &[]);
    let shown: BTreeMap<&str, BTreeSet<String>> = personas().into_iter().map(|a| (a, listed(&mut bureau.persona(a)))).collect();
    let folder = bureau.killed();
    let modules = [legal_services::MODULE, disputes::MODULE, community::MODULE, enforcement::MODULE];
    let files = modules.iter().flat_map(|m| m.dossiers).filter_map(|(name, text)| procedure::decode(name, text).0);
    let procedures: Vec<_> = files.flat_map(|d| d.procedures).collect();
    let names = |procedure: &str, role: &str| {
        let roles = procedures.iter().filter(|p| p.id == *procedure).flat_map(|p| p.roles.values());
        roles.into_iter().any(|r| r.id == *role && matches!(r.held_by, HeldBy::Unit(_)))
    };
    let (accounts, matters) = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = store::open(store::Options::new(folder.path().join("sinan.db"))).await.unwrap();
        let bodies = store.bodies(BUREAU, None, true, 10_000).await.unwrap();
        let matters: Vec<engine::Matter> = bodies.iter().map(|m| serde_json::from_str(&m.body).unwrap()).collect();
        (store.accounts(BUREAU).await.unwrap(), matters)
    });
    let (mut seen, mut kept) = (0, 0);
    for (account, shown) in &shown {
        let actor = &accounts.iter().find(|a| a.actor.account == **account).unwrap().actor;
        let by_role = |m: &engine::Matter| {
            let below = |top: &str| m.unit.as_str() == top || m.unit.as_str().starts_with(&format!("{top}/"));
            actor.grants.iter().any(|g| below(g.unit.as_str()) && names(m.procedure.id.as_str(), g.role.as_str()))
        };
        let own = |m: &engine::Matter| {
            let party = m.parties.values().flatten().any(|p| actor.person == Some(p.person));
            party || m.handlers.values().flatten().any(|h| h == *account)
        };
        let works =
            matters.iter().any(by_role) || actor.grants.iter().any(|g| procedures.iter().any(|p| names(p.id.as_str(), g.role.as_str())));
        let theirs: BTreeSet<MatterId> = matters.iter().filter(|m| if works { by_role(m) } else { own(m) }).map(|m| m.id).collect();
        let addresses: BTreeSet<String> = theirs.iter().map(|id| format!("/matters/{id}")).collect();
        assert_eq!(*shown, addresses, "{account}");
        (seen, kept) = (seen + theirs.len(), kept + matters.len() - theirs.len());
        println!("{account}: {} of {}", theirs.len(), matters.len());
    }
    assert!(shown.len() >= 12 && seen > 300 && kept > 1_000, "{} people, {seen} seen, {kept} kept", shown.len());
    let (keeper, officer) = (&shown["enforcement.keeper"], &shown["corrections.officer"]);
    assert!(!keeper.is_empty() && !officer.is_empty() && keeper.is_disjoint(officer), "two lines of work of one city");
    assert!(["system.admin", "security.admin", "audit.admin"].iter().all(|a| shown[a].is_empty()), "administrators see no matter");
}

#[test]
fn administrators_give_and_end_and_everything_is_noted() {
    let bureau = Bureau::with("40", &[]);
    let (mut system, mut security, mut audit) =
        (bureau.persona("system.admin"), bureau.persona("security.admin"), bureau.persona("audit.admin"));
    let unit = "/wuhai/enforcement";
    let person = [("account", "sun.hong"), ("name", "孙红"), ("unit", unit), ("post", "科员")];
    assert_eq!(security.post("/organisation/person", &person).status, 404, "who says what people may do does not say who is there");
    let wrong = system.post("/organisation/person", &[("account", "Sun Hong"), ("name", ""), ("unit", unit)]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("小写字母") && wrong.text().contains("请填写姓名"), "{}", wrong.text());
    assert_eq!(system.post("/organisation/person", &person).status, 303);
    assert!(system.get("/organisation/people/sun.hong").text().contains("没有角色"));

    let give = |role: &'static str, until: &'static str| [("role", role), ("unit", unit), ("from", ""), ("until", until)];
    assert_eq!(system.post("/organisation/people/sun.hong/give", &give("keeper", "")).status, 404);
    let past = security.post("/organisation/people/sun.hong/give", &give("keeper", "2026-1-1"));
    assert!(past.status == 422 && past.text().contains("截止日不能早于起始日"), "{}", past.text());
    assert_eq!(security.post("/organisation/people/sun.hong/give", &give("keeper", "2026年12月31日")).status, 303);
    assert!(security.get("/organisation/people/sun.hong").text().contains("证件管理人员"));
    let office = security.post("/organisation/people/audit.admin/give", &give("keeper", ""));
    assert!(office.status == 422 && office.text().contains("不能由一人兼任"), "{}", office.text());
    assert_eq!(security.post("/organisation/people/sun.hong/end", &[("role", "keeper"), ("unit", unit)]).status, 303);

    // Whoever has no office is told that there is no such page, and the audit administrator that they asked: once, however often.
    let mut director = bureau.persona("director");
    for _ in 0..3 {
        assert_eq!(director.get("/organisation/journal").status, 404);
    }
    let told = audit.get("/organisation/journal").text();
    for said in ["登记人员 sun.hong", "授权 sun.hong", "终止授权 sun.hong", "越权访问 /organisation/journal"] {
        assert!(told.contains(said), "{said} in {told}");
    }
    assert_eq!(told.matches("越权访问 /organisation/journal").count(), 1);
    let of_one = audit.get("/organisation/journal?about=sun.hong&kind=granted").text();
    assert!(of_one.contains("keeper@/wuhai/enforcement") && !of_one.contains("登记人员 sun.hong"), "{of_one}");

    let table = "单位代码\t单位名称\t类别\nwuhai/wuda/new\t新所\tjudicial_office\nwuhai/x/y\t无上级\tdivision";
    let looked = system.post("/organisation/import/units", &[("table", table), ("step", "look")]);
    assert!(looked.text().contains("新增1行，变更0行，不变0行，需要改正1行") && looked.value("step") == "look", "{}", looked.text());
    let good = "单位代码\t单位名称\t类别\nwuhai/wuda/new\t新所\tjudicial_office";
    assert_eq!(system.post("/organisation/import/units", &[("table", good), ("step", "look")]).value("step"), "take");
    assert!(system.post("/organisation/import/units", &[("table", good), ("step", "take")]).text().contains("已写入"));
    assert!(system.get("/organisation").text().contains("新所"));
}

#[test]
fn a_colleague_stands_in_until_a_day_and_takes_work_over() {
    let bureau = Bureau::with("300", &[]);
    let (mut keeper, mut clerk) = (bureau.persona("enforcement.keeper"), bureau.persona("services.clerk"));
    let (before, theirs) = (listed(&mut clerk), listed(&mut keeper));
    assert!(!theirs.is_empty() && before.is_disjoint(&theirs));
    let ask =
        |until: &'static str| [("role", "keeper@/wuhai/enforcement"), ("colleague", "services.clerk"), ("from", ""), ("until", until)];
    let open = keeper.post("/organisation/acting", &ask(""));
    assert!(open.status == 422 && open.text().contains("请写明代岗到哪一天"), "{}", open.text());
    assert_eq!(keeper.post("/organisation/acting", &ask("2026-10-31")).status, 303);
    assert!(keeper.get("/organisation/acting").text().contains("正在代岗"));
    assert!(clerk.get("/organisation/acting").text().contains("那日苏"), "whoever stands in reads for whom");
    assert_eq!(listed(&mut clerk), before.union(&theirs).cloned().collect(), "they see what the other sees");
    let end = [("role", "keeper"), ("unit", "services.clerk /wuhai/enforcement")];
    assert_eq!(bureau.persona("director").post("/organisation/acting/end", &end).status, 404, "it is nobody else's to end");
    assert_eq!(keeper.post("/organisation/acting/end", &end).status, 303);
    assert_eq!(listed(&mut clerk), before);

    let mut chief = bureau.persona("recon.chief");
    let same = chief.post("/organisation/hand-over", &[("from", "recon.officer"), ("to", "recon.officer")]);
    assert!(same.status == 422 && same.text().contains("同一个人"), "{}", same.text());
    let done = chief.post("/organisation/hand-over", &[("from", "recon.officer"), ("to", "recon.second")]).text();
    let passed: usize =
        done.split_once(" 交接").and_then(|(_, rest)| rest.split_once("件")).and_then(|(n, _)| n.trim().parse().ok()).unwrap();
    assert!(passed > 0, "{done}");
    let again = chief.post("/organisation/hand-over", &[("from", "recon.officer"), ("to", "recon.second")]).text();
    assert!(again.contains("交接0件"), "what was handed over is not with them any more: {again}");
    let journal = bureau.persona("audit.admin").get("/organisation/journal?kind=handed_over").text();
    assert!(journal.contains(&format!("{passed} to recon.second")), "{journal}");
}
