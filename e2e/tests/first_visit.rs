//! What a first visitor meets: the address that the demo prints leads to a page that fits, with and without scripts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use anyhow::Result;
use e2e::{Browser, Demo, JavaScript};

#[tokio::test]
async fn the_printed_address_leads_to_a_page_that_fits() -> Result<()> {
    for javascript in [JavaScript::On, JavaScript::Off] {
        let Some(browser) = Browser::start_or_skip(javascript).await? else { return Ok(()) };
        let demo = Demo::start()?;
        for width in [360, 1280] {
            browser.viewport(width, 800).await?;
            browser.open(&demo.page("/")).await?;
            assert_eq!(browser.sideways().await?, None, "{javascript:?}");
            assert!(browser.title().await?.contains("司南"));
        }
        assert_eq!(browser.console_errors().await?, Vec::<String>::new(), "{javascript:?}");
        let stops = browser.tab_walk(60).await?;
        assert!(!stops.is_empty() && stops.iter().all(|stop| stop.visible && !stop.name.is_empty()), "{stops:?}");
    }
    Ok(())
}
