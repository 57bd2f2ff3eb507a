//! A bureau at hand for a command: its store, what it keeps beside the program, and itself on its own business day.

use crate::shell::{DemoClock, SystemEntropy, WallClock};
use crate::{cli, demo, output, world};
use anyhow::{Context, Result, anyhow, bail};
use app::ports::SharedStore;
use app::{Bureau, Clock, Fault, Reached, Standing};
use calendar::Calendar;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{AccountId, Date, Id, Title};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A bureau with its database.
pub struct AtHand {
    /// Its store.
    pub store: SharedStore,
    /// What it keeps beside the program.
    pub standing: Standing,
    /// Itself.
    pub bureau: Bureau,
}

impl AtHand {
    /// Opens what is there; nothing is made.
    pub async fn open(database: &cli::Database) -> Result<Self> {
        Self::by(super::database::existing(database)?).await
    }

    /// The same, where the settings file has a word in how.
    pub async fn configured(of: &cli::Configured) -> Result<Self> {
        let options = super::serve::configured(&of.database, of.config.as_deref())?.1;
        super::database::there(&options)?;
        Self::by(options).await
    }

    async fn by(options: store::Options) -> Result<Self> {
        let store: SharedStore = Arc::new(store::open(options).await?);
        let standing = Standing::read(&store, demo::BUREAU).await.map_err(said)?;
        let bureau = bureau(&store, &standing).await?;
        Ok(Self { store, standing, bureau })
    }

    /// Keeps a change, and carries it through every matter. Cut short, it goes on when the same command is given again.
    pub async fn apply(&self, next: Standing) -> Result<Reached> {
        next.write(&self.store, demo::BUREAU).await.map_err(said)?;
        let reached = carry_through(&self.store, next).await?;
        output::line(format!("已写入：看过 {} 件事项，{} 件的日期重新计算，每件一条记录。", reached.matters, reached.written));
        Ok(reached)
    }
}

/// Carries a change that was begun through every matter, and notes that it is done.
pub async fn carry_through(store: &SharedStore, mut standing: Standing) -> Result<Reached> {
    let Some(change) = standing.applying.clone() else { return Ok(Reached::default()) };
    let bureau = bureau(store, &standing).await?;
    let bar = counting("重新计算");
    let reached = bureau.recount(&change, &|r: Reached| bar.set_position(r.matters)).await.map_err(said)?;
    bar.finish_and_clear();
    standing.applying = None;
    standing.write(store, demo::BUREAU).await.map_err(said)?;
    Ok(reached)
}

/// What the bureau keeps, before anybody works: a change that was cut short reaches the rest of the matters, and a number that stands only
/// in the settings file so far is kept with the matters whose dates hang on it.
pub async fn settle(store: &SharedStore, params: BTreeMap<Id, u64>) -> Result<Standing> {
    let mut standing = Standing::read(store, demo::BUREAU).await.map_err(said)?;
    carry_through(store, standing.clone()).await?;
    for (name, value) in params {
        match standing.params.get(&name) {
            Some(kept) if *kept == value => {}
            Some(kept) => output::line(format!(
                "参数 {name} 在库里是 {kept}，设置文件写的是 {value}，以库里的为准；要改，请用 sinan law simulate --param {name}={value} --apply"
            )),
            None => {
                standing = standing.with_param(name, value, &Id::from("system"), None);
                standing.write(store, demo::BUREAU).await.map_err(said)?;
                carry_through(store, standing.clone()).await?;
            }
        }
    }
    standing.applying = None;
    Ok(standing)
}

async fn bureau(store: &SharedStore, standing: &Standing) -> Result<Bureau> {
    let day: Option<Date> = store.setting(demo::BUREAU, "business_date").await?.map(serde_json::from_value).transpose()?;
    let clock: Arc<dyn Clock> = match day {
        Some(day) => Arc::new(DemoClock::at(day)),
        None => Arc::new(WallClock),
    };
    let library = Arc::new(world::library(calendar(standing)?, standing.params.clone())?);
    Ok(Bureau::new(demo::BUREAU, store.clone(), library, clock, Arc::new(SystemEntropy), world::hooks()))
}

/// The calendar with the notices that the bureau loaded.
pub fn calendar(standing: &Standing) -> Result<&'static Calendar> {
    standing.calendar().map_err(|faults| anyhow!("库里的放假安排读不出来：{}", faults.first().map(ToString::to_string).unwrap_or_default()))
}

/// Who does it and who agreed: two different accounts of the bureau, or the program itself.
pub async fn two_persons(at: &AtHand, by: Option<&str>, agreed: Option<&str>) -> Result<(AccountId, Option<AccountId>)> {
    let known = async |name: &str| {
        let id = Id::from(name);
        at.store.account(demo::BUREAU, &id).await?.with_context(|| format!("没有叫 {name} 的账号"))?;
        anyhow::Ok(id)
    };
    match (by, agreed) {
        (None, None) => Ok((Id::from("system"), None)),
        (Some(by), Some(agreed)) if by != agreed => Ok((known(by).await?, Some(known(agreed).await?))),
        _ => bail!("写入要由两个不同的人：--by 经办账号 --agreed-by 复核账号；两个都不写时记为系统执行"),
    }
}

/// A bar that counts matters.
pub fn counting(what: &str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template(&format!("{what} {{pos}} 件  {{per_sec}}"));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A fault as the command line says it.
pub fn said(fault: Fault) -> anyhow::Error {
    if let Fault::Fields(fields) = &fault {
        return anyhow!("{}（{}）", fields.iter().map(|f| f.message.zh.as_str()).collect::<String>(), fault.code());
    }
    anyhow!("{}{}（{}）", fault.message().zh, fault.way_on().zh, fault.code())
}

/// A sentence as the command line says it.
pub fn sentence(title: Title) -> anyhow::Error {
    anyhow!(title.zh)
}
