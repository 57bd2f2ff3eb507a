//! What somebody types is text on every page, however much it looks like a script: in a real browser nothing runs, nothing is built from
//! it, and the content security policy has nothing to stop.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Demo, JavaScript};
use std::collections::BTreeSet;
use std::time::Instant;

const RUN: &str = "window.__x=1";
const TAGS: [&str; 12] = ["img", "svg", "body", "video", "audio", "input", "details", "iframe", "object", "form", "select", "a"];
const EVENTS: [&str; 10] =
    ["onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onanimationstart", "onpointerenter", "onbegin", "onpageshow", "onscroll"];
/// Ways out of the place where a text stands.
const EXITS: [&str; 14] = [
    "",
    "\">",
    "'>",
    "\" ",
    "' ",
    "</textarea>",
    "</title>",
    "</style>",
    "</script>",
    "-->",
    "]]>",
    "</option></select>",
    "&#34;>",
    "\\\">",
];

/// Families: a tag with an event in each way of writing it; scripts and addresses behind each way out; and single oddities.
fn corpus() -> Vec<String> {
    let mut all = BTreeSet::new();
    for (n, tag) in TAGS.into_iter().enumerate() {
        for (m, event) in EVENTS.into_iter().enumerate() {
            let exit = EXITS[(n + m) % EXITS.len()];
            all.insert(match (n + m) % 6 {
                0 => format!("{exit}<{tag} src=x {event}={RUN}>"),
                1 => format!("{exit}<{}/{event}='{RUN}' autofocus tabindex=1>", tag.to_uppercase()),
                2 => format!("{exit}<{tag}\t{event}\u{c}=\"{RUN}\" open>"),
                3 => format!("{exit}<{tag} {event}=&#119;indow.__x&#61;1 src>"),
                4 => format!("{exit}<{tag} style=animation-name:x {event}={RUN}//"),
                _ => format!("{exit}<x<{tag} {event}=window['__x']=1 href=x>"),
            });
        }
    }
    for exit in EXITS {
        for script in [
            format!("<script>{RUN}</script>"),
            format!("<ScRiPt src=data:text/javascript,{RUN}></sCrIpT>"),
            format!("<script/x>{RUN}//"),
            format!("<a href=javascript:{RUN}>x</a>"),
            format!("<a href=\"jav&#x09;ascript:{RUN}\">x</a>"),
            "<iframe srcdoc=\"<script>parent.__x=1</script>\">".to_owned(),
            format!("<svg><script href=data:,{RUN} /></svg>"),
            format!("<math><mtext></p><img src=x onerror={RUN}>"),
            format!("<base href=//evil.example/><meta http-equiv=refresh content=\"0;url=javascript:{RUN}\">"),
            format!("<form action=javascript:{RUN}><button autofocus onfocus={RUN}>"),
            format!("<style>*{{background:url(javascript:{RUN})}}</style><link rel=stylesheet href=//evil.example/x.css>"),
            format!("<embed src=\"data:text/html,<script>{RUN}</script>\">"),
        ] {
            all.insert(format!("{exit}{script}"));
        }
    }
    for odd in [
        "{{constructor.constructor('window.__x=1')()}}",
        "${window.__x=1}",
        "<%= window.__x=1 %>",
        "#{window.__x=1}",
        "javascript:window.__x=1",
        "&lt;script&gt;window.__x=1&lt;/script&gt;",
        "%3Cscript%3Ewindow.__x=1%3C/script%3E",
        "\\u003cscript\\u003ewindow.__x=1",
        "+ADw-script+AD4-window.__x=1",
        "＜script＞window.__x=1＜/script＞",
        "<\u{202e}tpircs>",
        "<!--><script>window.__x=1</script>",
        "<![CDATA[<script>window.__x=1</script>]]>",
        "';window.__x=1;'",
        "\";window.__x=1;\"",
        "`;window.__x=1;`",
        "*/window.__x=1/*",
        "\u{2028}window.__x=1",
        "<noscript><p title=\"</noscript><img src=x onerror=window.__x=1>\">",
        "<xmp><p title='</xmp><img src=x onerror=window.__x=1>'>",
        "[x](javascript:window.__x=1)",
        "<plaintext>",
    ] {
        all.insert(odd.to_owned());
    }
    all.into_iter().collect()
}

/// The corpus in texts of at most so many characters.
fn pieces(corpus: &[String], most: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for one in corpus {
        if out.last().is_some_and(|last| last.chars().count() + one.chars().count() >= most) {
            out.push(String::new());
        }
        let last = out.last_mut().unwrap();
        last.push(' ');
        last.push_str(one);
    }
    out
}

/// Looks at the page shown.
async fn held(browser: &Browser, pages: &mut u32) -> Result<()> {
    let found = browser.foreign().await?;
    assert!(found.is_empty(), "{}: {found:?}", browser.address().await?);
    *pages += 1;
    Ok(())
}

/// Sends the whole corpus in every text field of every form of the page, and looks at the answers.
async fn everywhere(browser: &Browser, page: &str, whole: &str, pages: &mut u32) -> Result<()> {
    browser.open(page).await?;
    for form in 0..browser.text_forms().await? {
        browser.open(page).await?;
        browser.send_everywhere(form, whole).await?;
        held(browser, pages).await?;
    }
    Ok(())
}

/// Public forms and addresses: what is wrong is shown again as it was typed.
async fn shown_to_everybody(browser: &Browser, demo: &Demo, corpus: &[String], pages: &mut u32) -> Result<()> {
    let whole = corpus.join(" ");
    for page in ["/track", "/sign-in", "/apply/legal_aid", "/deadline"] {
        everywhere(browser, &demo.page(page), &whole, pages).await?;
    }
    browser.send(demo, "/apply/legal_aid", &[("at-unit", "/wuhai/haibowan/legal-aid".to_owned())]).await?;
    for step in 1..=6 {
        everywhere(browser, &demo.page(&format!("/apply/legal_aid/{step}")), &whole, pages).await?;
    }
    browser.open(&demo.page("/apply/legal_aid/check")).await?;
    held(browser, pages).await?;
    for piece in pieces(corpus, 1200) {
        for path in ["/deadline?start=", "/law?q=", "/sign-in?next=", "/matters?unit=", "/registers/"] {
            let address: String = url::form_urlencoded::byte_serialize(piece.as_bytes()).collect();
            browser.open(&demo.page(&format!("{path}{address}"))).await?;
            held(browser, pages).await?;
        }
    }
    Ok(())
}

/// Forms of the people who have forms of their own.
async fn shown_to_staff(browser: &Browser, demo: &Demo, corpus: &[String], pages: &mut u32) -> Result<()> {
    let whole = corpus.join(" ");
    for person in ["王海燕", "萨仁", "苏和", "那日苏"] {
        browser.sign_in(demo, person).await?;
        browser.open(&demo.page("/matters/new")).await?;
        let ways: BTreeSet<String> =
            browser.ways().await?.into_iter().filter(|w| w.matches('/').count() == 4 && w.starts_with("/matters/new/")).collect();
        browser.open(&demo.page("/matters")).await?;
        let matter = browser.ways().await?.into_iter().find(|w| w.starts_with("/matters/") && w.len() == 45);
        for way in ways.iter().take(4).cloned().chain(["/matters".to_owned()]) {
            everywhere(browser, &demo.page(&way), &whole, pages).await?;
        }
        let Some(matter) = matter else { continue };
        browser.open(&demo.page(&matter)).await?;
        let of_it = browser
            .ways()
            .await?
            .into_iter()
            .filter(|w| w.starts_with(&matter) && ["/act/", "/verb/", "/correct/", "/clocks/"].iter().any(|k| w.contains(k)));
        for way in of_it.collect::<BTreeSet<_>>().into_iter().take(6) {
            everywhere(browser, &demo.page(&way), &whole, pages).await?;
        }
    }
    Ok(())
}

/// What is right is kept, and shown wherever the matter is: its page, lists, papers, forms, the desk of whoever signs.
async fn kept(browser: &Browser, demo: &Demo, corpus: &[String], pages: &mut u32) -> Result<()> {
    for (n, piece) in pieces(corpus, 4500).into_iter().enumerate() {
        let name: String = corpus[n * 7 % corpus.len()].chars().take(60).collect();
        browser.sign_in(demo, "王海燕").await?;
        browser.open(&demo.page("/matters/new/legal_aid/apply")).await?;
        let operation = browser.find("input[name=operation]").await?.attr("value").await?.unwrap_or_default();
        let answers = [
            ("operation", operation.as_str()),
            ("applicant", &name),
            ("applying_as", "in_person"),
            ("id_kind", "resident_id"),
            ("id_number", "11010519491231002x"),
            ("phone", "13800001234"),
            ("address", &piece[..piece.len().min(150)]),
            ("aid_kind", "litigation"),
            ("matter_kind", "labour"),
            ("facts", &piece),
            ("no_test_ground", "no_such_ground"),
            ("exempt_ground", "migrant_claim"),
            ("has_counsel", "no"),
            ("exempt_proof", &corpus[n]),
        ];
        browser.send(demo, "/matters/new/legal_aid/apply", &answers.map(|(k, v)| (k, v.to_owned()))).await?;
        held(browser, pages).await?;
        let address = browser.address().await?;
        let (_, matter) = address.split_once("/matters/").unwrap();
        let matter = format!("/matters/{}", matter.split('?').next().unwrap());
        assert_eq!(matter.len(), 45, "it was not entered: {}", browser.text().await?);
        browser.open(&demo.page(&format!("{matter}/act/refuse"))).await?;
        let operation = browser.find("input[name=operation]").await?.attr("value").await?.unwrap_or_default();
        let answers = [("operation", operation), ("reasons", piece.clone()), ("refusal_ground", "has_lawyer".to_owned())];
        browser.send(demo, &format!("{matter}/act/refuse"), &answers).await?;
        held(browser, pages).await?;
        browser.sign_in(demo, "赵立国").await?;
        for page in ["/desk", "/matters", matter.as_str()] {
            browser.open(&demo.page(page)).await?;
            held(browser, pages).await?;
        }
        // The whole family of pages once: all are made alike.
        if n == 0 {
            for way in browser
                .ways()
                .await?
                .into_iter()
                .filter(|w| w.starts_with(&matter) && !w.contains("lang=") && !w.contains("elder="))
                .collect::<BTreeSet<_>>()
            {
                browser.open(&demo.page(&way)).await?;
                held(browser, pages).await?;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn nothing_that_is_typed_runs_in_a_browser() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::On).await? else { return Ok(()) };
    let demo = Demo::start()?;
    let (began, corpus, mut pages) = (Instant::now(), corpus(), 0);
    assert!(corpus.len() >= 300, "{}", corpus.len());
    browser.open(&demo.page("/")).await?;
    // The check itself finds what it looks for.
    browser.probe("const e = document.createElement('img'); e.setAttribute('onerror', ''); document.body.append(e);").await?;
    assert_eq!(browser.foreign().await?, ["IMG onerror"]);
    browser.console_errors().await?;

    let (browser, demo) = (&browser, &demo);
    shown_to_everybody(browser, demo, &corpus, &mut pages).await?;
    println!("public: {pages} pages, {:.0} s", began.elapsed().as_secs_f64());
    shown_to_staff(browser, demo, &corpus, &mut pages).await?;
    println!("staff: {pages} pages, {:.0} s", began.elapsed().as_secs_f64());
    kept(browser, demo, &corpus, &mut pages).await?;
    let errors: Vec<String> =
        browser.console_errors().await?.into_iter().filter(|e| e.contains("Content Security Policy") || e.contains("net::ERR")).collect();
    assert!(errors.is_empty(), "{errors:?}");
    println!("{} strings, {pages} pages looked at, {:.0} s", corpus.len(), began.elapsed().as_secs_f64());
    Ok(())
}
