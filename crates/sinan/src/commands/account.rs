//! `sinan account`: accounts opened and set right by the operator, on the database itself. Each is noted in the journal.

use super::at_hand::{AtHand, said};
use crate::{cli, demo, output};
use anyhow::{Context, Result, bail};
use app::ports::Account;
use app::{Keeper, Office, PersonTyped};
use kernel::{AccountId, Id, OrgPath};
use std::process::ExitCode;

impl From<cli::OfficeName> for Office {
    fn from(name: cli::OfficeName) -> Self {
        match name {
            cli::OfficeName::System => Self::System,
            cli::OfficeName::Security => Self::Security,
            cli::OfficeName::Audit => Self::Audit,
        }
    }
}

pub fn run(command: cli::Account) -> Result<ExitCode> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let of = match &command {
            cli::Account::Create(cli::Create { account, .. })
            | cli::Account::Appoint(cli::Appoint { account, .. })
            | cli::Account::Dismiss(cli::Dismiss { account, .. })
            | cli::Account::Factor(cli::Factor { account, .. })
            | cli::Account::Password(account)
            | cli::Account::Disable(account)
            | cli::Account::Enable(account) => &account.of,
            cli::Account::List(of) => of,
        };
        let at = AtHand::configured(of).await?;
        let done = carried_out(&at, command).await;
        at.store.close().await;
        done
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn carried_out(at: &AtHand, command: cli::Account) -> Result<()> {
    match command {
        cli::Account::Create(args) => create(at, &args).await,
        cli::Account::Appoint(args) => appoint(at, &args).await,
        cli::Account::Dismiss(args) => {
            let id = known(at, &args.account).await?.actor.account;
            let office = Office::from(args.office);
            at.bureau.dismiss(&id, office).await.with_context(|| format!("{id} 不是{}", office.title().zh))?;
            output::line(format!("{id} 不再是{}。", office.title().zh));
            Ok(())
        }
        cli::Account::Password(args) => {
            let id = known(at, &args).await?.actor.account;
            let password = at.bureau.give_password(Keeper::Operator, &id).await.map_err(said)?;
            output::line(format!("{id} 原来的登录已全部结束。"));
            tell(&password);
            Ok(())
        }
        cli::Account::Factor(args) => {
            let id = known(at, &args.account).await?.actor.account;
            if !at.bureau.has_factor(&id).await.map_err(said)? {
                bail!("{id} 没有开启两步登录，也没有通行密钥");
            }
            at.bureau.take_factor(Keeper::Operator, &id).await.map_err(said)?;
            output::line(format!("{id} 的两步登录和通行密钥已停用，原来的登录已全部结束。"));
            Ok(())
        }
        cli::Account::Disable(args) => set_disabled(at, &args, true).await,
        cli::Account::Enable(args) => set_disabled(at, &args, false).await,
        cli::Account::List(_) => list(at).await,
    }
}

async fn known(at: &AtHand, of: &cli::AccountOf) -> Result<Account> {
    let id = AccountId::from(of.account.as_str());
    at.store.account(demo::BUREAU, &id).await?.with_context(|| format!("没有叫 {id} 的账号；现有的账号用 sinan account list 查看"))
}

async fn create(at: &AtHand, args: &cli::Create) -> Result<()> {
    let (account, name, unit, post) = (args.account.account.clone(), args.name.clone(), args.unit.clone(), args.post.clone());
    let password = at.bureau.open_account(&PersonTyped { account, name, unit, post }, args.first_unit.as_deref()).await.map_err(said)?;
    output::line(format!("已开账号 {}（{}，{}）。", args.account.account, args.name, args.unit));
    tell(&password);
    Ok(())
}

fn tell(password: &str) {
    output::line(format!("一次性密码：{password}"));
    output::line("只显示这一次，请当面告诉本人；七天内有效（本系统内部规定），登录以后必须先改成自己的密码。");
}

async fn appoint(at: &AtHand, args: &cli::Appoint) -> Result<()> {
    let account = known(at, &args.account).await?;
    let office = Office::from(args.office);
    let unit = match &args.unit {
        Some(unit) => OrgPath::new(unit),
        None => account.actor.unit.clone().context("这个账号没有所在单位，请用 --unit 指明管到哪个单位")?,
    };
    if !at.store.units(demo::BUREAU).await?.iter().any(|u| u.path == unit) {
        bail!("没有单位 {unit}；单位代码如 wuhai/haibowan");
    }
    at.bureau.appoint(&account.actor.account, office, &unit).await.map_err(said)?;
    output::line(format!("{} 任{}，管到 {unit} 和它的下级。", account.actor.account, office.title().zh));
    Ok(())
}

async fn set_disabled(at: &AtHand, args: &cli::AccountOf, disabled: bool) -> Result<()> {
    let id = known(at, args).await?.actor.account;
    at.bureau.set_disabled(Keeper::Operator, &id, disabled).await.map_err(said)?;
    output::line(if disabled { format!("{id} 已停用，它的登录已全部结束。") } else { format!("{id} 已启用。") });
    Ok(())
}

async fn list(at: &AtHand) -> Result<()> {
    for account in at.store.accounts(demo::BUREAU).await? {
        let id: &Id = &account.actor.account;
        let unit = account.actor.unit.as_ref().map_or("没有单位", OrgPath::as_str);
        let office = at.bureau.office_of(&account).map_or_else(String::new, |office| format!("  {}", office.title().zh));
        let password = match &account.credential {
            known if known.given() => "一次性密码",
            known if known.password.is_some() => "有密码",
            _ => "没有密码",
        };
        let factor = if at.bureau.second_factor(id).await.map_err(said)?.is_some() { "  两步登录" } else { "" };
        let passkeys = if at.bureau.passkeys(id).await.map_err(said)?.is_empty() { "" } else { "  通行密钥" };
        let state = if account.credential.disabled { "  已停用" } else { "" };
        output::line(format!("{id}  {}  {unit}{office}  {password}{factor}{passkeys}{state}", account.name.zh));
    }
    Ok(())
}
