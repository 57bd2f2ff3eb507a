//! One's own account: sessions, password, sign-in in two steps.

use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{
    AccountPage, FactorState, FieldGroup, FieldKind, FieldView, FormView, Link, PasskeyRow, PlainFormPage, SecondFactorPage, SessionRow,
};
use app::Fault;
use axum::extract::{Form, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use kernel::Digest;
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/account", Rule::SignedIn, get(show))
        .add("/account/extract", Rule::SignedIn, post(extract))
        .add("/account/sessions/end", Rule::SignedIn, post(end))
        .add("/account/sessions/end-others", Rule::SignedIn, post(end_others))
        .add("/account/password", Rule::SignedIn, get(ask_password).post(change_password))
        .add("/account/second-factor", Rule::SignedIn, get(secret).post(begin))
        .add("/account/second-factor/confirm", Rule::SignedIn, post(confirm))
        .add("/account/second-factor/abandon", Rule::SignedIn, post(abandon))
        .add("/account/second-factor/remove", Rule::SignedIn, get(ask_removal).post(remove))
}

/// Everything held on whoever asks, as a file.
async fn extract(State(site): State<Site>, visit: Visit) -> Page {
    let text = site.bureau.extract_own(visit.who()?).await?;
    let name = crate::server::encode(visit.t("我的全部信息.json", "my-data.json"));
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    Ok((headers, text).into_response())
}

/// A form of few questions.
pub(super) fn form(action: &str, fields: Vec<FieldView>, submit: &str) -> FormView {
    FormView {
        action: action.to_owned(),
        operation: String::new(),
        groups: vec![FieldGroup { fields, ..FieldGroup::default() }],
        general: Vec::new(),
        submit: submit.to_owned(),
        consequences: Vec::new(),
        grave: false,
        cancel: None,
    }
}

pub(super) fn back(visit: &Visit) -> Link {
    Link::new(visit.t("回我的账号", "Back to my account"), "/account")
}

pub(super) fn question(name: &str, label: &str, kind: FieldKind, error: Option<String>) -> FieldView {
    let mut field = FieldView::new(name, label, kind);
    field.required = true;
    field.error = error;
    field
}

async fn show(State(site): State<Site>, visit: Visit) -> Page {
    let account = visit.who()?;
    let id = &account.actor.account;
    let own = visit.session.as_deref().map(|token| kernel::sm3(&[token.as_bytes()]));
    let sessions: Vec<SessionRow> = site
        .bureau
        .live_sessions(account)
        .await?
        .into_iter()
        .map(|s| SessionRow {
            handle: s.token.to_string(),
            browser: if s.browser.is_empty() { visit.t("未知浏览器", "Unknown browser").to_owned() } else { s.browser },
            address: s.address,
            began: kernel::wall_time(s.began),
            seen: kernel::wall_time(s.seen),
            own: Some(s.token) == own,
            passkey: s.passkey,
        })
        .collect();
    let required = site.bureau.must_enrol(account);
    let factor = match site.bureau.second_factor(id).await? {
        Some(factor) => FactorState::On { left: factor.recovery.len(), required },
        None => FactorState::Off { required },
    };
    let provider = match site.bureau.provider_label() {
        Some(label) => Some((label.text(visit.lang).to_owned(), site.bureau.bound_to_provider(id).await?)),
        None => None,
    };
    let keys = site.bureau.passkeys(id).await?.into_iter().map(|p| PasskeyRow {
        handle: p.handle(),
        label: if p.label.is_empty() { visit.t("没有名字", "Without a name").to_owned() } else { p.label },
        began: kernel::wall_time(p.began),
        used: (p.used > p.began).then(|| kernel::wall_time(p.used)),
    });
    let title = match factor {
        FactorState::Off { required: true } => visit.t("请先开启两步登录", "Turn on sign-in in two steps first"),
        _ => visit.t("我的账号", "My account"),
    };
    page(&AccountPage {
        layout: Place::new(title).layout(&site, &visit).await?,
        name: account.name.text(visit.lang).to_owned(),
        account: id.to_string(),
        password: account.credential.password.is_some(),
        factor,
        provider,
        passkeys: keys.collect(),
        passkeys_offered: site.bureau.relying_party.is_some(),
        sessions,
    })
}

#[derive(Debug, Deserialize)]
struct Ending {
    session: String,
}

async fn end(State(site): State<Site>, visit: Visit, Form(given): Form<Ending>) -> Page {
    let session = Digest::try_from(given.session).map_err(|_| Problem(Fault::NotFound))?;
    site.bureau.end_own_session(&visit.who()?.actor.account, &session).await?;
    Ok(see("/account"))
}

async fn end_others(State(site): State<Site>, visit: Visit) -> Page {
    site.bureau.end_other_sessions(&visit.who()?.actor.account, visit.token()).await?;
    Ok(see("/account"))
}

async fn ask_password(State(site): State<Site>, visit: Visit) -> Page {
    password_page(&site, &visit, None).await
}

#[derive(Debug, Deserialize)]
struct Passwords {
    old: String,
    new: String,
}

async fn change_password(State(site): State<Site>, visit: Visit, Form(given): Form<Passwords>) -> Page {
    match site.bureau.change_password(&visit.who()?.actor.account, &given.old, &given.new, &visit.origin()).await {
        Ok(signed) => Ok(super::session::signed_in(&visit, &signed, "/account")),
        Err(fault @ (Fault::SignIn | Fault::Wait(_) | Fault::Input(_))) => password_page(&site, &visit, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn password_page(site: &Site, visit: &Visit, fault: Option<&Fault>) -> Page {
    let said = |new: bool| {
        let fault = fault.filter(|f| matches!(f, Fault::Input(_)) == new)?;
        let wrong = kernel::Title::new("原密码不对。", "The old password is wrong.");
        Some(if matches!(fault, Fault::SignIn) { wrong } else { fault.message() }.text(visit.lang).to_owned())
    };
    let mut new = question("new", visit.t("新密码", "New password"), FieldKind::NewPassword, said(true));
    new.hint = Some(site.bureau.policy.rules.said().text(visit.lang).to_owned());
    let old = question("old", visit.t("原密码", "Old password"), FieldKind::Password, said(false));
    let mut form = form("/account/password", vec![old, new], visit.t("更换密码", "Change the password"));
    // Where it must be done first there is no way back.
    form.cancel = visit.first.is_none().then(|| back(visit));
    let given = visit.who()?.credential.given();
    let lead = if given {
        visit.t("您用的是别人给的一次性密码，请先改成自己的密码。", "You signed in by a password for one use; set one of your own first.")
    } else {
        visit.t("更换以后，其他地方的登录全部结束。", "Every sign-in elsewhere ends.")
    };
    plain(site, visit, (visit.t("更换密码", "Change the password"), lead), form, fault).await
}

pub(super) async fn plain(site: &Site, visit: &Visit, words: (&str, &str), form: FormView, fault: Option<&Fault>) -> Page {
    let layout = Place::new(words.0).layout(site, visit).await?;
    let shown = PlainFormPage { layout, title: words.0.to_owned(), lead: words.1.to_owned(), form };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}

async fn begin(State(site): State<Site>, visit: Visit) -> Page {
    site.bureau.begin_enrolment(&visit.who()?.actor.account, visit.token()).await?;
    Ok(see("/account/second-factor"))
}

async fn abandon(State(site): State<Site>, visit: Visit) -> Page {
    site.bureau.abandon_enrolment(visit.token()).await?;
    Ok(see("/account"))
}

async fn secret(State(site): State<Site>, visit: Visit) -> Page {
    secret_page(&site, &visit, None).await
}

async fn secret_page(site: &Site, visit: &Visit, fault: Option<&Fault>) -> Page {
    let id = &visit.who()?.actor.account;
    let Some(secret) = site.bureau.enrolling(id, visit.token()).await? else { return Ok(see("/account")) };
    let title = visit.t("开启两步登录", "Turn on sign-in in two steps");
    let code = question(
        "code",
        visit.t("验证器上的六位数字", "The six digits on your device"),
        FieldKind::OneTimeCode,
        fault.map(|f| f.message().text(visit.lang).to_owned()),
    );
    let form = form("/account/second-factor/confirm", vec![code], visit.t("核对并开启两步登录", "Check and turn it on"));
    let shown = SecondFactorPage {
        layout: Place::new(title).layout(site, visit).await?,
        address: format!("otpauth://totp/Sinan:{}?secret={secret}&issuer=Sinan", crate::server::encode(id.as_str())),
        secret,
        form: Some(form),
        codes: Vec::new(),
    };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}

#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

async fn confirm(State(site): State<Site>, visit: Visit, Form(given): Form<Code>) -> Page {
    let token = visit.token();
    match site.bureau.confirm_enrolment(&visit.who()?.actor.account, &given.code, token).await {
        Ok(codes) => {
            let title = visit.t("恢复码", "Recovery codes");
            let layout = Place::new(title).layout(&site, &visit).await?;
            page(&SecondFactorPage { layout, address: String::new(), secret: String::new(), form: None, codes })
        }
        Err(fault @ (Fault::Code | Fault::Wait(_))) => secret_page(&site, &visit, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn ask_removal(State(site): State<Site>, visit: Visit) -> Page {
    removal_page(&site, &visit, None).await
}

async fn remove(State(site): State<Site>, visit: Visit, Form(given): Form<Code>) -> Page {
    match site.bureau.remove_second_factor(visit.who()?, &given.code).await {
        Ok(()) => Ok(see("/account")),
        Err(fault @ (Fault::Code | Fault::Wait(_) | Fault::Input(_))) => removal_page(&site, &visit, Some(&fault)).await,
        Err(fault) => Err(fault.into()),
    }
}

async fn removal_page(site: &Site, visit: &Visit, fault: Option<&Fault>) -> Page {
    let error = fault.map(|f| f.message().text(visit.lang).to_owned());
    let code = question("code", visit.t("验证码或者恢复码", "Code or recovery code"), FieldKind::OneTimeCode, error);
    let mut form = form("/account/second-factor/remove", vec![code], visit.t("停用两步登录", "Turn off the second step"));
    form.cancel = Some(back(visit));
    plain(
        site,
        visit,
        (visit.t("停用两步登录", "Turn off the second step"), visit.t("停用以后只凭密码登录。", "The password alone will do.")),
        form,
        fault,
    )
    .await
}
