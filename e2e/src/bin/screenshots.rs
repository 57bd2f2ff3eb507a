//! Makes the pictures of the README: `cargo xtask screenshots`.

use anyhow::{Context, Result};
use e2e::{Browser, Demo, JavaScript};
use std::path::Path;

/// One picture.
struct Shot {
    /// The file's name in `docs/screens`, without `.png`.
    name: &'static str,
    /// Who looks: words on their button of the sign-in page; none for the public.
    person: Option<&'static str>,
    /// Where to begin.
    path: &'static str,
    /// Links to follow from there, each by CSS selector, for pages whose address holds an id.
    follow: &'static [&'static str],
    /// CSS pixels.
    width: u32,
    height: u32,
}

/// The six pictures of the README, in its order.
const SHOTS: [Shot; 6] = [
    Shot { name: "board", person: Some("陈志远"), path: "/board", follow: &[], width: 1280, height: 860 },
    Shot { name: "point-11", person: Some("陈志远"), path: "/board/11", follow: &[], width: 1280, height: 860 },
    Shot { name: "desk", person: Some("王海燕"), path: "/desk", follow: &[], width: 1280, height: 860 },
    Shot {
        name: "matter",
        person: Some("王海燕"),
        path: "/matters?procedure=legal_aid",
        follow: &["main table tbody a"],
        width: 1280,
        height: 860,
    },
    Shot {
        name: "deadline",
        person: Some("王海燕"),
        path: "/matters?procedure=legal_aid",
        follow: &["main table tbody a[href*='/clocks/review']"],
        width: 1280,
        height: 860,
    },
    Shot { name: "apply-360", person: None, path: "/services/legal_aid", follow: &["a.btn--primary"], width: 360, height: 780 },
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screens"));
    let demo = Demo::start_whole()?;
    for shot in &SHOTS {
        take(&demo, shot, folder).await.with_context(|| format!("no picture “{}”", shot.name))?;
        println!("docs/screens/{}.png", shot.name);
    }
    Ok(())
}

/// Takes one picture with a browser of its own, so that nobody is still signed in.
async fn take(demo: &Demo, shot: &Shot, folder: &Path) -> Result<()> {
    let browser = Browser::start(JavaScript::On).await?;
    browser.viewport(shot.width, shot.height).await?;
    if let Some(person) = shot.person {
        browser.sign_in(demo, person).await?;
    }
    browser.open(&demo.page(shot.path)).await?;
    for selector in shot.follow {
        browser.find(selector).await?.click().await.with_context(|| format!("cannot follow {selector}"))?;
    }
    browser.screenshot(&folder.join(format!("{}.png", shot.name))).await
}
