//! Sessions: begun anew, ended in time, ended by hand, never brought back.

use super::*;

#[test]
fn a_token_from_before_is_never_one_afterwards() {
    let site = Site::new();
    let mut visitor = site.visitor();
    let planted = "5f".repeat(32);
    visitor.cookies.insert("sinan_session".to_owned(), planted.clone());
    assert_eq!(sign_in(&mut visitor, "li", PASSWORD).status, 303);
    let first = token(&visitor);
    assert_ne!(first, planted);
    assert!(first.len() >= 32 && opens(&site, &first) && !opens(&site, &planted));
    // Somebody else signs in in the same browser: what the first one held is over.
    assert_eq!(sign_in(&mut visitor, "an", PASSWORD).status, 303);
    assert!(inside(&mut visitor) && !opens(&site, &first));
}

#[test]
fn half_an_hour_without_a_word_ends_it() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    for _ in 0..4 {
        site.pass(29 * MINUTE);
        assert!(inside(&mut clerk), "every page begins the half hour anew");
    }
    site.pass(31 * MINUTE);
    assert!(!inside(&mut clerk));
    let old = token(&clerk);
    assert_eq!(sign_in(&mut clerk, "li", PASSWORD).status, 303);
    assert!(!opens(&site, &old));
}

#[test]
fn administrators_have_a_quarter_of_an_hour() {
    let site = Site::set(web::Options::default(), toml::from_str("short_idle_roles = ['administrator']").unwrap());
    let (mut clerk, mut administrator) = (site.signed_in("li"), site.signed_in("an"));
    site.pass(14 * MINUTE);
    assert!(inside(&mut clerk) && inside(&mut administrator));
    site.pass(16 * MINUTE);
    assert!(inside(&mut clerk) && !inside(&mut administrator));
}

#[test]
fn twelve_hours_end_it_in_any_case() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    for _ in 0..(12 * 3) {
        site.pass(20 * MINUTE);
        assert!(inside(&mut clerk));
    }
    site.pass(1);
    assert!(!inside(&mut clerk), "busy to the last minute, and over");
}

#[test]
fn signing_out_ends_it_on_the_server() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    let old = token(&clerk);
    let answer = clerk.post("/sign-out", &[]);
    assert!(answer.status == 303 && !clerk.cookies.contains_key("sinan_session"));
    assert!(!opens(&site, &old));
    // The browser forgets what it kept for this site, and is still known.
    assert!(answer.headers.contains(&("clear-site-data".to_owned(), "\"cache\", \"storage\"".to_owned())), "{:?}", answer.headers);
    assert!(clerk.cookies.contains_key("sinan_known"));
}

#[test]
fn a_password_is_taken_exactly_as_typed_up_to_its_longest() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    let page = clerk.get("/account/password").body;
    assert_eq!(page.matches("type=\"password\"").count(), 2, "both are hidden as they are typed");
    assert!(!page.contains("maxlength") && !page.contains("onpaste"), "nothing hinders a password manager");
    // Blanks at both ends, capitals, a character of four bytes; 128 characters in all.
    let words = " Blau \u{20000} violet 葡萄九月熟了 ";
    let new: String = words.chars().cycle().take(127).chain(['!']).collect();
    assert_eq!(clerk.post("/account/password", &[("old", PASSWORD), ("new", &new)]).status, 303);
    for near in [new.trim_start(), &new.to_lowercase(), &new[..new.len() - 1], &new.replace('\u{20000}', "?")] {
        assert_eq!(sign_in(&mut site.visitor(), "li", near).status, 401, "{near}");
    }
    assert_eq!(sign_in(&mut site.visitor(), "li", &new).status, 303);
    assert_eq!(clerk.post("/account/password", &[("old", &new), ("new", &format!("{new}x"))]).status, 422, "129 characters");
}

#[test]
fn a_new_password_ends_every_session_but_the_new_one() {
    let site = Site::new();
    let (mut here, mut elsewhere, mut other) = (site.signed_in("li"), site.signed_in("li"), site.signed_in("an"));
    let old = token(&here);
    let wrong = here.post("/account/password", &[("old", "something else"), ("new", "a wholly new passphrase")]);
    assert_eq!(wrong.status, 401);
    assert!(wrong.body.contains("autocomplete=\"new-password\"") && wrong.body.contains("autocomplete=\"current-password\""));
    assert!(inside(&mut elsewhere), "nothing has changed");
    let weak = here.post("/account/password", &[("old", PASSWORD), ("new", "password1234")]);
    assert_eq!(weak.status, 422, "{}", weak.text());
    let answer = here.post("/account/password", &[("old", PASSWORD), ("new", "a wholly new passphrase")]);
    assert_eq!(answer.location, "/account", "{}", answer.text());
    assert!(inside(&mut here) && !opens(&site, &old) && !inside(&mut elsewhere) && inside(&mut other));
    assert_eq!(sign_in(&mut site.visitor(), "li", PASSWORD).status, 401);
    assert_eq!(sign_in(&mut site.visitor(), "li", "a wholly new passphrase").status, 303);
}

#[test]
fn an_old_password_is_changed_first_where_the_rules_say_so() {
    let site = Site::set(web::Options::default(), toml::from_str("rules = 'mlps'").unwrap());
    let mut clerk = site.signed_in("li");
    site.pass(91 * 24 * HOUR);
    assert_eq!(sign_in(&mut clerk, "li", PASSWORD).status, 303);
    assert_eq!(clerk.get("/desk").location, "/account/password");
    let page = clerk.get("/account/password");
    assert!(page.text().contains("内部规定"), "{}", page.text());
    let plain = clerk.post("/account/password", &[("old", PASSWORD), ("new", "another horse in a battery")]);
    assert_eq!(plain.status, 422);
    clerk.post("/account/password", &[("old", PASSWORD), ("new", "Another horse in 1 battery")]);
    assert_eq!(clerk.get("/desk").status, 200);
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    site.pass(1_000 * 24 * HOUR);
    assert_eq!(sign_in(&mut clerk, "li", PASSWORD).status, 303);
    assert_eq!(clerk.get("/desk").status, 200, "no regular change is asked by default");
}

#[test]
fn a_disabled_account_is_out_at_once_and_stays_out() {
    let site = Site::new();
    let mut clerk = site.signed_in("li");
    let li = Id::from("li");
    site.wait(site.bureau.set_disabled(app::Keeper::Operator, &li, true)).unwrap();
    assert!(!inside(&mut clerk));
    let (refused, wrong) = (sign_in(&mut site.visitor(), "li", PASSWORD), sign_in(&mut site.visitor(), "nobody", PASSWORD));
    assert_eq!((refused.status, wrong.status), (401, 401));
    let words = |a: &Answer, name| a.text().replace(name, "");
    assert_eq!(words(&refused, "li"), words(&wrong, "nobody"), "nobody learns which accounts there are");
    let old = token(&clerk);
    site.wait(site.bureau.set_disabled(app::Keeper::Operator, &li, false)).unwrap();
    assert!(!opens(&site, &old), "enabling brings no session back");
    assert!(inside(&mut site.signed_in("li")));
}

#[test]
fn parallel_sessions_are_listed_and_ended_one_by_one() {
    let site = Site::new();
    let (mut here, mut there, mut third) = (site.signed_in("li"), site.signed_in("li"), site.signed_in("li"));
    let mut stranger = site.signed_in("an");
    let page = here.get("/account");
    let handles: Vec<&str> = page.body.split("name=\"session\" value=\"").skip(1).map(|s| s.split_once('"').unwrap().0).collect();
    assert_eq!(handles.len(), 2, "the two others: {}", page.text());
    assert!(handles.iter().all(|h| !opens(&site, h)), "what is listed opens nothing");
    // Somebody else's is answered like one that is not there.
    let (others, none) = (
        stranger.post("/account/sessions/end", &[("session", handles[0])]),
        stranger.post("/account/sessions/end", &[("session", &"0".repeat(64))]),
    );
    assert_eq!((others.status, none.status), (404, 404));
    assert!(inside(&mut there) && inside(&mut third));
    here.post("/account/sessions/end", &[("session", handles[0])]);
    assert_eq!([inside(&mut here), inside(&mut there) ^ inside(&mut third)], [true, true], "one of the two has ended");
    here.post("/account/sessions/end-others", &[]);
    assert!(inside(&mut here) && !inside(&mut there) && !inside(&mut third) && inside(&mut stranger));
}

#[test]
fn cookies_are_out_of_scripts_reach_and_for_https_alone_where_there_is_https() {
    let site = Site::new();
    let plain = sign_in(&mut site.visitor(), "li", PASSWORD).set_cookies;
    assert!(plain.iter().any(|c| c.starts_with("sinan_session=")) && plain.iter().any(|c| c.starts_with("sinan_known=")));
    for cookie in &plain {
        assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    }
    let address = Some("https://sf.example.gov.cn".to_owned());
    let site = Site::set(web::Options { address, ..web::Options::default() }, app::SignInPolicy::default());
    let mut visitor = site.visitor();
    let kept = visitor.get("/?lang=en").set_cookies;
    let mut all = sign_in(&mut visitor, "li", PASSWORD).set_cookies;
    assert!(inside(&mut visitor));
    all.extend(visitor.post("/sign-out", &[]).set_cookies);
    assert!(!kept.is_empty() && all.len() >= 3);
    for cookie in kept.iter().chain(&all) {
        assert!(cookie.starts_with("__Host-sinan_") && cookie.ends_with("; Secure") && cookie.contains("Path=/;"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    // A cookie that a neighbouring site or plain http could have set is not read.
    let bureau = site.wait(site.bureau.sign_in("li", PASSWORD, &app::Origin::default())).unwrap();
    let app::Entered::Whole(signed) = bureau else { panic!("no second step was set up") };
    assert!(!opens(&site, &signed.token));
    let mut visitor = site.visitor();
    visitor.cookies.insert("__Host-sinan_session".to_owned(), signed.token);
    assert!(inside(&mut visitor));
}

#[test]
fn a_browser_is_told_by_its_family_and_preferences_stay_out_of_addresses() {
    let site = Site::new();
    for (agent, family) in [
        ("Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0", "Firefox"),
        ("Mozilla/5.0 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge"),
        ("Mozilla/5.0 Chrome/140.0 Safari/537.36", "Chrome"),
        ("curl/8", "未知浏览器"),
    ] {
        let mut visitor = site.visitor();
        visitor.headers.insert("user-agent", agent.to_owned());
        assert_eq!(sign_in(&mut visitor, "li", PASSWORD).status, 303);
        assert!(visitor.get("/account").text().contains(family), "{agent}");
    }
    let mut visitor = site.visitor();
    for (asked, kept) in [
        ("/desk", "%2Fdesk"),
        ("/desk?lang=en", "%2Fdesk"),
        ("/desk?elder=1&a=1&lang=zh&&b=2", "%2Fdesk%3Fa%3D1%26b%3D2"),
        ("/desk?a=1", "%2Fdesk%3Fa%3D1"),
    ] {
        assert_eq!(visitor.get(asked).location, format!("/sign-in?next={kept}"), "{asked}");
    }
    assert!(visitor.cookies.get("sinan_elder").is_some_and(|c| c == "1") && visitor.get("/sign-in").body.contains("class=\"elder\""));
    visitor.get("/sign-in?elder=0");
    assert!(!visitor.get("/sign-in").body.contains("class=\"elder\""));
}

#[test]
fn the_demos_own_ways_are_open_to_its_machine_alone() {
    let advance = |options: web::Options, from: Option<&str>| {
        let site = Site::set(options, app::SignInPolicy::default());
        let mut visitor = site.visitor();
        if let Some(from) = from {
            visitor.headers.insert("x-forwarded-for", from.to_owned());
        }
        visitor.post("/demo/advance", &[("by", "nothing")]).status
    };
    let demo = || web::Options { demo: true, trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..web::Options::default() };
    assert_eq!(advance(demo(), None), 303);
    assert_eq!(advance(demo(), Some("203.0.113.9")), 404, "through a proxy from elsewhere");
    assert_eq!(advance(web::Options::default(), None), 404, "no demo");
}
