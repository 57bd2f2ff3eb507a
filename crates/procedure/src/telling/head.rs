//! What a procedure says of itself: its parent, service by public notice, what a new version does to running matters.

use super::{Aspect, Teller};
use crate::model::{Transition, TransitionMode};
use kernel::Title;

/// The statements that stand before the parts.
pub(crate) fn head(t: &Teller) -> Vec<Aspect> {
    let p = t.p;
    let parent = p.child_of.as_ref().map(|id| Aspect::new("上级程序", "Parent", t.procedure(id)));
    let notice = p.notice.as_ref().map(|length| {
        let amount = t.amount(&length.amount, length.unit);
        let says = Title::new(
            format!("可以公告送达，自公告之日起满 {}视为送达", amount.zh),
            format!("by public notice, served when {} have passed since the notice", amount.en),
        );
        Aspect::new("公告送达", "Notice", says).resting_on(t.ground(&length.ground))
    });
    let transition = p.transition.as_ref().map(|tr| Aspect::new("过渡", "Transition", transition(t, tr)).resting_on(t.ground(&tr.ground)));
    let retention = p.retention.as_ref().map(|kept| {
        let says = Title::new(format!("办结后保存 {} 年", kept.years), format!("kept for {} years after it closed", kept.years));
        Aspect::new("保存期限", "Retention", says).resting_on(t.ground(&kept.ground))
    });
    parent.into_iter().chain(notice).chain(retention).chain(transition).collect()
}

fn transition(t: &Teller, tr: &Transition) -> Title {
    let mode = match tr.mode {
        TransitionMode::Keeps => Title::new("旧事项按旧版办完", "running matters stay with the old version"),
        TransitionMode::Moves => Title::new(
            "旧事项自施行之日起全部转入新版，已经开始的期限按新的长短、从原来的起点算",
            "all matters go over on the first day; running clocks take the new length from their old start",
        ),
        TransitionMode::ByAct => Title::new(
            "按行为日适用：施行之日起办的按新版，以前办的按旧版；已经开始的期限照旧",
            "each act follows the rule of its own day; running clocks keep their rule",
        ),
    };
    let except = |names: Title, zh: &str, en: &str| match names.zh.is_empty() {
        true => Title::default(),
        false => Title::new(format!("；例外：{}{zh}", names.zh), format!("; except: {} {en}", names.en)),
    };
    let (keeps, moves) = (except(t.names(&tr.keeps), "照旧", "keeps its rule"), except(t.names(&tr.moves), "按新版", "takes the new rule"));
    Title::new(
        format!("从第 {} 版过来，{}{}{}", tr.from, mode.zh, keeps.zh, moves.zh),
        format!("from version {}: {}{}{}", tr.from, mode.en, keeps.en, moves.en),
    )
}
