//! An action as an entry.

use super::{entry, rests, when, yes};
use crate::model::{Action, FormUse, From, KinAct};
use crate::telling::{Aspect, Entry, Teller, join};
use kernel::Title;

pub(super) fn action(t: &Teller, a: &Action) -> Entry {
    let from = a.from.iter().map(|f| match f {
        From::New => Title::new("新事项", "a new matter"),
        From::State(state) => t.name(state),
    });
    let needs = a.needs.iter().map(|n| {
        let events = join(n.events.iter().map(|e| t.event(e)), if n.any { "或者" } else { "、" }, if n.any { " or " } else { ", " });
        let (only, ground) = (t.only(&n.only), t.ground(&n.ground));
        let waiver = n.waived_by.as_ref().map(|role| t.name(role));
        let waiver = waiver.map(|r| Title::new(format!("，{}可以说明理由免除", r.zh), format!(", which {} may waive with reasons", r.en)));
        let waiver = waiver.unwrap_or_default();
        let ground =
            if ground.zh.is_empty() { Title::default() } else { Title::new(format!("（{}）", ground.zh), format!(" ({})", ground.en)) };
        Title::new(
            format!("{}{}{}{}", events.zh, only.zh, waiver.zh, ground.zh),
            format!("{}{}{}{}", events.en, only.en, waiver.en, ground.en),
        )
    });
    let sign = a.sign.iter().map(|s| {
        let (roles, only) = (
            join(s.roles.iter().map(|r| t.name(r)), if s.any { "或者" } else { "和" }, if s.any { " or " } else { " and " }),
            t.only(&s.only),
        );
        Title::new(format!("{}{}", roles.zh, only.zh), format!("{}{}", roles.en, only.en))
    });
    let papers = a.papers.iter().map(|d| {
        let (name, only) = (t.name(&d.paper), t.only(&d.only));
        Title::new(format!("{}{}", name.zh, only.zh), format!("{}{}", name.en, only.en))
    });
    let forms = a.forms.iter().map(|f| match f {
        FormUse::Named(id) => t.name(id),
        FormUse::Inline(form) => join(form.sections.iter().flat_map(|s| &s.fields).map(|f| f.title.clone()), "、", ", "),
    });
    let one = |id: &Option<kernel::Id>| id.as_ref().map(|id| t.name(id)).unwrap_or_default();
    let aspects = vec![
        Aspect::new("在哪里办", "Offered in", join(from, "、", ", ")),
        Aspect::new("谁办", "Done by", t.names(&a.by)),
        Aspect::new("谁登记", "Entered by", one(&a.via)),
        when(t.values(&a.only)),
        Aspect::new("要符合", "Must hold", t.rules(&a.when)),
        Aspect::new("先要有", "Needs", join(needs, "；", "; ")),
        Aspect::new("先要结束", "Must have ended", t.names(&a.ended)),
        Aspect::new("先要派足", "Must be assigned", t.names(&a.staffed)),
        Aspect::new("次数", "Times", yes(a.once, "只一次", "once")),
        Aspect::new("逐个办理", "One by one", each(t, a)),
        Aspect::new("填写", "Fills in", join(forms, "；", "; ")),
        Aspect::new("签批", "Signed by", join(sign, " → ", " → ")),
        Aspect::new("对谁不利", "Against", one(&a.against)),
        Aspect::new("文书", "Papers", join(papers, "、", ", ")),
        Aspect::new("救济写在", "Remedy in", one(&a.remedy_in)),
        Aspect::new("确定", "Sets", t.names(&a.sets)),
        Aspect::new("进入", "Moves to", moves(t, a)),
        Aspect::new("开始程序", "Opens", opens(t, a)),
        Aspect::new("和别的事项", "Other matters", kin(a)),
        rests(t.ground(&a.ground)),
    ];
    entry(a.id.as_str(), &a.title, aspects)
}

fn each(t: &Teller, a: &Action) -> Title {
    let roles = t.names(&a.each);
    if roles.zh.is_empty() {
        return roles;
    }
    Title::new(
        format!("对{}每一位各办一次；进入、确定、签批、开始程序和给其他人的文书随最后一次", roles.zh),
        format!("once for each {}; moves, choices, signatures and papers to others come with the last", roles.en),
    )
}

fn moves(t: &Teller, a: &Action) -> Title {
    if a.back {
        return Title::new("回到叠加之前的环节", "back to where the matter was");
    }
    t.names(&a.to)
}

fn opens(t: &Teller, a: &Action) -> Title {
    let Some(opens) = &a.opens else { return Title::default() };
    let name = t.procedure(&opens.procedure);
    match opens.child {
        true => Title::new(
            format!("{}，在本事项之内；它的表单和本事项同时填写", name.zh),
            format!("{}, inside this matter; its form is filled in with this act", name.en),
        ),
        false => Title::new(name.zh, name.en),
    }
}

fn kin(a: &Action) -> Title {
    match a.kin {
        None => Title::default(),
        Some(KinAct::Join) => Title::new(
            "并案：写明并入哪些事项；各自的编号和期限不变，此后在主案里办的，并入的事项同时各办一次",
            "join: the matters are named; each keeps number and clocks, and acts in the lead are done in each",
        ),
        Some(KinAct::Split) => Title::new("分案：写明分出哪些事项", "split: the matters taken out are named"),
        Some(KinAct::Transfer) => {
            Title::new("移送：本事项在这里办结，记明移送给谁", "transfer: the matter closes here; to whom it went is recorded")
        }
    }
}
