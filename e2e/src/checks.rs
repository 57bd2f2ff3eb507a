//! What every page is held to. Nothing here needs the page's own scripts.

use crate::Browser;
use anyhow::{Context, Result};
use fantoccini::elements::Element;
use serde_json::json;
use std::collections::HashSet;

const TAB: &str = "\u{E004}";

/// The innermost elements that reach beyond the given width, by tag, class and right edge.
const STICKING_OUT: &str = "
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > arguments[0] + 0.5);
    const innermost = out.filter(e => !out.some(other => other !== e && e.contains(other)));
    return innermost.slice(0, 5).map(e => e.tagName.toLowerCase() + (e.className ? '.' + e.className : '')
        + ' to ' + Math.round(e.getBoundingClientRect().right)).join(', ');";

/// One stop of the Tab key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// Such as `a`, `button`, `input`.
    pub tag: String,
    /// What a screen reader would say, roughly: label, text, or value.
    pub name: String,
    /// Whether an outline shows where one is.
    pub visible: bool,
}

impl Browser {
    /// Says by how much the page is wider than its viewport, and because of what; none where nothing can be scrolled sideways.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn sideways(&self) -> Result<Option<String>> {
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await?;
        let content = metrics["cssContentSize"]["width"].as_f64().context("no content width")?;
        // A phone shows a page that is too wide at a smaller scale, and its viewport then counts more of the page's pixels.
        let visual = &metrics["cssVisualViewport"];
        let width = visual["clientWidth"].as_f64().context("no viewport width")?;
        let viewport = width * visual["scale"].as_f64().context("no scale")?;
        if content <= viewport.round() {
            return Ok(None);
        }
        let culprits = self.evaluate(STICKING_OUT, vec![json!(viewport.round())]).await?;
        Ok(Some(format!("{} has {content} px of content in {viewport:.0} px: {culprits}", self.address().await?)))
    }

    /// Presses Tab until the focus leaves the page, comes back to where it was, or `most` stops are seen.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn tab_walk(&self, most: usize) -> Result<Vec<Focus>> {
        let mut seen = HashSet::new();
        let mut stops = Vec::new();
        for _ in 0..most {
            self.focused().await?.send_keys(TAB).await?;
            let element = self.focused().await?;
            let tag = element.tag_name().await?;
            if tag == "body" || !seen.insert(element.element_id().to_string()) {
                break;
            }
            stops.push(Focus { tag, name: name(&element).await?, visible: outlined(&element).await? });
        }
        Ok(stops)
    }
}

/// The name that Chromium computes for the accessibility tree would be better; WebDriver's command for it is not in the library yet,
/// so: label, text, value, in the order of the standard.
async fn name(element: &Element) -> Result<String> {
    if let Some(label) = element.attr("aria-label").await? {
        return Ok(label);
    }
    let text = element.text().await?;
    if !text.is_empty() {
        return Ok(text);
    }
    Ok(element.attr("value").await?.or(element.attr("name").await?).unwrap_or_default())
}

async fn outlined(element: &Element) -> Result<bool> {
    let style = element.css_value("outline-style").await?;
    let width = element.css_value("outline-width").await?;
    let shadow = element.css_value("box-shadow").await?;
    Ok((style != "none" && width != "0px") || shadow != "none")
}
