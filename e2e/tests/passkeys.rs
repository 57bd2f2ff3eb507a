//! Passkeys in a real browser, on a device that the browser plays itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Demo, JavaScript};

const OFFER: &str = "用通行密钥登录";

#[tokio::test]
async fn a_passkey_is_made_signs_in_and_once_removed_is_refused() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::On).await? else { return Ok(()) };
    let demo = Demo::start_on_localhost()?;
    browser.viewport(360, 780).await?;
    browser.add_authenticator().await?;
    browser.sign_in(&demo, "王海燕").await?;
    browser.open(&demo.page("/account")).await?;
    assert_eq!(browser.sideways().await?, None);
    browser.press("添加通行密钥").await?;
    assert_eq!(browser.sideways().await?, None);
    browser.fill("给它起个名字", "办公室电脑").await?;
    browser.press("下一步").await?;
    browser.until("办公室电脑").await?;
    browser.until("还没有用过").await?;
    assert_eq!(browser.sideways().await?, None);

    browser.press("退出").await?;
    browser.until(OFFER).await?;
    browser.press(OFFER).await?;
    browser.until("工作台").await?;
    browser.open(&demo.page("/account")).await?;
    let account = browser.text().await?;
    assert!(account.contains("王海燕") && account.contains("（用通行密钥登录）") && !account.contains("还没有用过"), "{account}");

    // The device has one already and makes no second; the page says so and offers to try again.
    browser.press("添加通行密钥").await?;
    browser.press("下一步").await?;
    browser.until("没有完成").await?;
    browser.until("再试一次").await?;
    assert_eq!(browser.sideways().await?, None);

    browser.open(&demo.page("/account")).await?;
    browser.press("删除通行密钥“办公室电脑”").await?;
    assert!(!browser.text().await?.contains("办公室电脑"));
    browser.press("退出").await?;
    browser.press(OFFER).await?;
    browser.until("这个通行密钥没有被接受").await?;
    browser.open(&demo.page("/account")).await?;
    assert!(browser.address().await?.contains("/sign-in"), "nobody is signed in");
    let loud: Vec<String> = browser.console_errors().await?.into_iter().filter(|line| !line.contains("401")).collect();
    assert!(loud.is_empty(), "{loud:?}");
    Ok(())
}

#[tokio::test]
async fn without_scripts_nothing_is_offered_that_does_not_work() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start_on_localhost()?;
    browser.open(&demo.page("/sign-in")).await?;
    assert!(!browser.text().await?.contains(OFFER));
    browser.sign_in(&demo, "王海燕").await?;
    browser.open(&demo.page("/account")).await?;
    browser.press("添加通行密钥").await?;
    browser.press("下一步").await?;
    assert!(browser.text().await?.contains("脚本不能运行时，请改用密码"));
    Ok(())
}
