//! A headless Chromium and what a test does with it.

use crate::{
    commands::{Authenticator, ConsoleLog, DevTools},
    driver::Driver,
};
use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::{env, fs, path::Path, time::Duration};
use tempfile::TempDir;

/// No window, no sandbox (CI is root), nothing that calls home or speaks anything but plain HTTP.
const FLAGS: [&str; 13] = [
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--lang=zh-CN",
    // Chromium ends when chromedriver does, even when a test panics before it can close the session.
    "--remote-debugging-pipe",
];

/// Whether pages may run scripts. Everything must work without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JavaScript {
    /// As most people have it.
    On,
    /// Forbidden by Chromium's content setting, as an administrator would.
    Off,
}

/// A Chromium with a fresh profile. It ends when this is dropped.
pub struct Browser {
    client: Client,
    // Dropped in this order: first the process, then the folder that it writes to.
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium, or prints `skipped:` and returns none where there is no chromedriver. With `SINAN_REQUIRE_BROWSER=1`, as in
    /// CI, its absence is an error.
    ///
    /// # Errors
    /// Chromium or chromedriver does not start.
    pub async fn start_or_skip(javascript: JavaScript) -> Result<Option<Self>> {
        let required = env::var_os("SINAN_REQUIRE_BROWSER").is_some_and(|value| value == "1");
        if !required && !Driver::installed() {
            println!("skipped: no chromedriver; `cargo xtask test` installs it");
            return Ok(None);
        }
        Self::start(javascript).await.map(Some)
    }

    /// Starts Chromium.
    ///
    /// # Errors
    /// Chromium or chromedriver does not start.
    pub async fn start(javascript: JavaScript) -> Result<Self> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir()?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(javascript, profile.path()))
            .connect(&driver.address())
            .await
            .context("Chromium did not start")?;
        Ok(Self { client, _driver: driver, _profile: profile })
    }

    /// Lays the page out at this size in CSS pixels; below 600 as on a phone.
    ///
    /// The window itself cannot be as narrow as a phone, so the size is an emulated one.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn viewport(&self, width: u32, height: u32) -> Result<()> {
        let parameters = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.devtools("Emulation.setDeviceMetricsOverride", parameters).await?;
        Ok(())
    }

    /// Opens an address and waits until it is loaded.
    ///
    /// # Errors
    /// Nothing answers there.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| format!("cannot open {url}"))
    }

    /// The address of the page shown.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn address(&self) -> Result<String> {
        Ok(self.client.current_url().await?.into())
    }

    /// The title of the page shown.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn title(&self) -> Result<String> {
        Ok(self.client.title().await?)
    }

    /// All text that a reader of the page shown can see.
    ///
    /// # Errors
    /// The page has no body.
    pub async fn text(&self) -> Result<String> {
        Ok(self.client.find(Locator::Css("body")).await?.text().await?)
    }

    /// The first element that the CSS selector matches.
    ///
    /// # Errors
    /// None matches.
    pub async fn find(&self, css: &str) -> Result<Element> {
        self.client.find(Locator::Css(css)).await.with_context(|| format!("nothing matches {css}"))
    }

    /// The first element that the XPath expression matches, if any.
    pub(crate) async fn find_by_path(&self, path: &str) -> Result<Option<Element>> {
        Ok(self.client.find_all(Locator::XPath(path)).await?.into_iter().next())
    }

    /// Whatever has the keyboard's focus; the body where nothing has.
    pub(crate) async fn focused(&self) -> Result<Element> {
        Ok(self.client.active_element().await?)
    }

    /// Saves what the viewport shows as PNG, making the folder if need be.
    ///
    /// # Errors
    /// Chromium is gone, or the file cannot be written.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        let png = self.client.screenshot().await?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, png).with_context(|| format!("cannot write {}", file.display()))
    }

    /// What the console holds at warning or error level since the last call: script errors, files not found, breaches of the content
    /// security policy.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn console_errors(&self) -> Result<Vec<String>> {
        let log = self.client.issue_cmd(ConsoleLog).await?;
        let entries = log.as_array().context("the console log is no list")?;
        let loud = entries.iter().filter(|entry| ["WARNING", "SEVERE"].iter().any(|level| entry["level"] == *level));
        Ok(loud.filter_map(|entry| entry["message"].as_str().map(str::to_owned)).collect())
    }

    /// Gives the browser a device for passkeys, on which somebody is always verified.
    ///
    /// # Errors
    /// Chromium is gone, or too old to play one.
    pub async fn add_authenticator(&self) -> Result<()> {
        self.client.issue_cmd(Authenticator).await.context("no virtual authenticator")?;
        Ok(())
    }

    /// Waits until the page shown, or one that it leads to by itself, has these words.
    ///
    /// # Errors
    /// They do not come; what is there instead.
    pub async fn until(&self, words: &str) -> Result<()> {
        let mut last = String::new();
        for _ in 0..COMING.as_millis() / STEP.as_millis() {
            // Between two pages there is none to read.
            if let Ok(text) = self.text().await {
                if text.contains(words) {
                    return Ok(());
                }
                last = text;
            }
            tokio::time::sleep(STEP).await;
        }
        bail!("“{words}” did not come; instead: {last}")
    }

    /// A command of the DevTools protocol.
    pub(crate) async fn devtools(&self, command: &'static str, parameters: Value) -> Result<Value> {
        Ok(self.client.issue_cmd(DevTools { command, parameters }).await?)
    }

    /// Runs a script of the test in the page. It runs where the page's own may not.
    pub(crate) async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Clicks an element and waits for what it loads: until the page that held it is gone and the next one has a body. What loads
    /// nothing (a box, a summary) costs the short wait.
    pub(crate) async fn click(&self, element: Element) -> Result<()> {
        if !element.is_displayed().await? {
            bail!("it is there but cannot be seen");
        }
        let page = self.client.find(Locator::Css("html")).await?;
        element.click().await?;
        for _ in 0..LEAVING.as_millis() / STEP.as_millis() {
            if page.tag_name().await.is_err() {
                self.client.wait().for_element(Locator::Css("body")).await?;
                break;
            }
            tokio::time::sleep(STEP).await;
        }
        Ok(())
    }
}

/// How long a page may take to be left after a click.
const LEAVING: Duration = Duration::from_millis(400);
/// How long words may take to come that a script brings.
const COMING: Duration = Duration::from_secs(10);
/// How often that is looked at.
const STEP: Duration = Duration::from_millis(20);

/// What chromedriver is asked for when the session begins.
fn capabilities(javascript: JavaScript, profile: &Path) -> Map<String, Value> {
    let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
    flags.push(format!("--user-data-dir={}", profile.display()));
    let mut preferences = json!({"intl.accept_languages": "zh-CN,zh", "credentials_enable_service": false});
    if javascript == JavaScript::Off {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    let mut map = Map::new();
    map.insert("goog:chromeOptions".to_owned(), json!({"args": flags, "prefs": preferences}));
    map.insert("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"}));
    map
}
