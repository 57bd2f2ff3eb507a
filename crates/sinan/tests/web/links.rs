//! Every page is reached by links from the first one, in both languages, and no link leads nowhere.

use super::visitor::{Answer, Bureau, Visitor};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages of one kind that are opened; the others are of the same make.
const OF_A_KIND: usize = 4;

/// Routes that no link leads to: forms are sent to them, or they follow from a form (the journeys go there).
const BY_FORM: [&str; 44] = [
    "/sign-out",
    "/sign-in/code",
    // The demo has no provider of identities.
    "/sign-in/provider",
    "/sign-in/provider/back",
    "/account/provider",
    "/account/provider/unbind",
    // The demo has no address that browsers make passkeys for.
    "/sign-in/passkey",
    "/sign-in/passkey/answer",
    "/account/passkeys",
    "/account/passkeys/answer",
    "/account/passkeys/remove",
    // The demo's people have no password.
    "/account/password",
    "/account/second-factor",
    "/account/second-factor/abandon",
    "/account/second-factor/confirm",
    "/account/second-factor/remove",
    "/account/sessions/end",
    "/account/sessions/end-others",
    "/account/extract",
    "/matters/{id}/reason",
    "/matters/{id}/reveal",
    "/retention/agree",
    "/retention/propose",
    "/demo/enter",
    "/demo/advance",
    "/apply/{procedure}/{step}",
    "/apply/{procedure}/discard",
    "/apply/{procedure}/check",
    "/apply/{procedure}/send",
    "/apply/{procedure}/receipt",
    "/matters/{id}/assign",
    "/organisation/acting/end",
    "/organisation/people/{account}/end",
    "/organisation/people/{account}/give",
    "/organisation/people/{account}/disable",
    "/organisation/people/{account}/enable",
    "/organisation/people/{account}/password",
    "/organisation/people/{account}/second-factor/remove",
    "/matters/{id}/lapse/{clock}",
    "/matters/{id}/recall",
    "/matters/{id}/serve",
    "/matters/{id}/sign",
    "/healthz",
    "/assets",
];

/// The routes with their rules, as the golden file of the web crate has them.
pub fn routes() -> Vec<(String, String)> {
    let golden = include_str!("../../../web/tests/routes.snap");
    golden.lines().filter_map(|l| l.split_once(' ')).map(|(rule, path)| (rule.to_owned(), path.trim().to_owned())).collect()
}

pub fn pattern(routes: &[(String, String)], address: &str) -> Option<String> {
    let path = address.split('?').next().unwrap_or_default();
    let fits = |route: &str| {
        let (a, b): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
        a.len() == b.len() && a.iter().zip(&b).all(|(r, p)| r == p || r.starts_with('{') && !p.is_empty())
    };
    // A fixed segment goes before a variable one.
    routes.iter().map(|(_, path)| path).filter(|r| fits(r)).min_by_key(|r| r.matches('{').count()).cloned()
}

/// Opens every kind of page that links lead to, and says which kinds they were.
fn crawl(visitor: &mut Visitor, routes: &[(String, String)], from: &str, lang: &str) -> BTreeSet<String> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut opened: BTreeMap<String, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([(format!("{from}?lang={lang}"), String::new())]);
    while let Some((address, on)) = queue.pop_front() {
        let Some(kind) = pattern(routes, &address) else { panic!("{on} links to {address}, which is no route") };
        let count = opened.entry(kind.clone()).or_default();
        if *count >= OF_A_KIND || !seen.insert(address.clone()) {
            continue;
        }
        *count += 1;
        let answer = visitor.get(&address);
        let next = if answer.status == 303 { vec![answer.location.clone()] } else { answer.links() };
        assert!(matches!(answer.status, 200 | 303), "{on} links to {address}: {} {}", answer.status, answer.text());
        // A proof file is a file, not a page.
        if answer.status == 200 && !address.ends_with("/proof") {
            well_formed(&answer, &address, lang);
        }
        let leaves = |l: &String| !l.contains("lang=") && !l.contains("elder=");
        queue.extend(next.into_iter().filter(leaves).map(|l| (l, address.clone())));
    }
    opened.into_keys().collect()
}

fn well_formed(answer: &Answer, address: &str, lang: &str) {
    let tag = if lang == "en" { "en" } else { "zh-CN" };
    assert!(answer.body.contains(&format!("<html lang=\"{tag}\"")), "{address} is not in {lang}");
    assert_eq!(answer.body.matches("<h1").count(), 1, "{address} has not one heading");
    assert!(
        !answer.title().is_empty() && !answer.title().starts_with("错误") && !answer.title().starts_with("Error"),
        "{address}: {}",
        answer.title()
    );
    assert!(!answer.body.contains("href=\"\""), "{address} has an empty link");
    if lang == "en" {
        untranslated(answer, address);
    }
}

/// On an English page Chinese stands only in what is marked as Chinese: names, numbers, the plan's and the statutes' own words.
/// Options of a list and the signs of a drawing cannot be.
fn untranslated(answer: &Answer, address: &str) {
    let main = answer.body.split_once("<main").map_or("", |(_, m)| m).split_once("</main>").map_or("", |(m, _)| m);
    let mut words = String::new();
    for part in main.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        // What is marked holds no element of its own: it ends with the next tag.
        let marked = tag.contains("lang=\"zh-CN\"") || tag.starts_with("option") || tag.starts_with("text");
        if !marked {
            words.push_str(text);
        }
    }
    let found: String = words.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).take(30).collect();
    // A paper is Chinese as a whole, and marked so.
    let paper = address.contains("/papers/") && main.contains("lang=\"zh-CN\"");
    assert!(found.is_empty() || paper, "{address} shows Chinese that is not marked as such: {found}");
}

#[test]
fn every_page_is_reached_by_links_in_both_languages() {
    let bureau = Bureau::with("60", &[]);
    let routes = routes();
    for lang in ["zh", "en"] {
        let mut reached = BTreeSet::new();
        let administrators = ["system.admin", "security.admin", "audit.admin"];
        for account in ["", "director", "haibowan.reviewer", "haibowan.approver", "lawyer.han", "citizen.gao", "enforcement.keeper"]
            .into_iter()
            .chain(administrators)
        {
            let mut somebody = if account.is_empty() { bureau.visitor() } else { bureau.persona(account) };
            reached.extend(crawl(&mut somebody, &routes, "/", lang));
        }
        let missed: Vec<&String> = routes
            .iter()
            .map(|(_, path)| path)
            .filter(|p| !reached.contains(*p) && !BY_FORM.iter().any(|b| p == b || *b == "/assets" && p.starts_with(b)))
            .collect();
        assert!(missed.is_empty(), "no link leads to {missed:?} ({lang})");
    }
}

#[test]
fn what_goes_wrong_is_a_page_with_a_way_on() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    let big = format!("number={}", "a".repeat(600 * 1024));
    for (method, path, body, status, said) in [
        ("GET", "/no-such-page", "", 404, "没有找到"),
        ("DELETE", "/track", "", 405, "按按钮时用"),
        ("POST", "/board", "", 405, "按按钮时用"),
        ("POST", "/track", big.as_str(), 413, "太大"),
        ("GET", "/board/99", "", 404, "没有找到"),
        ("GET", "/board/x", "", 400, "读不出来"),
        ("GET", "/matters/00000000-0000-0000-0000-000000000000", "", 303, ""),
    ] {
        let answer = visitor.send(method, path, body);
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.text().contains(said), "{method} {path}: {}", answer.text());
        if status >= 400 {
            assert!(answer.body.contains("<h1>") && answer.links().contains(&"/".to_owned()), "{method} {path} has a way on");
        }
    }
}
