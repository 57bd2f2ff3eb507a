//! Passkeys over HTTP: what is offered, and that an answer that is none gets a page. A device's own answers are tried in `app` and in a browser.

use super::*;

#[test]
fn where_browsers_make_none_the_account_says_why_and_nothing_is_offered() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    assert!(clerk.get("/account").text().contains("本站没有提供"));
    assert_eq!(clerk.get("/account/passkeys").status, 404);
    let mut visitor = site.visitor();
    assert!(!visitor.get("/sign-in").body.contains("passkey"));
    assert_eq!(visitor.post("/sign-in/passkey", &[]).status, 404);
}

#[test]
fn where_they_are_offered_each_step_is_a_page() {
    let options = web::Options { address: Some("http://localhost:4217".to_owned()), ..web::Options::default() };
    let site = Site::set(options, app::SignInPolicy::default());
    let mut clerk = site.signed_in("li");
    let wrong = clerk.post("/account/passkeys", &[("label", "手机"), ("proof", "wrong")]);
    assert!(wrong.status == 401 && wrong.text().contains("密码不对") && wrong.body.contains("手机"), "{}", wrong.text());
    let page = clerk.post("/account/passkeys", &[("label", "手机"), ("proof", PASSWORD)]);
    assert!(page.status == 200 && page.body.contains("&#34;rp&#34;") && page.body.contains("value=\"手机\""), "{}", page.body);
    assert_eq!(clerk.post("/account/passkeys/answer", &[("label", "手机"), ("answer", "{}")]).status, 401);
    assert_eq!(clerk.post("/account/passkeys/remove", &[("passkey", "none")]).status, 404);

    let mut visitor = site.visitor();
    assert!(visitor.get("/sign-in?next=/matters").body.contains("data-passkey-offer hidden"));
    assert_eq!(visitor.post("/sign-in/passkey/answer", &[("answer", "{}")]).status, 401, "nothing was asked");
    let page = visitor.post("/sign-in/passkey", &[("next", "/matters")]);
    assert!(page.status == 200 && page.body.contains("value=\"/matters\""), "{}", page.body);
    let half = visitor.cookies["sinan_half"].clone();
    assert!(!opens(&site, &half), "what waits for a passkey is no session");
    let answer = visitor.post("/sign-in/passkey/answer", &[("answer", "{}")]);
    assert!(answer.status == 401 && answer.text().contains("没有被接受"), "{}", answer.text());
    assert_eq!(visitor.post("/sign-in/code", &[("code", "123456")]).status, 401, "nor a half that a code finishes");
    assert!(!inside(&mut visitor));
}
