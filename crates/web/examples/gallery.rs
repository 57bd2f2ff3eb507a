//! Writes every sample page in both languages, with stylesheet and script, into a folder: `cargo run -p sinan-web --example gallery -- DIR`.
//!
//! The pages can then be opened and photographed without a server.
#![allow(clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../tests/samples/mod.rs"]
mod samples;

use kernel::Lang;
use std::{env, fs, path::Path};

fn main() -> std::io::Result<()> {
    let folder = env::args().nth(1).ok_or_else(|| std::io::Error::other("usage: gallery DIR"))?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in web::assets::all() {
        fs::write(folder.join(asset.path.trim_start_matches('/')), asset.bytes)?;
    }
    let mut index = String::new();
    for lang in [Lang::Zh, Lang::En] {
        for sample in samples::all(lang) {
            let name = format!("{}.{}.html", sample.name, lang.pick("zh", "en"));
            let html = sample.html.replace("=\"/assets/", "=\"assets/");
            fs::write(folder.join(&name), html)?;
            index.push_str(&format!("<li><a href=\"{name}\">{name}</a>"));
        }
    }
    fs::write(folder.join("index.html"), format!("<!doctype html><meta charset=utf-8><title>gallery</title><ul>{index}</ul>"))
}
