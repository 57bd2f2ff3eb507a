//! Rules of an action: all must say yes.

use super::titles;
use crate::{Facts, Frame, Refusal, Verdict};
use kernel::Lang;
use procedure::model::Action;

pub(super) fn check(frame: &Frame<'_>, action: &Action, facts: &Facts<'_>) -> Result<(), Refusal> {
    for used in action.when.iter().filter(|w| frame.holds(&w.only, facts)) {
        let Some(rule) = frame.procedure.rules.get(&used.rule) else { continue };
        match frame.rules.ask(used.rule.as_str(), facts) {
            Verdict::Yes => {}
            Verdict::No(why) => return Err(Refusal::new("E-rule", why.zh, why.en).cite(frame, &rule.ground)),
            Verdict::Unknown(missing) => {
                let names = |lang| missing.iter().map(|f| titles::field(frame, f, lang)).collect::<Vec<_>>().join("、");
                let mut refusal = Refusal::new(
                    "E-unknown",
                    format!("还不能判断是否“{}”，缺：{}。", rule.title.zh, names(Lang::Zh)),
                    format!("“{}” cannot be said yet; missing: {}.", rule.title.en, names(Lang::En)),
                )
                .cite(frame, &rule.ground);
                refusal.missing = missing;
                return Err(refusal);
            }
        }
    }
    Ok(())
}
