//! The log against what was kept beside it.

use super::work::{Held, Work};
use crate::ports::VerifyReport;
use crate::{Library, facts_of};
use engine::{canonical, link, marks, tasks};
use kernel::{Digest, sm3};

impl Work {
    /// Chain, replay, projections, values.
    pub fn verify(&self, library: &Library) -> VerifyReport {
        let mut report = VerifyReport::default();
        for held in self.matters.values() {
            report.matters += 1;
            report.events += held.log.len() as u64;
            if let Some(fault) = fault(library, held) {
                report.faults.push(format!("事项 {}：{fault}", held.matter.id));
            }
            self.values_of(held, &mut report);
        }
        report.notes = self.journal.len() as u64;
        report
    }

    fn values_of(&self, held: &Held, report: &mut VerifyReport) {
        let mut sealed = Vec::new();
        held.log.iter().for_each(|r| sealed.extend(r.event.body.sealed()));
        sealed.sort_unstable_by_key(|s| (s.value, s.digest));
        sealed.dedup();
        for reference in sealed {
            report.values += 1;
            match self.values.get(&reference.value) {
                Some(value) if sm3(&[&value.salt, value.text.as_bytes()]) == reference.digest => {}
                None if self.destroyed.contains(&reference.person) || self.destroyed_matters.contains(&held.matter.id) => {
                    report.destroyed += 1
                }
                _ => report.faults.push(format!("个人信息 {} 不见了或与摘要不符", reference.value)),
            }
        }
    }
}

fn fault(library: &Library, held: &Held) -> Option<&'static str> {
    let mut before = Digest::default();
    for recorded in &held.log {
        let body = canonical(&recorded.event)?;
        before = link(&before, held.matter.id, &body);
        if before != recorded.link {
            return Some("链断了");
        }
    }
    let Some((frame, folded)) = library.replay(held.log.iter().map(|r| &r.event)) else {
        return Some("没有开始，或者所依的程序没有装载");
    };
    if folded != held.matter {
        return Some("重放的结果不同");
    }
    let same = facts_of(&frame, &held.matter) == held.facts && tasks(&frame, &held.matter) == held.tasks;
    (!same || marks(&frame, &held.matter) != held.marks).then_some("派生的数据不同")
}
