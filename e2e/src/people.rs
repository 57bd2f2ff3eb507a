//! What a person does on a page: press what reads so, fill in the field with that label, sign in.

use crate::{Browser, Demo};
use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;

/// Where the demo lists its people, one button each.
const SIGN_IN: &str = "/sign-in";

impl Browser {
    /// Presses the link or button that reads exactly so, or else the first that contains the words.
    ///
    /// # Errors
    /// Nothing on the page reads so, or it cannot be seen.
    pub async fn press(&self, words: &str) -> Result<()> {
        let element = self.pressable(words).await?.with_context(|| format!("no link or button reads “{words}”"))?;
        self.click(element).await.with_context(|| format!("cannot press “{words}”"))
    }

    async fn pressable(&self, words: &str) -> Result<Option<Element>> {
        let words = quoted(words)?;
        for test in [format!("normalize-space(.)={words}"), format!("contains(normalize-space(.), {words})")] {
            let by_value = test.replace("(.)", "(@value)");
            let path = format!("//a[@href][{test}] | //button[{test}] | //summary[{test}] | //input[@type='submit'][{by_value}]");
            if let Some(element) = self.find_by_path(&path).await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// Types into the field with this label, or chooses the radio button, box or option that is called so.
    ///
    /// # Errors
    /// No such label, or one without a field.
    pub async fn fill(&self, label: &str, value: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        match field.tag_name().await?.as_str() {
            "select" => field.select_by_label(value).await?,
            _ => {
                field.clear().await?;
                field.send_keys(value).await?;
            }
        }
        Ok(())
    }

    /// Chooses the radio button or box with this label.
    ///
    /// # Errors
    /// No such label, or one without a field.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        if !field.is_selected().await? {
            field.click().await.with_context(|| format!("cannot choose “{label}”"))?;
        }
        Ok(())
    }

    async fn labelled(&self, label: &str) -> Result<Element> {
        let words = quoted(label)?;
        for test in [format!("normalize-space(.)={words}"), format!("contains(normalize-space(.), {words})")] {
            let path = format!("//*[@id=//label[{test}]/@for] | //label[{test}]//*[self::input or self::select or self::textarea]");
            if let Some(field) = self.find_by_path(&path).await? {
                return Ok(field);
            }
        }
        bail!("no field is labelled “{label}”")
    }

    /// Signs in as one of the demo's people, by any words on their button, such as the name.
    ///
    /// # Errors
    /// No such person, or the sign-in page answers with the sign-in page.
    pub async fn sign_in(&self, demo: &Demo, person: &str) -> Result<()> {
        self.open(&demo.page(SIGN_IN)).await?;
        self.press(person).await?;
        let address = self.address().await?;
        if address.trim_end_matches('/') == demo.page(SIGN_IN) {
            bail!("signing in as “{person}” led back to the sign-in page: {}", self.text().await?);
        }
        Ok(())
    }
}

/// A string of XPath, which has no escapes.
fn quoted(words: &str) -> Result<String> {
    if words.contains('"') {
        bail!("a label with a double quote cannot be searched for: {words}");
    }
    Ok(format!("\"{words}\""))
}
