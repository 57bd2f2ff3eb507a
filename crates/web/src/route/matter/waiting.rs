//! What waits for a decision: acts and corrections to be signed, lapses against a person to be confirmed or declined.

use super::deeds::{Place, Trouble};
use super::head::Look;
use super::known;
use super::timeline::{blank, change_words};
use crate::view::{Fact, FieldKind, FieldView, LapseProposal, Light, Link, PendingSignature, SignStep, Status};
use app::ports::Account;
use engine::{Act, Instance, Order, Pending, Waiting};
use kernel::{Id, Lang};
use procedure::model::{Role, SignLine};

/// Roles of ours with the colleagues who hold them.
pub(super) type Colleagues<'a> = [(&'a Role, Vec<Account>)];

/// The panels of what waits for signatures; for those of ours only.
pub(super) fn pending(look: &Look<'_>, colleagues: &Colleagues<'_>, trouble: Option<&Trouble>) -> Vec<PendingSignature> {
    let all = look.matter().pending.iter().filter(|_| look.file.ours);
    all.map(|pending| panel(look, pending, colleagues, trouble)).collect()
}

fn panel(look: &Look<'_>, pending: &Pending, colleagues: &Colleagues<'_>, trouble: Option<&Trouble>) -> PendingSignature {
    let trouble = trouble.filter(|t| t.place == Place::Sign);
    let mut opinion = FieldView::new("opinion", look.t("退回的理由", "Why it is returned"), FieldKind::Area);
    opinion.id = Place::Sign.field("opinion");
    opinion.hint = Some(look.t("退回时必须写；签批同意可以不写", "Needed when you return it."));
    opinion.value = trouble.map(|t| t.value("opinion").to_owned()).unwrap_or_default();
    opinion.error = trouble.and_then(|t| t.error(look.visit.lang, "reasons"));
    let of = Some(pending.seq);
    let mine = look.file.may(&Order::Return { of, reasons: blank(look) }).is_ok();
    let (title, paper, facts) = match &pending.what {
        Waiting::Act { act, .. } => (action_title(look, &act.action), act.papers.first(), proposed(look, act)),
        Waiting::Correction { of, change } => {
            (look.t("更正：", "Correction: ") + &change_words(look, *of, change), None, reasons(look, pending))
        }
        Waiting::Destruction => (look.t("销毁本件内容", "Destroy what this matter holds"), None, reasons(look, pending)),
    };
    PendingSignature {
        title,
        drafted: match look.visit.lang {
            Lang::Zh => format!("{}{}提请", look.person(&pending.by), look.day(pending.on)),
            Lang::En => format!("sent by {} on {}", look.person(&pending.by), look.day(pending.on)),
        },
        paper: paper.map(|p| {
            Link::new(format!("{}{}", look.t("看草稿：", "Read the draft: "), look.names().paper(p)), format!("{}/papers/{p}", look.href()))
        }),
        facts,
        steps: steps(look, pending, colleagues),
        action: mine.then(|| format!("{}/sign", look.href())),
        recall: look.file.may(&Order::Recall { of }).is_ok().then(|| format!("{}/recall", look.href())),
        operation: trouble.map_or_else(|| look.site.bureau.new_operation().to_string(), |t| t.value("operation").to_owned()),
        opinion,
        of: pending.seq,
        minutes: minutes(look, pending, trouble),
    }
}

/// Attendance and votes, where it is a meeting's turn and the reader holds its grant.
fn minutes(look: &Look<'_>, pending: &Pending, trouble: Option<&Trouble>) -> Vec<FieldView> {
    let body = |role: &Id| look.file.procedure.roles.get(role).is_some_and(|r| r.body) && look.holds(role);
    if !pending.awaited().iter().any(body) {
        return Vec::new();
    }
    let asked = [
        ("present", "出席人数", "Present"),
        ("ayes", "同意", "For"),
        ("noes", "反对", "Against"),
        ("abstained", "弃权", "Abstained"),
        ("dissent", "不同意见（有的话）", "Dissent, if any"),
    ];
    let field = |(name, zh, en): (&str, &str, &str)| {
        let kind = if name == "dissent" { FieldKind::Area } else { FieldKind::Number(String::new()) };
        let mut field = FieldView::new(name, look.t(zh, en), kind);
        field.id = Place::Sign.field(name);
        field.required = name != "dissent";
        field.value = trouble.map(|t| t.value(name).to_owned()).unwrap_or_default();
        field
    };
    asked.into_iter().map(field).collect()
}

fn action_title(look: &Look<'_>, id: &Id) -> String {
    look.file.procedure.action(id.as_str()).map_or_else(|| id.to_string(), |a| a.title.text(look.visit.lang).to_owned())
}

/// What was filled in, so that nobody signs what they have not read.
fn proposed(look: &Look<'_>, act: &Act) -> Vec<Fact> {
    let fields = act.answers.iter().filter_map(|(id, answer)| Some((look.file.procedure.field(id.as_str())?, answer)));
    fields.map(|(field, answer)| known::fact(look, field, answer)).collect()
}

fn reasons(look: &Look<'_>, pending: &Pending) -> Vec<Fact> {
    let event = look.file.log.iter().find(|r| r.event.seq == pending.seq).map(|r| &r.event.body);
    match event {
        Some(engine::Body::CorrectionProposed { reasons, .. } | engine::Body::DestructionProposed { reasons }) => {
            let text = look.file.known.value(reasons.value).map(str::to_owned);
            vec![Fact::new(look.t("理由", "Reasons"), text.unwrap_or_else(|| look.t("（已依法销毁）", "(destroyed by law)")))]
        }
        _ => Vec::new(),
    }
}

fn steps(look: &Look<'_>, pending: &Pending, colleagues: &Colleagues<'_>) -> Vec<SignStep> {
    let first = SignStep {
        role: look.t("提请", "Sent by"),
        person: look.person(&pending.by),
        status: Status::new(Light::Done, look.t("已提请", "sent")),
    };
    let rest: Vec<SignStep> = match &pending.what {
        Waiting::Act { lines, .. } => lines.iter().flat_map(|line| line_steps(look, pending, line, colleagues)).collect(),
        Waiting::Correction { .. } | Waiting::Destruction => {
            let others = colleagues.iter().flat_map(|(_, all)| all).filter(|a| a.actor.account != pending.by);
            let mut names: Vec<&str> = others.map(|a| a.name.text(look.visit.lang)).collect();
            names.sort_unstable();
            names.dedup();
            let person = names.join(look.visit.t("或者", " or "));
            vec![SignStep {
                role: look.t("第二人核对", "Second person"),
                person,
                status: Status::new(Light::Live, look.t("等核对", "waits")),
            }]
        }
    };
    std::iter::once(first).chain(rest).collect()
}

fn line_steps(look: &Look<'_>, pending: &Pending, line: &SignLine, colleagues: &Colleagues<'_>) -> Vec<SignStep> {
    let step = |role: &Id| {
        let signed = pending.signed.iter().find(|s| s.role.as_ref() == Some(role));
        let holders = colleagues.iter().filter(|(r, _)| r.id == *role).flat_map(|(_, all)| all).filter(|a| a.actor.account != pending.by);
        let holders: Vec<&str> = holders.map(|a| a.name.text(look.visit.lang)).collect();
        let (person, status) = match signed {
            Some(s) => (look.person(&s.account), Status::new(Light::Done, format!("{}{}", look.day(s.on), look.t("已签", ", signed")))),
            None => (holders.join(look.visit.t("或者", " or ")), Status::new(Light::Live, look.t("等签批", "waits"))),
        };
        SignStep { role: look.names().role(role), person, status }
    };
    line.roles.iter().map(step).collect()
}

/// Lapses against a person that wait for the reader's decision.
pub(super) fn lapses(look: &Look<'_>, trouble: Option<&Trouble>) -> Vec<LapseProposal> {
    let proposed = look.matter().clocks.iter().filter(|i| i.lapse_proposed(look.today()));
    let mine = proposed
        .filter(|i| look.file.may(&Order::ConfirmLapse { clock: i.clock.clone(), holder: i.holder.clone(), reasons: blank(look) }).is_ok());
    mine.filter_map(|i| lapse(look, i, trouble)).collect()
}

fn lapse(look: &Look<'_>, instance: &Instance, trouble: Option<&Trouble>) -> Option<LapseProposal> {
    let names = look.names();
    let clock = instance.clock_in(&look.file.frame)?;
    let lapse = clock.lapse.as_ref()?;
    let trouble = trouble.filter(|t| t.place == Place::Lapse(clock.id.clone()));
    let title = names.text(&clock.title);
    let due = look.day(instance.due_on?);
    let end = lapse.to.as_ref().map(|s| names.state(s)).unwrap_or_default();
    let mut reason = FieldView::new("reasons", look.t("理由", "Reasons"), FieldKind::Area);
    reason.id = Place::Lapse(clock.id.clone()).field("reasons");
    reason.hint = Some(look.t(
        "两种决定都要写明理由。例如：材料在期限内交邮，以邮戳为准；或者：多次联系，没有收到任何材料",
        "Either decision needs its reasons: for example posted in time, by the postmark; or nothing came although asked again.",
    ));
    reason.required = true;
    reason.value = trouble.map(|t| t.value("reasons").to_owned()).unwrap_or_default();
    reason.error = trouble.and_then(|t| t.error(look.visit.lang, "reasons"));
    Some(LapseProposal {
        title: match look.visit.lang {
            Lang::Zh => format!("“{title}”已届满：建议按“{end}”处理"),
            Lang::En => format!("“{title}” ran out: “{end}” is proposed"),
        },
        text: match look.visit.lang {
            Lang::Zh => {
                format!("期限{due}届满，没有登记在期限内完成。确认以后，本案转入“{end}”；在期限内办了的，不按届满处理，并补录那一天。")
            }
            Lang::En => format!(
                "The period ended on {due} and nothing is entered as done in time. If you confirm, the matter moves to “{end}”; if it was done in time, decline, then enter the day it was done."
            ),
        },
        ground: names.ground(&lapse.ground),
        action: format!("{}/lapse/{}", look.href(), clock.id),
        operation: trouble.map_or_else(|| look.site.bureau.new_operation().to_string(), |t| t.value("operation").to_owned()),
        holder: instance.holder.as_ref().map(ToString::to_string).unwrap_or_default(),
        reason,
        confirm: look.t("确认按届满处理", "Confirm the lapse"),
        decline: look.t("不按届满处理", "Decline the lapse"),
    })
}
