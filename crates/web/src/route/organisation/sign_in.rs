//! What somebody signs in by, set right by the security administrator: a password for one use, the second step taken away, the account
//! disabled and enabled.

use super::person::{Giving, shown};
use crate::server::{Page, Problem, Site, Visit, encode, see};
use crate::view::{Fact, SignInView};
use app::Keeper;
use app::ports::Account;
use axum::extract::{Path, State};
use kernel::Id;

pub(super) async fn give_password(State(site): State<Site>, visit: Visit, Path(account): Path<String>) -> Page {
    let password = site.bureau.give_password(Keeper::Administrator(visit.who()?), &Id::from(account.as_str())).await?;
    shown(&site, &visit, &account, &Giving::default(), (None, Some(password))).await
}

pub(super) async fn take_factor(State(site): State<Site>, visit: Visit, Path(account): Path<String>) -> Page {
    site.bureau.take_factor(Keeper::Administrator(visit.who()?), &Id::from(account.as_str())).await?;
    Ok(see(&address(&account)))
}

pub(super) async fn disable(State(site): State<Site>, visit: Visit, Path(account): Path<String>) -> Page {
    set_disabled(&site, &visit, &account, true).await
}

pub(super) async fn enable(State(site): State<Site>, visit: Visit, Path(account): Path<String>) -> Page {
    set_disabled(&site, &visit, &account, false).await
}

async fn set_disabled(site: &Site, visit: &Visit, account: &str, disabled: bool) -> Page {
    site.bureau.set_disabled(Keeper::Administrator(visit.who()?), &Id::from(account), disabled).await?;
    Ok(see(&address(account)))
}

fn address(account: &str) -> String {
    format!("/organisation/people/{}", encode(account))
}

/// How somebody's sign-in stands and what can be done, for whoever may do it.
pub(super) async fn view(site: &Site, visit: &Visit, of: &Account, given: Option<String>) -> Result<Option<SignInView>, Problem> {
    let (disable, impersonate) = site.bureau.may_set_right(visit.who()?, of);
    if !disable {
        return Ok(None);
    }
    let id = &of.actor.account;
    let factor = site.bureau.has_factor(id).await?;
    let password = match &of.credential {
        known if known.given() => visit.t("一次性密码，还没有改", "For one use, not changed yet"),
        known if known.password.is_some() => visit.t("本人设置", "Set by themself"),
        _ => visit.t("没有", "None"),
    };
    let mut acts = Vec::new();
    let mut act = |last: &str, zh, en| acts.push((format!("{}/{last}", address(id.as_str())), visit.t(zh, en).to_owned()));
    if impersonate {
        act("password", "给一个新的一次性密码", "Give a new password for one use");
    }
    if impersonate && factor {
        act("second-factor/remove", "停用两步登录和通行密钥", "Take away the second step and passkeys");
    }
    match of.credential.disabled {
        true => act("enable", "启用账号", "Enable the account"),
        false => act("disable", "停用账号", "Disable the account"),
    }
    let said = "三员的密码和两步登录由运行本系统的人在服务器上重设（sinan account）。";
    let told = "Passwords and second steps of administrators are reset on the machine itself (sinan account).";
    Ok(Some(SignInView {
        facts: vec![
            Fact::new(
                visit.t("账号", "Account"),
                if of.credential.disabled { visit.t("已停用", "Disabled") } else { visit.t("可以登录", "May sign in") },
            ),
            Fact::new(visit.t("密码", "Password"), password),
            Fact::new(visit.t("两步登录", "Second step"), if factor { visit.t("已开启", "On") } else { visit.t("没有开启", "Off") }),
        ],
        acts,
        given,
        said: (!impersonate).then(|| visit.t(said, told).to_owned()),
    }))
}
