//! Which verbs the reader may use now, and what each lets them choose from.

use crate::route::matter::{Look, blank};
use crate::view::Link;
use app::Fault;
use engine::Order;
use kernel::{Id, MatterId};
use std::collections::BTreeSet;

/// A verb with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::route) enum Verb {
    /// 转办
    Transfer,
    /// 关联
    Link,
    /// 免除
    Waive,
    /// 加签
    Countersign,
    /// 回避
    Recuse,
    /// 保全
    Hold,
    /// 解除保全
    Release,
    /// 销毁
    Destroy,
}

impl Verb {
    /// All of them, in the order shown.
    pub(super) const ALL: [Self; 8] =
        [Self::Transfer, Self::Link, Self::Waive, Self::Countersign, Self::Recuse, Self::Hold, Self::Release, Self::Destroy];

    /// Its word in the address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Link => "link",
            Self::Waive => "waive",
            Self::Countersign => "countersign",
            Self::Recuse => "recuse",
            Self::Hold => "hold",
            Self::Release => "release",
            Self::Destroy => "destroy",
        }
    }

    /// The name of its question.
    pub(super) fn question(self) -> &'static str {
        match self {
            Self::Transfer => "unit",
            Self::Link => "link",
            Self::Waive => "need",
            Self::Countersign | Self::Recuse => "account",
            Self::Hold | Self::Release | Self::Destroy => "reasons",
        }
    }

    /// Whether it asks for reasons and nothing else.
    pub(super) fn reasons_only(self) -> bool {
        self.question() == "reasons"
    }

    pub(super) fn title(self, look: &Look<'_>) -> String {
        match self {
            Self::Transfer => look.t("转办", "Hand over"),
            Self::Link => look.t("关联事项", "Link another matter"),
            Self::Waive => look.t("免除", "Waive a need"),
            Self::Countersign => look.t("加签", "Ask one more to sign"),
            Self::Recuse => look.t("登记回避", "Record that somebody stands aside"),
            Self::Hold => look.t("保全", "Hold"),
            Self::Release => look.t("解除保全", "Release the hold"),
            Self::Destroy => look.t("提请销毁", "Propose destruction"),
        }
    }

    /// What it does to clocks, signers and figures.
    pub(super) fn lead(self, look: &Look<'_>) -> String {
        match self {
            Self::Transfer => look.t(
                "承办单位改变，承办人重新确定；期限不停，件数转到新单位。",
                "Another unit handles it and names its handlers anew; periods go on, and it counts for that unit.",
            ),
            Self::Link => look.t("两件事项互相看得见，期限和件数不变。", "The two show each other; periods and figures stay."),
            Self::Waive => look
                .t("只免除这一次所需的前置事项，理由留在时间线上。", "Only what this act waits for is waived; the reasons stay on record."),
            Self::Countersign => look.t(
                "被请的同事先签，再由原定的人签；生效日仍是最后一签之日。",
                "Whoever is asked signs first; the act takes effect with the last signature.",
            ),
            Self::Recuse => look.t(
                "回避的同事不能再办理、签批本件，已分派的职责收回。",
                "Whoever stands aside can no longer act or sign here and loses their part in it.",
            ),
            Self::Hold => look.t(
                "有诉讼、调查或者本人要求时，本件内容在解除以前不能销毁；期限和办理不受影响。",
                "While there is a suit, an inquiry or a request of the person, nothing of this matter can be destroyed; the work goes on.",
            ),
            Self::Release => look.t("解除以后，保存期满的可以提请销毁。", "Once released, it may be destroyed when its retention is over."),
            Self::Destroy => look.t(
                "须由第二人同意。姓名、证件、理由和文书内容将永久销毁；时间线和记录链保留。",
                "A second person must agree. Names, numbers, reasons and papers are gone for good; the timeline and its chain remain.",
            ),
        }
    }
}

/// Links to the verbs that the reader may use now.
pub(in crate::route) async fn links(look: &Look<'_>) -> Result<Vec<Link>, Fault> {
    let mut out = Vec::new();
    if !look.file.ours {
        return Ok(out);
    }
    for verb in Verb::ALL {
        let open = match verb {
            Verb::Link => look.file.may(&Order::Link { to: MatterId(look.matter().subject.0) }).is_ok(),
            Verb::Hold => look.file.may(&Order::Hold { reasons: blank(look) }).is_ok(),
            Verb::Release => look.file.may(&Order::Release { reasons: blank(look) }).is_ok(),
            Verb::Destroy => look.file.may(&Order::Destroy { reasons: blank(look) }).is_ok(),
            _ => !choices(look, verb).await?.is_empty(),
        };
        if open {
            out.push(Link::new(verb.title(look), format!("{}/verb/{}", look.href(), verb.word())));
        }
    }
    Ok(out)
}

/// What can be chosen: value and label.
pub(super) async fn choices(look: &Look<'_>, verb: Verb) -> Result<Vec<(String, String)>, Fault> {
    let lang = look.visit.lang;
    Ok(match verb {
        Verb::Transfer => {
            let units = look.site.bureau.units().await?;
            let kind = look.file.unit.as_ref().map(|u| &u.kind);
            let fits = units.iter().filter(|u| u.handles && Some(&u.kind) == kind);
            let may = |unit: &kernel::OrgPath| look.file.may(&Order::Transfer { unit: unit.clone(), reasons: blank(look) }).is_ok();
            fits.filter(|u| may(&u.path)).map(|u| (u.path.to_string(), u.title.text(lang).to_owned())).collect()
        }
        Verb::Waive => waivable(look),
        Verb::Countersign => {
            let mut out = Vec::new();
            for pending in &look.matter().pending {
                for (account, name) in colleagues(look).await? {
                    let order = Order::Countersign { of: Some(pending.seq), account: account.clone(), reasons: blank(look) };
                    if look.file.may(&order).is_ok() {
                        out.push((format!("{} {account}", pending.seq), name));
                    }
                }
            }
            out
        }
        Verb::Recuse => {
            let all = colleagues(look).await?;
            let free = |account: &Id| look.file.may(&Order::Recuse { account: account.clone(), reasons: blank(look) }).is_ok();
            all.into_iter().filter(|(a, _)| free(a)).map(|(a, name)| (a.to_string(), name)).collect()
        }
        Verb::Link | Verb::Hold | Verb::Release | Verb::Destroy => Vec::new(),
    })
}

fn waivable(look: &Look<'_>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for action in look.file.offers.iter().map(|o| o.action) {
        for event in action.needs.iter().filter(|n| n.waived_by.is_some()).flat_map(|n| &n.events) {
            let order = Order::Waive { action: action.id.clone(), event: event.clone(), reasons: blank(look) };
            if look.file.may(&order).is_ok() {
                let (needed, by) = (look.names().event(event), action.title.text(look.visit.lang));
                let label = look.t("办理“", "for “") + by + &look.t("”所需的“", "”: “") + &needed + &look.t("”", "”");
                out.push((format!("{} {event}", action.id), label));
            }
        }
    }
    out
}

/// Colleagues who hold any role of ours over the matter.
async fn colleagues(look: &Look<'_>) -> Result<Vec<(Id, String)>, Fault> {
    let roles = look.site.bureau.colleagues(look.file.procedure, look.matter()).await?;
    let mut seen = BTreeSet::new();
    let all = roles.into_iter().flat_map(|(_, all)| all);
    let named = all.map(|a| (a.actor.account.clone(), a.name.text(look.visit.lang).to_owned()));
    Ok(named.filter(|(account, _)| seen.insert(account.clone())).collect())
}
