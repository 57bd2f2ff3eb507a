//! What carries every sentence of a plan: a procedure, a register, an analysis, a duty, or nothing yet.
//!
//! The answer is data about one plan, so it comes from a map in TOML:
//!
//! ```toml
//! [[carrier]]
//! id = "legal_aid"
//! kind = "procedure"             # procedure | register | analysis | duty
//! zh = "法律援助"
//! en = "Legal aid"
//! page = "/matters?procedure=legal_aid"   # page and test only when it exists: a carrier without them is planned
//! test = "cargo test -p sinan-legal-services"
//!
//! [[rule]]
//! point = 11                     # the point's number; 0 is the preamble; `section = 2` for sentences outside numbered points
//! words = ["应援尽援"]            # the sentences with any of these words; without words, the point's remaining sentences
//! carriers = ["legal_aid"]
//! ```

use crate::{Plan, PlanError, Span, Task};
use kernel::{Lang, Title};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, str::FromStr};

/// In which way a sentence is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarrierKind {
    /// A procedure with matters.
    Procedure,
    /// A register.
    Register,
    /// An analysis or an indicator.
    Analysis,
    /// A duty of a unit, ticked off with evidence.
    Duty,
    /// Nothing so far.
    NothingYet,
}

impl CarrierKind {
    /// Its name.
    #[must_use]
    pub fn title(self) -> Title {
        let (zh, en) = match self {
            Self::Procedure => ("程序", "procedure"),
            Self::Register => ("名录", "register"),
            Self::Analysis => ("分析", "analysis"),
            Self::Duty => ("任务", "duty"),
            Self::NothingYet => ("尚无", "nothing yet"),
        };
        Title::new(zh, en)
    }
}

/// One carrier of the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// The name by which rules refer to it.
    pub id: String,
    /// What it is, or will be.
    pub kind: CarrierKind,
    /// 中文名称
    pub zh: String,
    /// English name
    pub en: String,
    /// The page where it is seen; absent while it does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The test that holds it; absent while it does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    point: Option<u32>,
    #[serde(default)]
    section: Option<u32>,
    #[serde(default)]
    words: Vec<String>,
    carriers: Vec<String>,
}

/// The map from a plan's sentences to what carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceMap {
    #[serde(default, rename = "carrier")]
    carriers: Vec<Carrier>,
    #[serde(default, rename = "rule")]
    rules: Vec<Rule>,
}

impl FromStr for TraceMap {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let map: Self = toml::from_str(text).map_err(|e| PlanError::Map { fault: e.to_string().replace('\n', " ").trim().to_owned() })?;
        let fault = |fault: String| Err(PlanError::Map { fault });
        let mut ids = HashMap::new();
        for carrier in &map.carriers {
            if ids.insert(carrier.id.as_str(), ()).is_some() {
                return fault(format!("承载项“{}”写了两次", carrier.id));
            }
            if carrier.page.is_some() != carrier.test.is_some() {
                return fault(format!("承载项“{}”的 page 和 test 要么都写（已建成），要么都不写（计划中）", carrier.id));
            }
            if carrier.kind == CarrierKind::NothingYet {
                return fault(format!("承载项“{}”要写明将来是什么：procedure、register、analysis 或 duty", carrier.id));
            }
        }
        for (at, rule) in map.rules.iter().enumerate() {
            if let Some(unknown) = rule.carriers.iter().find(|c| !ids.contains_key(c.as_str())) {
                return fault(format!("第 {} 条规则提到的承载项“{unknown}”没有定义", at + 1));
            }
            if rule.carriers.is_empty() || (rule.point.is_none() && rule.section.is_none() && rule.words.is_empty()) {
                return fault(format!("第 {} 条规则没有写明管哪些句子，或没有写明由什么承载", at + 1));
            }
        }
        Ok(map)
    }
}

/// What carries a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// In which way today: [`CarrierKind::NothingYet`] for what is only planned.
    pub kind: CarrierKind,
    /// What it is planned to be, when there is nothing yet.
    pub planned: Option<CarrierKind>,
    /// Its name.
    pub name: Title,
    /// The page where it is seen.
    pub page: Option<String>,
    /// The test that holds it.
    pub test: Option<String>,
}

/// One sentence with what carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceRow {
    /// The number of its point; 0 for the preamble, `None` outside numbered points.
    pub point: Option<u32>,
    /// The number of its section.
    pub section: Option<u32>,
    /// The heading it stands under: of its point, else of its section.
    pub heading: String,
    /// The task's key.
    pub key: String,
    /// The sentence.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What carries it; empty when the map says nothing of it.
    pub carriers: Vec<Carried>,
}

impl TraceRow {
    /// Whether everything that is to carry it exists.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        !self.carriers.is_empty() && self.carriers.iter().all(|c| c.kind != CarrierKind::NothingYet)
    }

    /// Whether nothing carries it yet.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.carriers.iter().all(|c| c.kind == CarrierKind::NothingYet)
    }
}

/// A rule of the map that no sentence of the plan meets, so that the map does not outlive the plan's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleRule {
    /// Its place in the map, from 1.
    pub rule: usize,
    /// The word that is in no sentence; `None` when the point or section is not there.
    pub word: Option<String>,
}

/// How many sentences are carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceCounts {
    /// All sentences but headings.
    pub sentences: usize,
    /// Carried wholly.
    pub carried: usize,
    /// Carried in part.
    pub partly: usize,
    /// Not carried at all.
    pub bare: usize,
}

/// Every sentence of the plan with what carries it, in the order of the text. Headings are not listed: they are carried by what
/// stands under them, and where a heading is all there is, or sets a quantity, it is a sentence too.
#[must_use]
pub fn trace(plan: &Plan, map: &TraceMap) -> Vec<TraceRow> {
    let mut rows: Vec<TraceRow> = plan.head.preamble.iter().map(|t| row(t, Some(0), None, "导语")).collect();
    for section in &plan.sections {
        rows.extend(section.intro.iter().map(|t| row(t, None, section.number, &section.title)));
        for point in &section.points {
            rows.extend(point.tasks.iter().map(|t| row(t, point.number, section.number, &point.title)));
        }
    }
    for row in &mut rows {
        row.carriers = map.carriers_of(row);
    }
    rows
}

fn row(task: &Task, point: Option<u32>, section: Option<u32>, heading: &str) -> TraceRow {
    let (key, text, span) = (task.key.clone(), task.text.clone(), task.span);
    TraceRow { point, section, heading: heading.to_owned(), key, text, span, carriers: Vec::new() }
}

impl Rule {
    fn is_about(&self, row: &TraceRow) -> bool {
        self.point.is_none_or(|p| row.point == Some(p)) && self.section.is_none_or(|s| row.section == Some(s))
    }

    fn names(&self, row: &TraceRow) -> bool {
        self.words.iter().any(|w| row.text.contains(w))
    }
}

impl TraceMap {
    fn carriers_of(&self, row: &TraceRow) -> Vec<Carried> {
        let about: Vec<&Rule> = self.rules.iter().filter(|r| r.is_about(row)).collect();
        let mut chosen: Vec<&Rule> = about.iter().copied().filter(|r| r.names(row)).collect();
        if chosen.is_empty() {
            chosen = about.into_iter().filter(|r| r.words.is_empty()).collect();
        }
        let mut ids: Vec<&str> = Vec::new();
        for id in chosen.iter().flat_map(|r| &r.carriers) {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        let carrier = |id: &str| self.carriers.iter().find(|c| c.id == id);
        ids.into_iter().filter_map(carrier).map(Carried::from).collect()
    }

    /// The rules, and words of rules, that no sentence of the plan meets.
    #[must_use]
    pub fn stale(&self, plan: &Plan) -> Vec<StaleRule> {
        let rows = trace(plan, self);
        let mut stale = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let about: Vec<&TraceRow> = rows.iter().filter(|r| rule.is_about(r)).collect();
            if about.is_empty() {
                stale.push(StaleRule { rule: at + 1, word: None });
            }
            let unmet = rule.words.iter().filter(|w| !about.iter().any(|r| r.text.contains(w.as_str())));
            stale.extend(unmet.map(|w| StaleRule { rule: at + 1, word: Some(w.clone()) }));
        }
        stale
    }
}

impl From<&Carrier> for Carried {
    fn from(carrier: &Carrier) -> Self {
        let built = carrier.page.is_some() && carrier.test.is_some();
        Self {
            kind: if built { carrier.kind } else { CarrierKind::NothingYet },
            planned: (!built).then_some(carrier.kind),
            name: Title::new(carrier.zh.as_str(), carrier.en.as_str()),
            page: carrier.page.clone(),
            test: carrier.test.clone(),
        }
    }
}

/// Counts the rows.
#[must_use]
pub fn counts(rows: &[TraceRow]) -> TraceCounts {
    let carried = rows.iter().filter(|r| r.is_carried()).count();
    let bare = rows.iter().filter(|r| r.is_bare()).count();
    TraceCounts { sentences: rows.len(), carried, partly: rows.len() - carried - bare, bare }
}

/// How many characters of a sentence are shown: enough to find it, too few to be a copy of the plan.
const SHOWN: usize = 22;

/// The rows as text, in Chinese; the last line counts them.
#[must_use]
pub fn render_trace(rows: &[TraceRow]) -> String {
    let mut out = String::new();
    let mut heading = None;
    for row in rows {
        let here = (row.section, row.point, &row.heading);
        if heading != Some(here) {
            heading = Some(here);
            let number = row.point.filter(|n| *n > 0).map_or_else(String::new, |n| format!("{n}. "));
            out.push_str(&format!("{number}{}\n", row.heading));
        }
        let state = if row.is_carried() {
            "有承载"
        } else if row.is_bare() {
            "尚　无"
        } else {
            "部　分"
        };
        let short: String = row.text.chars().take(SHOWN).collect();
        let more = if row.text.chars().count() > SHOWN { "…" } else { "" };
        out.push_str(&format!("  [{state}] {short}{more}\n"));
        for carried in &row.carriers {
            out.push_str(&format!("      {}\n", line(carried)));
        }
        if row.carriers.is_empty() {
            out.push_str("      对照表没有写明由什么承载\n");
        }
    }
    let n = counts(rows);
    out.push_str(&format!("句子 {}　有承载 {}　部分 {}　尚无 {}\n", n.sentences, n.carried, n.partly, n.bare));
    out
}

fn line(carried: &Carried) -> String {
    let kind = carried.kind.title();
    let name = carried.name.text(Lang::Zh);
    match (&carried.page, &carried.test) {
        (Some(page), Some(test)) => format!("{}　{name}　页面 {page}　测试 {test}", kind.zh),
        _ => format!("{}　{name}（拟建{}）", kind.zh, carried.planned.map(|k| k.title().zh).unwrap_or_default()),
    }
}
