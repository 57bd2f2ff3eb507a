//! Who could lead a task and which procedure could carry it: a proposal with its reason, for a person to accept or change.

use crate::{CarrierKind, Point, Task};
use kernel::{Id, Title};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A procedure that the bureau runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownProcedure {
    /// Its id.
    pub id: String,
    /// Its title in Chinese.
    pub title: String,
}

/// A unit of the bureau.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownUnit {
    /// Its kind, by which rules may name it.
    pub kind: String,
    /// Its title in Chinese.
    pub title: String,
}

/// What there is to propose from. Units in order of rank: of several that fit, the first is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The procedures.
    pub procedures: Vec<KnownProcedure>,
    /// The units.
    pub units: Vec<KnownUnit>,
}

/// A proposal for a task or a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The title of the unit to lead.
    pub lead_unit: Option<String>,
    /// The procedure to carry it, if the bureau runs it.
    pub procedure: Option<Id>,
    /// What would carry it, whether it exists or not.
    pub carrier: Option<(CarrierKind, Title)>,
    /// Why, in the plan's own words.
    pub reason: Title,
}

#[derive(Debug, Deserialize)]
struct Rules {
    rule: Vec<Rule>,
}

/// One row of `proposal.toml`.
#[derive(Debug, Deserialize)]
struct Rule {
    words: Vec<String>,
    carrier: CarrierKind,
    #[serde(default)]
    procedure: Option<String>,
    zh: String,
    en: String,
    #[serde(default)]
    units: Vec<String>,
}

static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| toml::from_str::<Rules>(include_str!("proposal.toml")).map(|r| r.rule).unwrap_or_default());

/// Proposes for a task, from its sentence; if that says nothing, from the heading it stands under.
#[must_use]
pub fn propose(task: &Task, catalogue: &Catalogue) -> Proposal {
    from_texts([("原文", "the text", task.text.as_str()), ("小标题", "the heading", task.under.as_deref().unwrap_or_default())], catalogue)
}

/// Proposes for a point: from who it says is responsible, from its title, else from its sentences.
#[must_use]
pub fn propose_for_point(point: &Point, catalogue: &Catalogue) -> Proposal {
    let assigned: String = point.assignments.iter().map(|a| a.text.as_str()).collect();
    let words: String = point.tasks.iter().map(|t| t.text.as_str()).collect();
    let mut proposal = from_texts([("标题", "the title", point.title.as_str()), ("原文", "the text", words.as_str())], catalogue);
    if let Some((stated, unit)) = stated_unit(&assigned, catalogue) {
        proposal.lead_unit = Some(unit);
        proposal.reason = stated_reason(&stated);
    }
    proposal
}

fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>, catalogue: &Catalogue) -> Proposal {
    let mut proposal = Proposal {
        lead_unit: None,
        procedure: None,
        carrier: None,
        reason: Title::new("原文没有能据以提出的词，请指定牵头单位和承载程序", "nothing in the text to propose from; please choose"),
    };
    for (zh, en, text) in texts {
        if let Some((word, rule)) = rule_for(text) {
            let unit = rule.units.iter().find_map(|wanted| unit(wanted, catalogue));
            let procedure = rule.procedure.as_ref().filter(|id| catalogue.procedures.iter().any(|p| p.id == **id));
            proposal.reason = because(zh, en, word, rule, procedure.is_some());
            proposal.lead_unit = unit;
            proposal.procedure = procedure.map(|id| Id::from(id.as_str()));
            proposal.carrier = Some((rule.carrier, Title::new(rule.zh.as_str(), rule.en.as_str())));
        }
        if let Some((stated, unit)) = stated_unit(text, catalogue) {
            proposal.lead_unit = Some(unit);
            proposal.reason = stated_reason(&stated);
        }
        if proposal.carrier.is_some() || proposal.lead_unit.is_some() {
            break;
        }
    }
    proposal
}

fn because(zh: &str, en: &str, word: &str, rule: &Rule, runs: bool) -> Title {
    let (planned_zh, planned_en) =
        if runs { ("", "") } else { ("；系统还没有承载它的部分", "; nothing in the system carries it yet") };
    Title::new(format!("因为{zh}有“{word}”：{}{planned_zh}", rule.zh), format!("because {en} says “{word}”: {}{planned_en}", rule.en))
}

fn stated_reason(stated: &str) -> Title {
    Title::new(format!("因为原文写明“{stated}”"), format!("because the text says “{stated}”"))
}

/// The rule whose longest word stands in the text; of equally long ones the first in the text.
fn rule_for(text: &str) -> Option<(&'static str, &'static Rule)> {
    let hits = RULES.iter().flat_map(|r| r.words.iter().map(move |w| (w.as_str(), r)));
    let placed = hits.filter_map(|(word, rule)| text.find(word).map(|at| (word, rule, at)));
    let best = placed.min_by_key(|(word, _, at)| (std::cmp::Reverse(word.chars().count()), *at));
    best.map(|(word, rule, _)| (word, rule))
}

/// 责任单位：法律援助中心、各区司法局 → the words, and the first unit that is known.
fn stated_unit(text: &str, catalogue: &Catalogue) -> Option<(String, String)> {
    const LEAD: [&str; 8] = ["牵头单位", "牵头科室", "牵头部门", "牵头处室", "责任单位", "责任科室", "责任部门", "责任处室"];
    let (_, start) = LEAD.iter().filter_map(|w| text.find(w).map(|at| (w, at))).next()?;
    let stated = text[start..].split(['；', ';', '。', '）', ')', '，', '\n']).next()?;
    let names = stated.split_once(['：', ':'])?.1;
    let known = names.split(['、', ' ', '\u{3000}']).map(str::trim).filter(|n| !n.is_empty()).find_map(|name| {
        let by_title = |u: &&KnownUnit| u.title.contains(name) || name.contains(u.title.as_str());
        catalogue.units.iter().find(by_title).map(|u| u.title.clone())
    })?;
    Some((stated.to_owned(), known))
}

/// The first unit of the kind, or with the word in its title.
fn unit(wanted: &str, catalogue: &Catalogue) -> Option<String> {
    catalogue.units.iter().find(|u| u.kind == wanted || u.title.contains(wanted)).map(|u| u.title.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let rules: Rules = toml::from_str(include_str!("proposal.toml")).unwrap();
        assert!(rules.rule.len() >= 20);
        let mut words = std::collections::HashSet::new();
        for rule in &rules.rule {
            assert!(!rule.zh.is_empty() && !rule.en.is_empty() && !rule.words.is_empty(), "{rule:?}");
            assert!(rule.words.iter().all(|w| words.insert(w.clone())), "a word stands in two rows: {rule:?}");
        }
    }
}
