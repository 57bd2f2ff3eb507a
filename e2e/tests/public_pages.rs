//! Every public page fits a phone and a desk, says nothing to the console, and can be walked with the keyboard.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Demo, JavaScript};

const PAGES: [&str; 13] = [
    "/",
    "/services",
    "/services/legal_aid",
    "/apply/legal_aid",
    "/board",
    "/board/11",
    "/board/14",
    "/track",
    "/law",
    "/law/法律援助法/43.1",
    "/calendar?year=2026",
    "/deadline?start=2026-9-22&within=15&unit=workday&counting=plain-workdays",
    "/no-such-page",
];

#[tokio::test]
async fn public_pages_fit_in_both_languages() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::On).await? else { return Ok(()) };
    let demo = Demo::start()?;
    for lang in ["zh", "en"] {
        browser.open(&demo.page(&format!("/?lang={lang}"))).await?;
        for page in PAGES {
            for width in [360, 1280] {
                browser.viewport(width, 800).await?;
                browser.open(&demo.page(page)).await?;
                assert_eq!(browser.sideways().await?, None, "{page} at {width} in {lang}");
            }
            // The way of the keyboard is the same in both.
            if lang == "en" {
                continue;
            }
            let stops = browser.tab_walk(30).await?;
            let lost: Vec<_> = stops.iter().filter(|stop| !stop.visible || stop.name.is_empty()).collect();
            assert!(!stops.is_empty() && lost.is_empty(), "{page} in {lang}: {lost:?}");
        }
    }
    let errors = browser.console_errors().await?;
    let errors: Vec<_> = errors.iter().filter(|e| !e.contains("no-such-page")).collect();
    assert!(errors.is_empty(), "{errors:?}");
    Ok(())
}

#[tokio::test]
async fn a_first_visitor_reaches_the_number_and_moves_the_day() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start()?;
    browser.viewport(1280, 900).await?;
    browser.open(&demo.page("/")).await?;
    browser.press("看工作要点").await?;
    browser.press("聚焦群众需求，切实拓宽法律服务应用场景").await?;
    let before = browser.text().await?;
    for said in ["件/10万人", "115", "海勃湾区", "怎么数"] {
        assert!(before.contains(said), "{said}: {before}");
    }
    browser.press("一周").await?;
    let after = browser.text().await?;
    assert!(after.contains("件/10万人"), "the page comes back: {after}");
    let pace = |text: &str| text.split_once("今日应达").map(|(_, rest)| rest.trim().chars().take(5).collect::<String>());
    assert_ne!(pace(&before), pace(&after), "a week later more is expected");
    Ok(())
}
