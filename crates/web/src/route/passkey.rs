//! Passkeys: signing in by one, adding and removing one's own. Each step is a page; the browser's part is a script's.

use super::account::{back, form, plain, question};
use super::session::begin;
use crate::server::{HALF, Page, Place, Problem, Routes, Rule, Site, Visit, cookie, page, see};
use crate::view::{FieldKind, FieldView, Frame, Link, PasskeyPage};
use app::{Fault, Proof};
use axum::extract::{Form, State};
use axum::routing::{get, post};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/sign-in/passkey", Rule::Public, post(ask))
        .add("/sign-in/passkey/answer", Rule::Public, post(sign_in))
        .add("/account/passkeys", Rule::SignedIn, get(question_page).post(begin_adding))
        .add("/account/passkeys/answer", Rule::SignedIn, post(add))
        .add("/account/passkeys/remove", Rule::SignedIn, post(remove))
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn ask(State(site): State<Site>, visit: Visit, Form(given): Form<Next>) -> Page {
    let (options, held) = site.bureau.ask_passkey().await?;
    let title = visit.t("用通行密钥登录", "Sign in with a passkey");
    let shown = PasskeyPage {
        layout: Place::new(title).framed(Frame::Portal).layout(&site, &visit).await?,
        title: title.to_owned(),
        lead: visit
            .t("用手机、电脑或者安全密钥上的指纹、面容、解锁密码确认是您本人。", "Confirm by fingerprint, face or PIN on your device.")
            .to_owned(),
        action: "/sign-in/passkey/answer".to_owned(),
        kind: "get",
        options,
        kept: vec![("next", given.next)],
        back: Link::new(visit.t("改用密码登录", "Use your password"), "/sign-in"),
    };
    Ok(cookie(page(&shown)?, HALF, &held))
}

#[derive(Debug, Deserialize)]
struct Signed {
    answer: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(State(site): State<Site>, visit: Visit, Form(given): Form<Signed>) -> Page {
    let held = visit.half.as_deref().ok_or(Fault::SignInOver)?;
    let signed = site.bureau.sign_in_by_passkey(held, &given.answer, &visit.origin()).await?;
    Ok(cookie(begin(&visit, &signed, &given.next), HALF, ""))
}

async fn question_page(State(site): State<Site>, visit: Visit) -> Page {
    asked(&site, &visit, "", None).await
}

/// Asks for a name and for what proves that it is the holder who sits there.
async fn asked(site: &Site, visit: &Visit, label: &str, fault: Option<&Fault>) -> Page {
    if site.bureau.relying_party.is_none() {
        return Err(Problem(Fault::NotFound));
    }
    let mut name =
        FieldView::new("label", visit.t("给它起个名字，如“办公室电脑”", "A name for it, such as “office computer”"), FieldKind::Line);
    label.clone_into(&mut name.value);
    let proof = site.bureau.proof_for_passkey(visit.who()?).await?;
    let error = fault.map(|f| match (f, proof) {
        (Fault::SignIn, _) => visit.t("密码不对。", "The password is wrong.").to_owned(),
        _ => f.message().text(visit.lang).to_owned(),
    });
    let fields = match proof {
        Proof::Password => vec![name, question("proof", visit.t("密码", "Password"), FieldKind::Password, error)],
        Proof::Code => vec![name, question("proof", visit.t("验证码或者恢复码", "Code or recovery code"), FieldKind::OneTimeCode, error)],
        Proof::Fresh => {
            name.error = error;
            vec![name]
        }
    };
    let mut form = form("/account/passkeys", fields, visit.t("下一步：在浏览器里创建", "Next: make it in the browser"));
    form.cancel = Some(back(visit));
    let words = (
        visit.t("添加通行密钥", "Add a passkey"),
        visit.t(
            "以后用这台设备的指纹、面容或者解锁密码就能登录，不用密码和验证码。只在您自己的设备上添加。",
            "You then sign in by this device’s fingerprint, face or PIN, without password and code. Add it on your own devices only.",
        ),
    );
    plain(site, visit, words, form, fault).await
}

#[derive(Debug, Deserialize)]
struct Adding {
    #[serde(default)]
    label: String,
    #[serde(default)]
    proof: String,
}

async fn begin_adding(State(site): State<Site>, visit: Visit, Form(given): Form<Adding>) -> Page {
    match site.bureau.begin_passkey(visit.who()?, &given.proof, visit.token(), &visit.origin()).await {
        Ok(options) => {
            let title = visit.t("创建通行密钥", "Make the passkey");
            page(&PasskeyPage {
                layout: Place::new(title).layout(&site, &visit).await?,
                title: title.to_owned(),
                lead: visit
                    .t("密钥留在您的设备上，本系统只保存公钥。", "The key stays on your device; only its public half is kept here.")
                    .to_owned(),
                action: "/account/passkeys/answer".to_owned(),
                kind: "create",
                options,
                kept: vec![("label", given.label)],
                back: back(&visit),
            })
        }
        Err(fault @ (Fault::SignIn | Fault::Code | Fault::Wait(_) | Fault::Input(_))) => {
            asked(&site, &visit, &given.label, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

#[derive(Debug, Deserialize)]
struct Made {
    #[serde(default)]
    label: String,
    answer: String,
}

async fn add(State(site): State<Site>, visit: Visit, Form(given): Form<Made>) -> Page {
    site.bureau.finish_passkey(&visit.who()?.actor.account, &given.label, &given.answer, visit.token()).await?;
    Ok(see("/account"))
}

#[derive(Debug, Deserialize)]
struct Removing {
    passkey: String,
}

async fn remove(State(site): State<Site>, visit: Visit, Form(given): Form<Removing>) -> Page {
    site.bureau.remove_passkey(&visit.who()?.actor.account, &given.passkey, visit.token()).await?;
    Ok(see("/account"))
}
