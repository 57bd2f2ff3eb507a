//! The browser tests' own tools, tried on small pages with known faults: a check that cannot fail checks nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Focus, JavaScript};

fn page(name: &str) -> String {
    format!("file://{}/tests/pages/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[tokio::test]
async fn scripts_run_only_where_they_are_allowed() -> Result<()> {
    for (javascript, words) in [(JavaScript::On, "脚本运行了"), (JavaScript::Off, "脚本没有运行")] {
        let Some(browser) = Browser::start_or_skip(javascript).await? else { return Ok(()) };
        browser.open(&page("good.html")).await?;
        assert!(browser.text().await?.contains(words), "{javascript:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_page_wider_than_a_phone_is_found_without_scripts() -> Result<()> {
    for javascript in [JavaScript::On, JavaScript::Off] {
        let Some(browser) = Browser::start_or_skip(javascript).await? else { return Ok(()) };
        browser.viewport(360, 800).await?;
        browser.open(&page("good.html")).await?;
        assert_eq!(browser.sideways().await?, None, "{javascript:?}");
        browser.open(&page("wide.html")).await?;
        let fault = browser.sideways().await?.expect("a fault");
        assert!(fault.contains("in 360 px") && fault.contains("td to "), "{javascript:?}: {fault}");
        browser.viewport(1280, 800).await?;
        assert_eq!(browser.sideways().await?, None, "{javascript:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_form_is_filled_in_and_sent_without_scripts() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    browser.open(&page("good.html")).await?;
    browser.fill("姓名", "演示·王芳").await?;
    browser.fill("区域", "乌达区").await?;
    browser.choose("申请").await?;
    browser.press("提交").await?;
    assert_eq!(browser.title().await?, "已收到");
    let address = browser.address().await?;
    assert!(address.contains("route=applied") && address.contains("%E4%B9%8C%E8%BE%BE"), "{address}");
    let missing = browser.press("没有的按钮").await.unwrap_err();
    assert!(missing.to_string().contains("没有的按钮"));
    Ok(())
}

#[tokio::test]
async fn the_tab_key_visits_what_can_be_used_and_shows_where_it_is() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    browser.open(&page("good.html")).await?;
    let stops = browser.tab_walk(20).await?;
    let tags: Vec<&str> = stops.iter().map(|stop| stop.tag.as_str()).collect();
    assert_eq!(tags, ["a", "input", "select", "input", "button"]);
    assert_eq!(stops[0], Focus { tag: "a".to_owned(), name: "宽的一页".to_owned(), visible: true });
    assert!(stops.iter().all(|stop| stop.visible), "{stops:?}");
    browser.open(&page("wide.html")).await?;
    assert!(!browser.tab_walk(20).await?[0].visible, "an outline that is taken away is found");
    Ok(())
}

#[tokio::test]
async fn console_errors_are_read() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::On).await? else { return Ok(()) };
    browser.open(&page("good.html")).await?;
    assert_eq!(browser.console_errors().await?, Vec::<String>::new());
    browser.open(&page("wide.html")).await?;
    assert!(browser.console_errors().await?.iter().any(|message| message.contains("出了差错")));
    Ok(())
}

#[tokio::test]
async fn a_picture_has_the_size_of_the_viewport() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::On).await? else { return Ok(()) };
    browser.viewport(360, 780).await?;
    browser.open(&page("good.html")).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("screens/good.png");
    browser.screenshot(&file).await?;
    let png = std::fs::read(file)?;
    // The header chunk of a PNG holds width and height as two big-endian numbers.
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (360, 780));
    Ok(())
}
