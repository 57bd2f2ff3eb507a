//! How the site is reached from outside.

use crate::cli;
use anyhow::{Result, bail};
use serde::Deserialize;

/// `[site]` of the settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Where people find it, such as `https://sf.example.gov.cn`. With https, cookies are for that host and https alone.
    pub address: Option<String>,
}

/// What the web server is told.
pub fn options(site: Site, args: &cli::Serve, demo: bool) -> Result<web::Options> {
    if let Some(address) = &site.address {
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', ' '])) {
            bail!("设置里的 site.address “{address}” 要写成 https://主机名，后面不带斜杠和路径");
        }
    }
    Ok(web::Options { demo, law_texts: args.law_texts.clone(), address: site.address })
}
