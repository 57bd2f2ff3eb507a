//! Sends forms as the page itself would, with what no hand would type, and looks at what the page then holds.

use crate::{Browser, Demo};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Duration;

/// Fills every field of the page's forms that takes text, chooses the first of whatever is to be chosen, and gives how many forms have
/// such a field.
const COUNT: &str = "return [...document.forms].filter(f => f.querySelector(arguments[0])).length;";
const SEND: &str = "
    const form = [...document.forms].filter(f => f.querySelector(arguments[0]))[arguments[1]];
    // What goes into an address is cut to what an address may be.
    const words = form.method === 'get' ? arguments[2].slice(0, 600) : arguments[2];
    for (const field of form.querySelectorAll(arguments[0])) field.value = words;
    for (const list of form.querySelectorAll('select')) if (list.options.length > 1) list.selectedIndex = 1;
    for (const radio of form.querySelectorAll('input[type=radio]')) if (!form.querySelector(`input[name=\"${radio.name}\"]:checked`)) radio.checked = true;
    HTMLFormElement.prototype.submit.call(form);";
/// A form of our own, with just these answers.
const MAKE: &str = "
    const form = document.createElement('form');
    form.method = 'post'; form.action = arguments[0];
    for (const [name, value] of arguments[1]) {
        const field = document.createElement('textarea');
        field.name = name; field.value = value; form.append(field);
    }
    document.body.append(form); HTMLFormElement.prototype.submit.call(form);";
/// Fields that take text.
const TEXT: &str = "textarea, input:not([type]), input[type=text], input[type=search], input[type=password], input[type=date], input[type=tel], input[type=hidden]:not([name=operation])";
/// Whatever on the page a page of ours never has: a mark that a script left, an attribute that is a script, an element of somebody else.
const FOREIGN: &str = "
    const found = [];
    if ('__x' in window) found.push('a script ran');
    for (const e of document.querySelectorAll('*')) for (const a of e.attributes) {
        if (/^on/i.test(a.name)) found.push(e.tagName + ' ' + a.name);
        if (/^(href|src|action|formaction|xlink:href|data|srcdoc)$/i.test(a.name) && /^\\s*(javascript|vbscript|data:text)/i.test(a.value)) found.push(e.tagName + ' ' + a.value);
        if (a.name === 'style') found.push(e.tagName + ' style');
    }
    for (const e of document.querySelectorAll('iframe, object, embed, base, marquee, details[ontoggle], math, template, xmp, noscript, form form, meta[http-equiv]'))
        found.push(e.tagName);
    for (const e of document.scripts) if (!(e.src || '').startsWith(location.origin + '/assets/')) found.push('SCRIPT ' + e.src);
    for (const e of document.images) if (e.src && !e.src.startsWith(location.origin)) found.push('IMG ' + e.src);
    return found.slice(0, 5);";
const LEFT: &str = "return document.readyState === 'complete' && !('__left' in window);";

impl Browser {
    /// How many forms of the page shown have a field that takes text.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn text_forms(&self) -> Result<u64> {
        self.evaluate(COUNT, vec![json!(TEXT)]).await?.as_u64().context("no number")
    }

    /// Fills every text field of one of them with the same words, sends it whatever the browser would say to that, and waits for the answer.
    ///
    /// # Errors
    /// No such form, or no answer.
    pub async fn send_everywhere(&self, form: u64, words: &str) -> Result<()> {
        self.leave(SEND, vec![json!(TEXT), json!(form), json!(words)]).await
    }

    /// Sends a form of one's own to an address of the site and waits for the answer.
    ///
    /// # Errors
    /// No answer.
    pub async fn send(&self, demo: &Demo, path: &str, answers: &[(&str, String)]) -> Result<()> {
        self.leave(MAKE, vec![json!(demo.page(path)), json!(answers)]).await
    }

    async fn leave(&self, script: &str, arguments: Vec<Value>) -> Result<()> {
        self.evaluate("window.__left = 1;", vec![]).await?;
        self.evaluate(script, arguments).await?;
        for _ in 0..500 {
            if self.evaluate(LEFT, vec![]).await.is_ok_and(|there| there == json!(true)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("no answer in ten seconds at {}", self.address().await?)
    }

    /// Changes the page shown, so that a check can be seen to find it.
    ///
    /// # Errors
    /// The script is none.
    pub async fn probe(&self, script: &str) -> Result<()> {
        self.evaluate(script, vec![]).await.map(drop)
    }

    /// What the page shown holds that no page of ours does: traces of scripts and elements that somebody typed.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn foreign(&self) -> Result<Vec<String>> {
        let found = self.evaluate(FOREIGN, vec![]).await?;
        Ok(found.as_array().into_iter().flatten().filter_map(|f| f.as_str().map(str::to_owned)).collect())
    }

    /// The addresses that the page shown links to, on this site.
    ///
    /// # Errors
    /// Chromium is gone.
    pub async fn ways(&self) -> Result<Vec<String>> {
        let found =
            self.evaluate("return [...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href'));", vec![]).await?;
        Ok(found.as_array().into_iter().flatten().filter_map(|f| f.as_str().map(str::to_owned)).collect())
    }
}
