//! Limits on a clock that the test moves.
#![allow(clippy::unwrap_used)]

use super::*;
use governor::clock::FakeRelativeClock;

fn limits() -> (Limits<FakeRelativeClock>, FakeRelativeClock) {
    let clock = FakeRelativeClock::default();
    (Limits::new(&Rates::default(), clock.clone()), clock)
}

fn address(n: u32) -> IpAddr {
    IpAddr::from((0xCB00_0000 + n).to_be_bytes())
}

/// Asks until it is one too many, and says how many went through and how long to wait.
fn exhaust(ask: impl Fn(u32) -> Result<(), i64>) -> (u32, i64) {
    (0..100_000).find_map(|n| ask(n).err().map(|wait| (n, wait))).unwrap()
}

#[test]
fn every_limit_is_reached_says_how_long_and_ends() {
    let rates = Rates::default();
    type Ask = fn(&Limits<FakeRelativeClock>, u32) -> Result<(), i64>;
    let all: [(&str, Rate, Ask); 9] = [
        ("account", rates.account, |l, _| l.ask(Kind::Form, address(1), Some("a"))),
        ("visitor", rates.visitor, |l, _| l.ask(Kind::Page, address(1), None)),
        ("visitors", rates.visitors, |l, n| l.ask(Kind::Page, address(n), None)),
        ("sender", rates.sender, |l, _| l.ask(Kind::Form, address(1), None)),
        ("senders", rates.senders, |l, n| l.ask(Kind::Form, address(n), None)),
        ("filer", rates.filer, |l, _| l.ask(Kind::Filing, address(1), Some("a"))),
        ("filers", rates.filers, |l, n| l.ask(Kind::Filing, address(n), Some(&n.to_string()))),
        ("enquirer", rates.enquirer, |l, _| l.ask(Kind::Enquiry, address(1), Some("a"))),
        ("enquirers", rates.enquirers, |l, n| l.ask(Kind::Enquiry, address(n), None)),
    ];
    for (name, rate, ask) in all {
        let (limits, clock) = limits();
        for round in 0..3 {
            let (through, wait) = exhaust(|n| ask(&limits, n));
            assert!(round > 0 || through == rate.burst.get(), "{name}: {through} at once");
            assert!((1..=60).contains(&wait), "{name}: {wait} s");
            // Asking on and on in the meantime does not put the end off.
            clock.advance(Duration::from_secs(u64::try_from(wait).unwrap() - 1));
            for _ in 0..100 {
                let _ = ask(&limits, 50_000);
            }
            clock.advance(Duration::from_secs(1));
            assert_eq!(ask(&limits, 90_001 + round), Ok(()), "{name}: open again after what was said");
        }
        clock.advance(Duration::from_secs(24 * 3600));
        limits.forget();
        assert_eq!(exhaust(|n| ask(&limits, n)).0, rate.burst.get(), "{name}: a day later everything is as at first");
    }
}

#[test]
fn two_hundred_clerks_behind_one_address_are_not_stopped_by_ordinary_work() {
    let (limits, clock) = limits();
    let nat = address(7);
    // Within five minutes of the morning all open the site and sign in: the first page, three assets, the form, and a code.
    for clerk in 0..200 {
        for kind in [Kind::Page, Kind::Page, Kind::Page, Kind::Page, Kind::Page, Kind::Form, Kind::Form] {
            assert_eq!(limits.ask(kind, nat, None), Ok(()), "clerk {clerk} signs in");
        }
        clock.advance(Duration::from_millis(1500));
    }
    // Ten minutes of work at a page every five seconds each, forms among them, and at the window an application every two minutes.
    let accounts: Vec<String> = (0..200).map(|n| format!("clerk.{n}")).collect();
    for second in 0..600_u32 {
        for account in accounts.iter().skip(second as usize % 5).step_by(5) {
            assert_eq!(limits.ask(if second % 3 == 0 { Kind::Form } else { Kind::Page }, nat, Some(account)), Ok(()), "{account}");
        }
        if second % 120 == 0 {
            assert_eq!(limits.ask(Kind::Filing, nat, None), Ok(()));
        }
        clock.advance(Duration::from_secs(1));
    }
}

#[test]
fn one_account_or_address_does_not_use_up_what_others_have() {
    let (limits, _) = limits();
    exhaust(|_| limits.ask(Kind::Page, address(1), Some("script")));
    exhaust(|_| limits.ask(Kind::Page, address(1), None));
    exhaust(|_| limits.ask(Kind::Enquiry, address(1), Some("other")));
    assert_eq!(limits.ask(Kind::Page, address(1), Some("clerk")), Ok(()), "same address, another account");
    for n in 2..20 {
        assert_eq!(limits.ask(Kind::Page, address(n), None), Ok(()));
        assert_eq!(limits.ask(Kind::Enquiry, address(n), None), Ok(()));
    }
    // A flood of strangers does not stop whoever is signed in.
    exhaust(|n| limits.ask(Kind::Page, address(n), None));
    assert_eq!(limits.ask(Kind::Form, address(1), Some("clerk")), Ok(()));
    // All addresses of one IPv6 network are one.
    let v6 = |host: u16| IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, host));
    let (through, _) = exhaust(|n| limits.ask(Kind::Enquiry, v6(n as u16), None));
    assert!(through <= Rates::default().enquirer.burst.get(), "{through}");
}

/// A lookup code has eight characters of 32. However many machines somebody has, the enquiries of a whole day find a given matter's
/// code with a probability below one in a million.
#[test]
fn guessing_codes_from_everywhere_leads_nowhere() {
    const CODES: f64 = (1_u64 << 40) as f64;
    let (limits, clock) = limits();
    let mut through = 0_u32;
    // Two hours, every half minute as many as get through, from ever new addresses; a day has twelve times as many.
    for tick in 0..240_u32 {
        through += 12 * (0..10_000).take_while(|n| limits.ask(Kind::Enquiry, address(tick * 1000 + n), None).is_ok()).count() as u32;
        clock.advance(Duration::from_secs(30));
    }
    let chance = f64::from(through) / CODES;
    assert!((500_000..900_000).contains(&through), "{through} a day");
    assert!(chance < 1e-6, "{through} tries a day, {chance:e}");
    // From one address it is some ten thousand.
    let rate = Rates::default().enquirer;
    assert!(rate.burst.get() + rate.per_minute.get() * 24 * 60 < 20_000);
}

/// Not a bound, a figure for decision 0018: what counting costs a request.
#[test]
fn counting_is_cheap() {
    let limits = Limits::new(&Rates::default(), MonotonicClock);
    let began = std::time::Instant::now();
    const TIMES: u32 = 100_000;
    for n in 0..TIMES {
        let _ = limits.ask(Kind::Page, address(n % 5000), None);
    }
    let each = began.elapsed() / TIMES;
    println!("{each:?} a request");
    assert!(each < Duration::from_millis(1));
}
