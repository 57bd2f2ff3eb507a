//! What people come for, done in a real browser: a first visitor finds the number, a citizen applies and follows, a clerk acts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Demo, JavaScript};

/// The way into the board that the first page offers.
const BOARD: &str = "看工作要点";

#[tokio::test]
async fn a_first_visitor_reaches_the_number_and_the_matters_behind_it() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start()?;
    browser.viewport(1280, 900).await?;
    browser.open(&demo.page("/")).await?;
    browser.press(BOARD).await?;
    let board = browser.text().await?;
    for words in ["22点", "每10万人", "目标115", "海勃湾区", "海南区", "乌达区", "口径", "尚未接入数据"] {
        assert!(board.contains(words), "the board does not say “{words}”");
    }
    browser.sign_in(&demo, "陈志远").await?;
    browser.open(&demo.page("/board/11")).await?;
    let point = browser.text().await?;
    for words in ["115", "件/10万人", "2021年乌海市常住人口主要数据公报", "不含咨询"] {
        assert!(point.contains(words), "point 11 does not say “{words}”");
    }
    let matter = browser.find("main table tbody a[href^='/matters/']").await?;
    matter.click().await?;
    let shown = browser.text().await?;
    assert!(shown.contains("时间线") && shown.contains("法律援助"), "the number opens to its matters");
    Ok(())
}

#[tokio::test]
async fn a_week_ahead_lights_turn_and_a_clock_runs_out() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start_whole()?;
    browser.viewport(1280, 900).await?;
    browser.sign_in(&demo, "王海燕").await?;
    browser.open(&demo.page("/desk")).await?;
    let late = |text: &str| text.matches("已超").count();
    let before = browser.text().await?;
    browser.press("一周").await?;
    let after = browser.text().await?;
    assert!(after.contains("2026年9月22日"), "the banner shows the day it was moved to");
    assert!(late(&after) > late(&before), "no light turned: {} then {}", late(&before), late(&after));
    browser.press("一月").await?;
    browser.open(&demo.page("/board")).await?;
    assert!(browser.text().await?.contains("2026年10月22日"));
    Ok(())
}

#[tokio::test]
async fn a_citizen_applies_on_a_phone_without_scripts_and_follows_the_matter() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start()?;
    browser.viewport(360, 780).await?;
    browser.open(&demo.page("/services/legal_aid")).await?;
    browser.open(&demo.page("/apply/legal_aid")).await?;
    browser.press("保存并继续").await?;
    assert!(browser.title().await?.starts_with("错误："), "an empty page is told: {}", browser.title().await?);
    browser.choose("海勃湾区法律援助中心").await?;
    browser.press("保存并继续").await?;
    browser.fill("由谁申请", "本人申请").await?;
    browser.fill("受援人姓名", "试　申请").await?;
    browser.fill("证件种类", "居民身份证").await?;
    browser.fill("身份证号码", "11010519491231002Y").await?;
    browser.fill("住址或者送达地址", "乌海市（演示地址）").await?;
    browser.press("保存并继续").await?;
    assert!(browser.text().await?.contains("身份证号不对"), "a wrong check digit is told, and what was typed is still there");
    browser.fill("身份证号码", "１１０１０５ 19491231 002x").await?;
    browser.press("保存并继续").await?;
    for _ in 0..8 {
        let heading = browser.find("h1").await?.text().await?;
        assert_eq!(browser.sideways().await?, None, "{heading}");
        if heading.contains("核对") {
            break;
        }
        if heading.contains("事项") {
            browser.choose("劳动争议调解与仲裁代理").await?;
            browser.fill("援助事项", "确认劳动关系或者支付劳动报酬").await?;
            browser.fill("请求和事实", "演示：请求支付拖欠的劳动报酬").await?;
        }
        browser.press("保存并继续").await?;
        assert!(!browser.title().await?.starts_with("错误："), "{heading}: {}", browser.text().await?);
    }
    let check = browser.text().await?;
    assert!(check.contains("受援人姓名") && check.to_uppercase().contains("002X"), "the answers are shown for checking: {check}");
    browser.choose("以上是我自己填的，内容属实。如果不实，我愿意承担责任。").await?;
    browser.press("提交：申请法律援助").await?;
    let receipt = browser.text().await?;
    let number = receipt.split_whitespace().find(|w| w.contains("〔2026〕")).expect("a number").trim_end_matches('。').to_owned();
    let code: String = browser.find(".ticket div:nth-child(2) .code").await?.text().await?.split_whitespace().collect();
    assert_eq!(code.chars().filter(char::is_ascii_alphanumeric).count(), 8, "{code}");
    assert!(!browser.address().await?.contains(code.trim()), "the code never stands in an address");
    browser.open(&demo.page("/track")).await?;
    browser.fill("办件编号", &number.replace('〔', "[").replace('〕', "]")).await?;
    browser.fill("查询码", &code.to_lowercase()).await?;
    browser.press("查办理进度").await?;
    let progress = browser.text().await?;
    assert!(progress.contains("审查") && progress.contains(&number), "{progress}");
    assert!(!progress.contains("试"), "whoever has the code sees how far it is, not whose it is");
    Ok(())
}

/// Pages that whoever may see them must be able to use: narrow and wide, in both languages, without scripts.
const PUBLIC: [&str; 9] =
    ["/", "/services", "/services/legal_aid", "/apply/legal_aid", "/track", "/board", "/law", "/calendar", "/deadline"];
const STAFF: [&str; 6] = ["/desk", "/matters", "/matters/new", "/board/11", "/matters/new/legal_aid/apply", "/no-such-page"];

#[tokio::test]
async fn every_page_fits_and_is_complete_in_both_languages() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start()?;
    fits(&browser, &demo, &PUBLIC).await?;
    browser.sign_in(&demo, "王海燕").await?;
    fits(&browser, &demo, &STAFF).await?;
    browser.open(&demo.page("/desk")).await?;
    let matter = browser.find("main a[href^='/matters/']").await?.attr("href").await?.unwrap();
    let clock = browser.find("main a[href*='/clocks/']").await?.attr("href").await?.unwrap();
    fits(&browser, &demo, &[&matter, &clock]).await
}

async fn fits(browser: &Browser, demo: &Demo, paths: &[&str]) -> Result<()> {
    for (lang, tag) in [("zh", "zh-CN"), ("en", "en")] {
        for path in paths {
            for width in [360, 1280] {
                browser.viewport(width, 800).await?;
                browser.open(&demo.page(&format!("{path}?lang={lang}"))).await?;
                assert_eq!(browser.sideways().await?, None, "{path} in {lang}");
            }
            let root = browser.find("html").await?;
            assert_eq!(root.attr("lang").await?.as_deref(), Some(tag), "{path}");
            assert!(!browser.find("h1").await?.text().await?.trim().is_empty(), "{path} in {lang} has no heading");
        }
    }
    browser.open(&demo.page("/?lang=zh")).await?;
    Ok(())
}

#[tokio::test]
async fn a_page_is_walked_with_the_keyboard_alone() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::On).await? else { return Ok(()) };
    let demo = Demo::start()?;
    browser.viewport(1280, 900).await?;
    browser.sign_in(&demo, "王海燕").await?;
    for path in ["/desk", "/board", "/matters/new/legal_aid/apply"] {
        browser.open(&demo.page(path)).await?;
        let stops = browser.tab_walk(200).await?;
        assert!(stops.len() > 10, "{path}: {} stops", stops.len());
        let lost: Vec<_> = stops.iter().filter(|s| !s.visible || s.name.is_empty()).collect();
        assert!(lost.is_empty(), "{path}: {lost:?}");
        assert_eq!(browser.console_errors().await?, Vec::<String>::new(), "{path}");
    }
    Ok(())
}
