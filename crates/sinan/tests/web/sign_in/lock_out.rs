//! Guessing is slow; nobody is locked out by it.

use super::*;

/// The status of so many wrong guesses at a name.
fn guesses(site: &Site, name: &str, count: usize) -> Vec<u16> {
    (0..count).map(|n| sign_in(&mut site.visitor(), name, &format!("guess number {n}")).status).collect()
}

#[test]
fn strangers_failures_slow_strangers_and_not_the_browser_that_is_known() {
    let site = Site::new();
    let mut known = site.signed_in("li");
    known.post("/sign-out", &[]);
    let answers = guesses(&site, "li", 8);
    assert_eq!(answers, [[401; 5].as_slice(), &[429; 3]].concat());
    assert_eq!(sign_in(&mut site.visitor(), "li", PASSWORD).status, 429, "the right password is not looked at either");
    assert_eq!(sign_in(&mut known, "li", PASSWORD).status, 303, "where the account signed in before nobody waits");
    // Somebody who steals what makes a browser known has guesses there, and they are as slow.
    let mut thief = site.visitor();
    thief.cookies.insert("sinan_known".to_owned(), known.cookies["sinan_known"].clone());
    let stolen: Vec<u16> = (0..8).map(|_| sign_in(&mut thief, "li", "wrong again and again").status).collect();
    assert_eq!(stolen, [[401; 5].as_slice(), &[429; 3]].concat());
    // It is known to one account, not to others.
    assert_eq!(guesses(&site, "an", 6).last(), Some(&429));
    assert_eq!(sign_in(&mut thief, "an", PASSWORD).status, 429);
    site.pass(app::Guard::LONGEST);
    assert_eq!(sign_in(&mut site.visitor(), "li", PASSWORD).status, 303, "every wait ends");
    assert_eq!(sign_in(&mut site.visitor(), "an", PASSWORD).status, 303);
}

#[test]
fn a_browser_that_several_people_use_is_known_to_each() {
    let site = Site::new();
    let mut shared = site.visitor();
    for name in ["li", "an", "li", "wu"] {
        assert_eq!(sign_in(&mut shared, name, PASSWORD).status, 303);
        shared.post("/sign-out", &[]);
    }
    for name in ["li", "an", "wu"] {
        guesses(&site, name, 6);
        assert_eq!(sign_in(&mut shared, name, PASSWORD).status, 303, "{name}");
        shared.post("/sign-out", &[]);
        site.pass(2 * MINUTE);
    }
}

#[test]
fn an_address_that_guesses_at_many_is_slowed_and_let_go() {
    let site = Site::new();
    let mut known = site.signed_in("li");
    let last = (0..40).map(|n| guesses(&site, &format!("clerk.{n}"), 1)[0]).collect::<Vec<_>>();
    assert!(last[..30].iter().all(|s| *s == 401) && last[31..].contains(&429), "{last:?}");
    assert_eq!(sign_in(&mut known, "li", PASSWORD).status, 303);
    site.pass(app::Guard::LONGEST);
    assert_eq!(sign_in(&mut site.visitor(), "an", PASSWORD).status, 303);
}

#[test]
fn a_new_password_makes_every_browser_unknown() {
    let site = Site::new();
    let mut known = site.signed_in("li");
    known.post("/sign-out", &[]);
    site.wait(site.bureau.set_password(&Id::from("li"), "a wholly new passphrase")).unwrap();
    guesses(&site, "li", 6);
    assert_eq!(sign_in(&mut known, "li", "a wholly new passphrase").status, 429);
    site.pass(HOUR);
    assert_eq!(sign_in(&mut known, "li", "a wholly new passphrase").status, 303);
}
