//! What the browser tests share: a Chromium, the running demo, and checks that say what is wrong with a page.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use e2e::{Browser, Demo, JavaScript};
//! let Some(browser) = Browser::start_or_skip(JavaScript::Off).await? else { return Ok(()) };
//! let demo = Demo::start()?;
//! browser.viewport(360, 800).await?;
//! browser.open(&demo.page("/")).await?;
//! assert_eq!(browser.sideways().await?, None);
//! # Ok(())
//! # }
//! ```

mod browser;
mod checks;
mod commands;
mod demo;
mod driver;
mod people;
mod posting;

pub use browser::{Browser, JavaScript};
pub use checks::Focus;
pub use demo::Demo;
