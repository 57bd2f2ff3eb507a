//! The stylesheet and the scripts, compiled in, with addresses that change with their content.

use std::sync::LazyLock;

/// The one stylesheet.
pub const CSS: &[u8] = include_bytes!("../assets/sinan.css");
/// The script of every page: keys in lists, copying, printing. Every page works without it.
pub const JS: &[u8] = include_bytes!("../assets/sinan.js");
/// The script of the pages on which passkeys are made and used; passwords work without it.
pub const PASSKEY_JS: &[u8] = include_bytes!("../assets/passkey.js");
/// The mark, as the icon of the browser's tab.
pub const ICON: &[u8] = include_bytes!("../assets/mark.svg");

static CSS_PATH: LazyLock<String> = LazyLock::new(|| path("css", CSS));
static JS_PATH: LazyLock<String> = LazyLock::new(|| path("js", JS));
static PASSKEY_JS_PATH: LazyLock<String> = LazyLock::new(|| path("js", PASSKEY_JS));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| path("svg", ICON));

/// One file to serve under a path that may be cached for ever.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Path with leading slash.
    pub path: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// The content.
    pub bytes: &'static [u8],
}

/// Path of the stylesheet.
#[must_use]
pub fn css_path() -> &'static str {
    &CSS_PATH
}

/// Path of the script.
#[must_use]
pub fn js_path() -> &'static str {
    &JS_PATH
}

/// Path of the script for passkeys.
#[must_use]
pub fn passkey_js_path() -> &'static str {
    &PASSKEY_JS_PATH
}

/// Path of the icon.
#[must_use]
pub fn icon_path() -> &'static str {
    &ICON_PATH
}

/// Everything to serve.
#[must_use]
pub fn all() -> [Asset; 4] {
    [
        Asset { path: css_path(), media_type: "text/css; charset=utf-8", bytes: CSS },
        Asset { path: js_path(), media_type: "text/javascript; charset=utf-8", bytes: JS },
        Asset { path: passkey_js_path(), media_type: "text/javascript; charset=utf-8", bytes: PASSKEY_JS },
        Asset { path: icon_path(), media_type: "image/svg+xml", bytes: ICON },
    ]
}

fn path(extension: &str, bytes: &[u8]) -> String {
    let digest = kernel::sm3(&[bytes]).to_string();
    format!("/assets/sinan-{}.{extension}", &digest[..12])
}
