//! Sign-in in two steps: nothing opens before the second.

use super::*;
use app::one_time::{code, from_base32, step};

/// Turns the second step on and returns the secret and the recovery codes.
pub fn enrol(site: &Site, visitor: &mut Visitor) -> (Vec<u8>, Vec<String>) {
    assert_eq!(visitor.post("/account/second-factor", &[]).location, "/account/second-factor");
    let page = visitor.get("/account/second-factor");
    let secret = from_base32(&coded(&page)[0]).unwrap();
    let answer = visitor.post("/account/second-factor/confirm", &[("code", &now(site, &secret))]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    (secret, coded(&answer))
}

fn coded(page: &Answer) -> Vec<String> {
    page.body.split("<code>").skip(1).map(|c| c.split_once('<').unwrap().0.to_owned()).collect()
}

/// The code that a device shows now.
fn now(site: &Site, secret: &[u8]) -> String {
    code(secret, step(site.clock.now().micros))
}

#[test]
fn a_right_password_opens_nothing_while_the_code_is_missing() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    let (secret, recovery) = enrol(&site, &mut clerk);
    assert_eq!(recovery.len(), 10);
    site.pass(MINUTE);
    let mut visitor = site.visitor();
    let answer = sign_in(&mut visitor, "li", PASSWORD);
    assert!(answer.location.starts_with("/sign-in/code"), "{}", answer.location);
    assert!(!visitor.cookies.contains_key("sinan_session") && !visitor.cookies.contains_key("sinan_known"));
    let half = visitor.cookies["sinan_half"].clone();
    for path in ["/account", "/desk", "/matters", "/account/password", "/account/second-factor"] {
        assert!(visitor.get(path).location.starts_with("/sign-in?next="), "{path}");
    }
    assert!(!opens(&site, &half), "a half is no session");
    let right = now(&site, &secret);
    let wrong = if right == "000000" { "111111" } else { "000000" };
    assert_eq!(visitor.post("/sign-in/code", &[("code", wrong)]).status, 401);
    assert_eq!(visitor.post("/sign-in/code", &[("code", &right)]).status, 303);
    assert!(inside(&mut visitor) && !visitor.cookies.contains_key("sinan_half"));
    // Neither the half nor the code serves a second time.
    let mut again = site.visitor();
    again.cookies.insert("sinan_half".to_owned(), half);
    assert_eq!(again.post("/sign-in/code", &[("code", &recovery[0])]).status, 401);
    sign_in(&mut again, "li", PASSWORD);
    assert_eq!(again.post("/sign-in/code", &[("code", &right)]).status, 401, "used");
    assert_eq!(again.post("/sign-in/code", &[("code", &recovery[0])]).status, 303);
    assert!(inside(&mut again));
    sign_in(&mut again, "li", PASSWORD);
    assert_eq!(again.post("/sign-in/code", &[("code", &recovery[0])]).status, 401, "each serves once");
}

#[test]
fn a_half_is_over_after_five_minutes_five_tries_or_a_new_password() {
    let site = Site::new();
    let (secret, _) = enrol(&site, &mut site.signed_in("li"));
    let half = || {
        let mut visitor = site.visitor();
        sign_in(&mut visitor, "li", PASSWORD);
        visitor
    };
    let mut late = half();
    site.pass(5 * MINUTE + 1);
    let answer = late.post("/sign-in/code", &[("code", &now(&site, &secret))]);
    assert!(answer.status == 401 && answer.text().contains("作废"), "{}", answer.text());

    let mut tried = half();
    for _ in 0..5 {
        tried.post("/sign-in/code", &[("code", "12")]);
        site.pass(10);
    }
    assert!(tried.post("/sign-in/code", &[("code", &now(&site, &secret))]).text().contains("作废"));

    site.pass(15 * MINUTE);
    let mut overtaken = half();
    site.wait(site.bureau.set_password(&Id::from("li"), "a wholly new passphrase")).unwrap();
    assert!(overtaken.post("/sign-in/code", &[("code", &now(&site, &secret))]).text().contains("作废"));
}

#[test]
fn an_enrolment_that_is_given_up_leaves_nothing() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    let secret = |clerk: &mut Visitor| {
        clerk.post("/account/second-factor", &[]);
        coded(&clerk.get("/account/second-factor"))[0].clone()
    };
    let first = secret(&mut clerk);
    assert_eq!(clerk.post("/account/second-factor/abandon", &[]).location, "/account");
    assert_eq!(clerk.get("/account/second-factor").location, "/account", "thrown away");
    let second = secret(&mut clerk);
    assert_ne!(first, second);
    site.pass(16 * MINUTE);
    assert_eq!(clerk.get("/account/second-factor").location, "/account", "over by itself");
    let third = secret(&mut clerk);
    clerk.post("/sign-out", &[]);
    let mut clerk = site.signed_in("li");
    assert_eq!(clerk.get("/account/second-factor").location, "/account", "gone with the session");
    let shown = from_base32(&third).unwrap();
    assert_eq!(clerk.post("/account/second-factor/confirm", &[("code", &now(&site, &shown))]).status, 404);
    // The password alone still opens the account.
    assert!(inside(&mut site.signed_in("li")));
}

#[test]
fn whoever_must_enrol_goes_nowhere_else_first() {
    let site = Site::set(web::Options::default(), toml::from_str("second_factor_roles = ['reviewer']").unwrap());
    let mut clerk = site.signed_in("li");
    for path in ["/desk", "/matters"] {
        assert_eq!(clerk.get(path).location, "/account", "{path}");
    }
    enrol(&site, &mut clerk);
    assert_eq!(clerk.get("/desk").status, 200);
    let removal = clerk.post("/account/second-factor/remove", &[("code", "123456")]);
    assert_eq!(removal.status, 422, "{}", removal.text());
    let mut other = site.signed_in("an");
    assert_eq!(other.get("/desk").status, 200, "another role");
}
