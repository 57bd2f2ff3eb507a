//! One's own account.

use super::{Sample, Say, form, sample};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let layout = say.desk("请先开启两步登录", "Turn on sign-in in two steps first", "");
    let must = AccountPage {
        layout,
        provider: None,
        passkeys: Vec::new(),
        passkeys_offered: false,
        factor: FactorState::Off { required: true },
        sessions: vec![session("", true)],
        ..account(say)
    };
    let codes = SecondFactorPage {
        layout: say.desk("恢复码", "Recovery codes", ""),
        form: None,
        codes: ["ABCD-EFGH-IJKL-MNOP", "QRST-UVWX-YZ23-4567"].map(str::to_owned).to_vec(),
        ..second_factor(say, None)
    };
    let mut wrong = password(say);
    wrong.form.groups[0].fields[0].error = Some(say.t("原密码不对。", "The old password is wrong."));
    let unbound = AccountPage {
        layout: say.desk("绑定统一登录", "Bind the unified sign-in", ""),
        provider: Some((say.t("统一身份认证", "the city’s unified sign-in"), false)),
        ..account(say)
    };
    let onward = OnwardPage {
        layout: say.portal("转到统一身份认证", "On to the city’s unified sign-in", ""),
        label: say.t("统一身份认证", "the city’s unified sign-in"),
        href: "https://sso.example.gov.cn/auth?state=5f".to_owned(),
    };
    vec![
        sample("account-unbound", &unbound),
        sample("onward", &onward),
        sample("passkey", &passkey_page(say)),
        sample("account", &account(say)),
        sample("account-must-enrol", &must),
        sample("second-factor", &second_factor(say, None)),
        sample(
            "second-factor-wrong",
            &second_factor(say, Some(say.t("验证码不对，或者已经用过。", "The code is wrong or was used already."))),
        ),
        sample("recovery-codes", &codes),
        sample("password", &password(say)),
        sample("password-wrong", &wrong),
        sample("privacy", &privacy(say)),
        sample("retention", &retention(say)),
    ]
}

fn privacy(say: Say) -> PrivacyPage {
    let row = |zh: &str, en: &str| {
        Fact::new(say.t(zh, en), say.t("识别号码；核实身份；单独加密保存", "identifying number; to verify identity; sealed"))
    };
    PrivacyPage {
        layout: say.portal("个人信息处理规则", "How personal data is processed", "/privacy"),
        title: say.t("个人信息处理规则", "How personal data is processed"),
        parts: vec![ProcessingView {
            id: "p-legal_aid".to_owned(),
            title: say.t("法律援助", "Legal aid"),
            kept: say.t("办结后保存10年（本地规定）", "Kept for 10 years after it closed (local rule)"),
            fields: vec![row("证件号码", "Identity number"), row("联系电话", "Phone")],
        }],
    }
}

fn retention(say: Say) -> RetentionPage {
    let mut matters = FieldView::new("matter", say.t("事项", "Matters"), FieldKind::Checks);
    matters.options = vec![OptionView::new(
        "1",
        say.t("乌法援〔2015〕0007号 · 保存至2025年12月31日(周三)", "No. 0007 · kept until Wed 31 December 2025"),
    )];
    RetentionPage {
        layout: say.desk("销毁清单", "List of destruction", "/matters"),
        forms: vec![FormView { groups: vec![FieldGroup { fields: vec![matters], ..FieldGroup::default() }], ..password(say).form }],
        others: vec![Fact::new("乌法援〔2015〕0009号", say.t("已保全", "held"))],
        refused: Vec::new(),
    }
}

fn session(address: &str, own: bool) -> SessionRow {
    SessionRow {
        handle: "5f".repeat(32),
        browser: "Firefox".to_owned(),
        address: address.to_owned(),
        began: "2026-09-29 08:31".to_owned(),
        seen: "2026-09-29 10:24".to_owned(),
        own,
        passkey: own,
    }
}

fn passkey(label: String, used: bool) -> PasskeyRow {
    PasskeyRow {
        handle: "6K1yX_-w".to_owned(),
        label,
        began: "2026-09-01 08:31".to_owned(),
        used: used.then(|| "2026-09-29 10:24".to_owned()),
    }
}

fn passkey_page(say: Say) -> PasskeyPage {
    PasskeyPage {
        layout: say.portal("用通行密钥登录", "Sign in with a passkey", ""),
        title: say.t("用通行密钥登录", "Sign in with a passkey"),
        lead: say.t("用指纹、面容或者解锁密码确认是您本人。", "Confirm by fingerprint, face or PIN."),
        action: "/sign-in/passkey/answer".to_owned(),
        kind: "get",
        options: "{\"challenge\":\"5f\"}".to_owned(),
        kept: vec![("next", "/desk?a=1&b=\"2\"".to_owned())],
        back: say.link("改用密码登录", "Use your password", "/sign-in"),
    }
}

fn account(say: Say) -> AccountPage {
    AccountPage {
        layout: say.desk("我的账号", "My account", ""),
        name: say.t("赵敏（演示）", "Zhao Min (demo)"),
        account: "zhao.min".to_owned(),
        password: true,
        factor: FactorState::On { left: 9, required: false },
        provider: Some((say.t("统一身份认证", "the city’s unified sign-in"), true)),
        passkeys: vec![passkey(say.t("办公室电脑", "Office computer"), false), passkey(say.t("手机", "Phone"), true)],
        passkeys_offered: true,
        sessions: vec![session("10.1.*.*", true), session("2001:db8:*", false)],
    }
}

fn second_factor(say: Say, error: Option<String>) -> SecondFactorPage {
    let mut code = FieldView::new("code", say.t("验证器上的六位数字", "The six digits on your device"), FieldKind::OneTimeCode);
    code.required = true;
    code.error = error;
    SecondFactorPage {
        layout: say.desk("开启两步登录", "Turn on sign-in in two steps", ""),
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
        address: "otpauth://totp/Sinan:zhao.min?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Sinan".to_owned(),
        form: Some(form("/account/second-factor/confirm", vec![code], say.t("核对并开启两步登录", "Check and turn it on"))),
        codes: Vec::new(),
    }
}

fn password(say: Say) -> PlainFormPage {
    let mut old = FieldView::new("old", say.t("原密码", "Old password"), FieldKind::Password);
    let mut new = FieldView::new("new", say.t("新密码", "New password"), FieldKind::NewPassword);
    new.hint = Some(say.t("12至128位，什么字符都可以；不要求定期更换。", "12 to 128 characters of any kind; no regular change is asked."));
    (old.required, new.required) = (true, true);
    let mut form = form("/account/password", vec![old, new], say.t("更换密码", "Change the password"));
    form.cancel = Some(say.link("回我的账号", "Back to my account", "/account"));
    PlainFormPage {
        layout: say.desk("更换密码", "Change the password", ""),
        title: say.t("更换密码", "Change the password"),
        lead: say.t("更换以后，其他地方的登录全部结束。", "Every sign-in elsewhere ends."),
        form,
    }
}
