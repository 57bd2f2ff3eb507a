//! How often one may ask, against the running program: who is told to wait, how long, and that it ends.

use super::visitor::{Answer, Bureau, Visitor};
use std::time::Duration;

const SETTINGS: &str = "
[site]
trusted_proxies = ['127.0.0.1']
limits.visitor = { burst = 6, per_minute = 60 }
limits.account = { burst = 8, per_minute = 60 }
limits.enquirer = { burst = 3, per_minute = 30 }
";

/// The same browser seen through a proxy, from this address.
fn from(visitor: &Visitor, address: &str) -> Visitor {
    let mut there = visitor.clone();
    there.headers.insert("x-forwarded-for", address.to_owned());
    there
}

/// Asks until told to wait, and says what came before.
fn until_told(mut ask: impl FnMut() -> Answer) -> (usize, Answer) {
    for n in 0..50 {
        let answer = ask();
        if answer.status == 429 {
            return (n, answer);
        }
    }
    panic!("nobody said to wait");
}

fn wait_as_told(told: &Answer) {
    let seconds: u64 = told.header("retry-after").parse().expect("seconds");
    assert!((1..=10).contains(&seconds), "{seconds}");
    assert!(told.text().contains(&format!("请{seconds}秒后再试")), "{}", told.text());
    assert!(told.body.contains("<h1>") && told.links().contains(&"/".to_owned()), "a page with a way on");
    std::thread::sleep(Duration::from_secs(seconds));
}

#[test]
fn whoever_asks_too_often_is_told_how_long_and_then_served() {
    let bureau = Bureau::set_up("5", SETTINGS);
    let nobody = bureau.visitor();
    // By address; what a visitor claims to be does not help.
    let mut often = from(&nobody, "203.0.113.5");
    let (served, told) = until_told(|| often.get("/healthz-not"));
    assert!((6..=9).contains(&served), "{served}");
    assert_eq!(from(&nobody, "198.51.100.77, 203.0.113.5").get("/law").status, 429);
    assert_eq!(from(&nobody, "203.0.113.6").get("/law").status, 200, "another address is not affected");
    wait_as_told(&told);
    assert_eq!(often.get("/law").status, 200);

    // By account, wherever it comes from; another account at the same address goes on.
    let clerk = bureau.persona("haibowan.reviewer");
    let mut n = 0;
    let (served, told) = until_told(|| {
        n += 1;
        from(&clerk, &format!("203.0.113.{}", 100 + n)).get("/calendar")
    });
    assert!((8..=14).contains(&served), "{served}");
    let colleague = bureau.persona("haibowan.approver");
    assert_eq!(from(&colleague, "203.0.113.101").get("/calendar").status, 200);
    wait_as_told(&told);
    assert_eq!(from(&clerk, "203.0.113.101").get("/calendar").status, 200);

    // Enquiries by number and code are fewer, and so for whoever is signed in.
    let mut guesser = from(&colleague, "203.0.113.200");
    let (tried, told) = until_told(|| guesser.post("/track", &[("number", "乌海勃湾援〔2026〕1号"), ("code", "AAAA2222")]));
    assert!((3..=4).contains(&tried), "{tried}");
    wait_as_told(&told);
    assert_ne!(guesser.post("/track", &[("number", "乌海勃湾援〔2026〕1号"), ("code", "AAAA2222")]).status, 429);
}

/// A demo's own machine is its user and its measuring instrument; a stranger is counted there too.
#[test]
fn a_demo_does_not_count_its_own_machine() {
    let bureau = Bureau::set_up("1", SETTINGS);
    let mut own = bureau.visitor();
    assert!((0..40).all(|_| own.get("/law").status == 200));
}
