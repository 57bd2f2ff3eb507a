//! No other site acts in somebody's name, and reading writes nothing.

use super::addresses::{PEOPLE, every_route, person, reached};
use super::handling::applied;
use super::visitor::Bureau;

/// Tables that reading may write: `session`, where it was last used, and the journal, where looks at a matter are noted.
const READING_WRITES: [&str; 3] = ["session", "journal", "journal_head"];

/// What forged forms look like: their headers, beside the cookies of the victim.
const FORGED: [&[(&str, &str)]; 8] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", ""), ("origin", "https://evil.example")],
    &[("sec-fetch-site", ""), ("origin", "null")],
    &[("sec-fetch-site", ""), ("origin", "")],
    &[("sec-fetch-site", "cross-site"), ("content-type", "text/plain")],
    &[("sec-fetch-site", ""), ("origin", "https://evil.example"), ("content-type", "text/plain")],
];

#[test]
fn a_form_of_another_site_is_refused_at_every_route() {
    let bureau = Bureau::with("60", &[]);
    let addresses = every_route(&bureau);
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let before = bureau.digest_without(&READING_WRITES);
    for address in &addresses {
        for forged in FORGED {
            let mut victim = reviewer.clone();
            victim.headers.extend(forged.iter().map(|(k, v)| (*k, (*v).to_owned())));
            let answer = victim.post(&address.path, &[("operation", "0198a5a0-0000-7000-8000-000000000000"), ("answer", "sign")]);
            assert_eq!(answer.status, 403, "{} {forged:?}", address.route);
            assert!(answer.text().contains("没有受理"), "{}: {}", address.route, answer.text());
        }
    }
    assert_eq!(bureau.digest_without(&READING_WRITES), before, "a forged form wrote something");
    // The same person's own forms go through, told by either header.
    applied(&mut reviewer, &[]);
    reviewer.headers = [("sec-fetch-site", String::new()), ("origin", format!("http://{}", reviewer.host()))].into();
    applied(&mut reviewer, &[]);
    assert_ne!(bureau.digest_without(&READING_WRITES), before);
}

#[test]
fn looking_at_everything_writes_nothing() {
    let bureau = Bureau::with("60", &[]);
    let mut addresses = every_route(&bureau);
    let mut people: Vec<_> = PEOPLE.into_iter().map(|account| (account, person(&bureau, account))).collect();
    addresses.retain(|a| a.path.starts_with('/'));
    let before = bureau.digest_without(&READING_WRITES);
    let mut opened = 0;
    for (_, visitor) in &mut people {
        for address in &addresses {
            for method in ["GET", "HEAD"] {
                visitor.send(method, &address.path, "");
            }
        }
        opened += reached(visitor, 4).values().map(|paths| paths.len()).sum::<usize>() + addresses.len();
    }
    println!("{opened} pages opened");
    assert_eq!(bureau.digest_without(&READING_WRITES), before);
}
