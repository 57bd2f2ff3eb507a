//! A line of work with signatures and an overlay, on the pages that every procedure has: an application is entered, accepted, its copies
//! sent, the review suspended by the head's signature, and resumed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Demo, JavaScript};

const OFFICER: &str = "苏和";
const CHIEF: &str = "娜仁";

#[tokio::test]
async fn a_review_is_suspended_by_a_signature_and_its_clock_stands_still() -> Result<()> {
    let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
    let demo = Demo::start()?;
    browser.viewport(360, 780).await?;
    browser.sign_in(&demo, OFFICER).await?;
    browser.open(&demo.page("/matters/new/reconsideration/register_application")).await?;
    browser.fill("申请人", "试　申请").await?;
    browser.fill("被申请人", "试行机关").await?;
    browser.fill("请求、主要事实和理由", "请求撤销处罚决定").await?;
    browser.fill("被申请行为的种类", "其他行为").await?;
    browser.fill("标的", "其他").await?;
    browser.fill("行为作出之日", "2026年8月20日").await?;
    browser.fill("期限怎样起算", "直接送达，签收或者拒收").await?;
    browser.fill("起算之日（未告知的，自知道权利、机关和期限之日）", "2026-08-20").await?;
    browser.fill("告知了权利、机关和期限", "是").await?;
    browser.press("登记：登记收到的申请").await?;
    let matter = browser.address().await?.split(['?', '#']).next().unwrap_or_default().to_owned();
    let entered = browser.text().await?;
    assert!(entered.contains("受理审查") && entered.contains("乌复〔2026〕"), "{entered}");
    assert_eq!(browser.sideways().await?, None, "the matter on a phone");

    browser.press("受理").await?;
    for met in
        ["有明确的申请人和合格的被申请人", "有利害关系", "有具体请求和理由", "属于复议范围", "属于本机关管辖", "未受理过，法院也未受理"]
    {
        browser.fill(met, "是").await?;
    }
    browser.choose("普通程序").await?;
    assert_eq!(browser.sideways().await?, None, "the form on a phone");
    browser.press("受理").await?;
    let accepted = browser.text().await?;
    assert!(accepted.contains("作出决定"), "the review runs: {accepted}");

    browser.open(&format!("{matter}/act/suspend")).await?;
    browser.fill("理由", "申请人死亡，近亲属尚未确定").await?;
    browser.fill("中止事由", "近亲属未定").await?;
    browser.press("提请签批：中止审理").await?;
    assert!(browser.text().await?.contains("等待"), "it waits for the head: {}", browser.text().await?);

    browser.sign_in(&demo, CHIEF).await?;
    browser.open(&matter).await?;
    browser.press("签批同意").await?;
    let suspended = browser.text().await?;
    for words in ["中止（审理）", "已中止", "恢复后接着算", "中止满六十日", "11月16日"] {
        assert!(suspended.contains(words), "the suspended matter does not say “{words}”: {suspended}");
    }
    assert_eq!(browser.sideways().await?, None, "the suspended matter on a phone");
    browser.open(&format!("{matter}/clocks/decide")).await?;
    assert!(browser.text().await?.contains("自2026年9月15日(周二)起停止计算"), "the clock says why it has no day");

    browser.sign_in(&demo, OFFICER).await?;
    browser.open(&format!("{matter}/act/end_cause")).await?;
    browser.press("登记原因消除").await?;
    browser.open(&format!("{matter}/act/resume")).await?;
    browser.press("恢复审理").await?;
    let resumed = browser.text().await?;
    assert!(resumed.contains("状态\n审理") && resumed.contains("11月16日"), "sixty days from acceptance again: {resumed}");
    Ok(())
}
