//! `sinan serve`: the web server over a database of its own, or over one that other nodes serve too.

use super::{at_hand, site};
use crate::shell::{SystemEntropy, WallClock};
use crate::{cli, demo, output, provider, world};
use anyhow::{Context, Result};
use app::ports::SharedStore;
use app::{Bureau, Clock};
use kernel::Id;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// The settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Parameters the bureau sets: those the procedures mark as local or internal.
    pub params: BTreeMap<Id, u64>,
    /// Residents by district.
    pub population: Vec<app::Population>,
    /// The database, where it is not in the data directory.
    pub database_url: Option<String>,
    /// How people sign in.
    pub sign_in: SignIn,
    /// The master key's file, where it is not in its usual place.
    pub key_file: Option<PathBuf>,
    /// How the site is reached.
    pub site: site::Site,
    /// How personal data is kept.
    pub privacy: Privacy,
}

/// How personal data is kept.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// The algorithm suite of new values: `aes-256-gcm`, which is also meant where nothing is said, or `sm4-gcm`.
    pub suite: Option<String>,
}

/// `[sign_in]` of the settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignIn {
    /// What passwords must be: `asvs`, or `mlps` where the protection level (等保) is to be shown.
    pub rules: app::PasswordRules,
    /// Roles whose holders must have a second factor; `*` stands for every role.
    pub second_factor_roles: BTreeSet<String>,
    /// Roles whose holders' sessions end after a quarter of an hour instead of half an hour; `*` stands for every role.
    pub short_idle_roles: BTreeSet<String>,
    /// The city's provider of identities.
    pub oidc: Option<provider::Settings>,
}

pub fn run(args: &cli::Serve) -> Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let (store, bureau) = open(args, Arc::new(WallClock)).await?;
        listen(args, bureau, false, &store, "司南已启动").await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Opens store and bureau.
pub async fn open(args: &cli::Serve, clock: Arc<dyn Clock>) -> Result<(SharedStore, Bureau)> {
    let (settings, options) = configured(&args.database, args.config.as_deref())?;
    let store: SharedStore = Arc::new(store::open(options).await?);
    let standing = at_hand::settle(&store, settings.params).await?;
    let library = Arc::new(world::library(at_hand::calendar(&standing)?, standing.params)?);
    if !settings.population.is_empty() {
        store.put_setting(demo::BUREAU, "population", &serde_json::to_value(&settings.population)?).await?;
    }
    let mut bureau = Bureau::new(demo::BUREAU, store.clone(), library, clock, Arc::new(SystemEntropy), world::hooks());
    let SignIn { rules, second_factor_roles, short_idle_roles, oidc } = settings.sign_in;
    bureau.policy = app::SignInPolicy { rules, second_factor_roles, short_idle_roles };
    bureau.relying_party = settings.site.address.as_deref().and_then(app::RelyingParty::at);
    if let Some(oidc) = oidc {
        bureau.provider = Some(Arc::new(provider::Oidc::new(oidc, settings.site.address.as_deref())?));
    }
    Ok((store, bureau))
}

/// The settings file, and how the database is opened by it.
pub fn configured(database: &cli::Database, config: Option<&Path>) -> Result<(Settings, store::Options)> {
    let settings = settings(config)?;
    // What is said on the command line or in the environment goes before what the file says.
    let mut database = database.clone();
    database.database_url = database.database_url.or_else(|| settings.database_url.clone());
    database.key_file = database.key_file.or_else(|| settings.key_file.clone());
    let suite = settings.privacy.suite.as_deref().map(str::parse).transpose();
    let suite = suite.map_err(|why: String| anyhow::anyhow!("设置文件 [privacy] suite：{why}"))?.unwrap_or_default();
    Ok((settings, store::Options { suite, ..super::database::options(&database) }))
}

fn settings(path: Option<&Path>) -> Result<Settings> {
    let Some(path) = path else { return Ok(Settings::default()) };
    let text = std::fs::read_to_string(path).with_context(|| format!("读不了设置文件 {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("设置文件 {} 写得不对", path.display()))
}

/// Serves until Ctrl-C; the last line printed before is the address.
pub async fn listen(args: &cli::Serve, bureau: Bureau, demo: bool, store: &SharedStore, hello: &str) -> Result<()> {
    let options = site::options(settings(args.config.as_deref())?.site, args, demo)?;
    let listener = tokio::net::TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("不能监听 {}，端口可能被占用；用 --listen 换一个", args.listen))?;
    let address = listener.local_addr()?;
    let bureau = Arc::new(bureau);
    let lapses = tokio::spawn(lapse_job(bureau.clone()));
    output::line(format!("{hello}：http://{address}/"));
    web::serve(listener, bureau, options, shutdown()).await?;
    lapses.abort();
    store.close().await;
    Ok(())
}

/// Fires lapses that the law lets happen by themselves. They would also be found when a matter is next acted on.
async fn lapse_job(bureau: Arc<Bureau>) {
    loop {
        if let Err(fault) = bureau.go_over().await {
            tracing::warn!(code = fault.code(), "matters could not go over to a new version; trying again");
        }
        if let Err(fault) = bureau.fire_lapses().await {
            tracing::warn!(code = fault.code(), "lapses could not be fired; trying again");
        }
        tokio::time::sleep(std::time::Duration::from_secs(30)).await;
    }
}

async fn shutdown() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
