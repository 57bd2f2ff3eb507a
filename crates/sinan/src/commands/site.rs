//! How the site is reached from outside: its address, its proxies, how often one may ask.

use crate::cli;
use anyhow::{Result, bail};
use serde::Deserialize;
use std::net::IpAddr;

/// `[site]` of the settings file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Where people find it, such as `https://sf.example.gov.cn`. With https, browsers are told to come over https
    /// alone, and cookies are for that host and https alone.
    pub address: Option<String>,
    /// Proxies whose word about a visitor's address is taken, such as `127.0.0.1`.
    pub trusted_proxies: Vec<IpAddr>,
    /// How often one may ask; internal parameters.
    pub limits: web::Rates,
}

/// What the web server is told.
pub fn options(site: Site, args: &cli::Serve, demo: bool) -> Result<web::Options> {
    if let Some(address) = &site.address {
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', ' '])) {
            bail!("设置里的 site.address “{address}” 要写成 https://主机名，后面不带斜杠和路径");
        }
    }
    Ok(web::Options {
        demo,
        law_texts: args.law_texts.clone(),
        address: site.address,
        trusted_proxies: site.trusted_proxies,
        rates: site.limits,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use clap::Parser;

    fn told(text: &str) -> Result<web::Options> {
        let Some(cli::Command::Serve(args)) = cli::Cli::parse_from(["sinan", "serve"]).command else { bail!("not serve") };
        options(toml::from_str(text)?, &args, false)
    }

    #[test]
    fn https_follows_from_the_address_and_nonsense_is_refused() {
        assert!(!told("").unwrap().https());
        assert!(told("address = 'https://sf.example.gov.cn'").unwrap().https());
        assert!(!told("address = 'http://10.1.1.1:8080'").unwrap().https());
        for wrong in ["address = 'sf.example.gov.cn'", "address = 'https://a/b'", "address = 'https://'", "adress = 'https://a'"] {
            assert!(told(wrong).is_err(), "{wrong}");
        }
        let set = told("trusted_proxies = ['127.0.0.1']\nlimits.visitor = { burst = 5, per_minute = 60 }").unwrap();
        assert_eq!((set.trusted_proxies.len(), set.rates.visitor.burst.get(), set.rates.account.burst.get()), (1, 5, 150));
        assert!(told("limits.visitor = { burst = 0, per_minute = 60 }").is_err(), "a limit that never ends");
    }
}
