//! What an indicator measures, in words.

use super::join;
use crate::model::{Counted, Measure};
use kernel::Title;

/// 发生 legal_aid.granted 的事项数，按每 100000 resident_population
pub(crate) fn measure(measure: &Measure) -> Title {
    match measure {
        Measure::Rate { count, per } => {
            let base = per.as_ref().map(|(param, n)| (format!("，每 {n} {param}"), format!(", per {n} of {param}"))).unwrap_or_default();
            let what = list(count);
            Title::new(format!("发生 {} 的事项数{}", what.zh, base.0), format!("matters with {}{}", what.en, base.1))
        }
        Measure::Share { count, of } => {
            let (count, of) = (list(count), list(of));
            Title::new(
                format!("发生 {} 的事项占发生 {} 的事项的比例", count.zh, of.zh),
                format!("share of matters with {} among those with {}", count.en, of.en),
            )
        }
        Measure::Open(states) => {
            let states = list(states);
            Title::new(format!("现在处于 {} 的事项数", states.zh), format!("matters now in {}", states.en))
        }
        Measure::OnTime(clock) => {
            let clock = list(std::slice::from_ref(clock));
            Title::new(format!("期限 {} 按时停止的比例", clock.zh), format!("share of {} stopped in time", clock.en))
        }
    }
}

fn list(counted: &[Counted]) -> Title {
    join(counted.iter().map(|c| format!("{}.{}", c.procedure, c.name)).map(|t| Title::new(t.clone(), t)), "、", ", ")
}
