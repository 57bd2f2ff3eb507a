//! What was typed about one matter is seen by nobody who may not see that matter: not in lists, searches, counts, exports, error pages, logs.

use super::addresses::reached;
use super::handling::{applied, does, fill};
use super::not_yours::personas;
use super::visitor::Bureau;
use std::collections::BTreeSet;

/// Nobody else's matter has any of these.
const NAME: &str = "金丝雀甲乙丙";
const PLACE: &str = "金丝雀巷七七九弄";
const STORY: &str = "金丝雀诉求四二一";
const REASON: &str = "金丝雀理由八八三";
const NUMBER: &str = "110105194912310038";
const PHONE: &str = "13912345987";

fn found(text: &str) -> Vec<&'static str> {
    [NAME, PLACE, STORY, REASON, "金丝雀", NUMBER, PHONE].into_iter().filter(|c| text.contains(c)).collect()
}

#[test]
fn canaries_of_one_matter_are_seen_by_nobody_else() {
    let bureau = Bureau::saying("trace", "40", &[]);
    let (mut reviewer, mut approver) = (bureau.persona("haibowan.reviewer"), bureau.persona("haibowan.approver"));
    let matter = applied(&mut reviewer, &[]);
    let answer = fill(
        &mut reviewer,
        "/matters/new/legal_aid/apply",
        "/matters/new/legal_aid/apply",
        &[
            ("applicant", NAME),
            ("applying_as", "in_person"),
            ("id_kind", "resident_id"),
            ("id_number", NUMBER),
            ("phone", PHONE),
            ("address", PLACE),
            ("aid_kind", "litigation"),
            ("matter_kind", "labour"),
            ("facts", STORY),
            ("no_test_ground", "no_such_ground"),
            ("exempt_ground", "migrant_claim"),
            ("has_counsel", "no"),
            ("exempt_proof", "x"),
        ],
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    let secret = answer.location.split('?').next().unwrap().to_owned();
    does(&mut reviewer, &secret, "refuse", &[("reasons", REASON), ("refusal_ground", "has_lawyer")]);
    // Whoever handles it does see them: the test would find them.
    let own = reviewer.get(&secret).text();
    assert!(own.contains(NAME) && own.contains(REASON), "{own}");
    assert!(!approver.get(&secret).body.contains(NUMBER), "numbers are masked even there");

    let title = reviewer.get(&secret).title().to_owned();
    let number = title.split_whitespace().find(|w| w.contains("〔2026〕")).unwrap_or_else(|| panic!("no number in {title}")).to_owned();
    let (mut pages, mut kept_out) = (0, 0);
    for account in personas().into_iter().chain([""]) {
        let mut visitor = if account.is_empty() { bureau.visitor() } else { bureau.persona(account) };
        if !account.is_empty() && visitor.get(&secret).status == 200 {
            continue;
        }
        kept_out += 1;
        let mut paths: BTreeSet<String> = reached(&mut visitor, 2).into_values().flatten().collect();
        // A colleague's wanderings: search, filters, exports and parts of the matter under its own address.
        paths.extend(
            ["/matters?phase=all", "/matters?phase=closed", "/matters?due=late", "/matters?unit=/wuhai/haibowan/legal-aid&phase=all"]
                .map(str::to_owned),
        );
        paths.extend(["", "/proof", "/papers/refusal", "/act/refuse", "/clocks/examination"].map(|part| format!("{secret}{part}")));
        paths.insert(matter.clone());
        for path in &paths {
            let answer = visitor.get(path);
            assert_eq!(found(&answer.body), Vec::<&str>::new(), "{account:?} sees them at {path}");
            // An address asked for stands on the page that says there is nothing.
            assert!(path.starts_with(&secret) || !answer.body.contains(&secret), "{account:?} is led to it from {path}");
            pages += 1;
        }
        for asked in [number.as_str(), NAME, NUMBER] {
            let answer = visitor.post("/matters", &[("q", asked)]);
            let shown = if answer.status == 303 { visitor.get(&answer.location) } else { answer };
            // What was typed into the search is shown in it again; the matter is not.
            let others: Vec<_> = found(&shown.body).into_iter().filter(|c| !asked.contains(c)).collect();
            assert!(others.is_empty() && !shown.body.contains(&secret), "{account:?} finds it by {asked}: {others:?}");
        }
    }
    println!("{pages} pages, {kept_out} people kept out");
    assert!(kept_out >= 10 && pages > 300, "{kept_out} {pages}");
    let log = std::fs::read_to_string(bureau.folder().join("said.txt")).unwrap();
    assert!(log.len() > 10_000 && found(&log).is_empty(), "the log has {:?} of {} characters", found(&log), log.len());
}
