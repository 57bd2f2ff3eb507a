//! The security administrator sets an account right on the person's page.

use super::*;

const LI: &str = "/organisation/people/li";

/// The password that the page shows.
fn shown(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let after = answer.body.split_once("role=\"status\"").expect("it is shown").1;
    after.split_once("<code>").and_then(|(_, rest)| rest.split_once("</code>")).expect("in a code").0.to_owned()
}

#[test]
fn a_password_for_one_use_is_shown_once_and_opens_nothing_but_its_change() {
    let site = Site::new();
    let (mut se, mut li) = (site.signed_in("se"), site.signed_in("li"));
    let password = shown(&se.post(&format!("{LI}/password"), &[]));
    assert!(!se.get(LI).body.contains(&password), "once");
    assert!(!inside(&mut li), "what was open is over");
    let mut li = site.visitor();
    assert_eq!(sign_in(&mut li, "li", PASSWORD).status, 401);
    assert_eq!(sign_in(&mut li, "li", &password).status, 303);
    // Whoever gave the password knows it: nothing may be left behind by which they come in later.
    for path in ["/account/second-factor", "/account/second-factor/confirm", "/account/provider", "/account/sessions/end-others"] {
        assert_eq!(li.post(path, &[("code", "000000")]).location, "/account/password", "{path}");
    }
    assert_eq!(li.get("/account").location, "/account/password");
    assert!(li.get("/account/password").body.contains("一次性密码"));
    assert_eq!(li.post("/account/password", &[("old", password.as_str()), ("new", "a wholly new passphrase")]).status, 303);
    assert!(inside(&mut li));
}

#[test]
fn the_page_offers_what_may_be_done_and_no_more() {
    let site = Site::new();
    let (mut se, mut li) = (site.signed_in("se"), site.signed_in("li"));
    let page = se.get(LI).body;
    assert!(page.contains(&format!("{LI}/password")) && page.contains(&format!("{LI}/disable")));
    assert!(!page.contains(&format!("{LI}/enable")) && !page.contains("second-factor/remove"));
    let own = se.get("/organisation/people/se").body;
    assert!(!own.contains("/organisation/people/se/password") && !own.contains("/organisation/people/se/disable"));
    assert_eq!(se.post("/organisation/people/se/password", &[]).status, 422, "not one's own");
    for deed in ["password", "second-factor/remove", "disable", "enable"] {
        assert_eq!(li.post(&format!("/organisation/people/an/{deed}"), &[]).status, 404, "{deed}: a clerk finds nothing there");
    }
    assert!(!li.get("/organisation/people/an").body.contains("/disable"));
    assert_eq!(se.post(&format!("{LI}/disable"), &[]).status, 303);
    assert!(!inside(&mut li));
    assert!(se.get(LI).body.contains(&format!("{LI}/enable")));
    assert_eq!(se.post(&format!("{LI}/enable"), &[]).status, 303);
    site.signed_in("li");
}
