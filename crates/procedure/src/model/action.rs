//! Actions: what may be done, by whom, from where.

use super::{Field, FieldKind, FormUse, Ground, Place};
use kernel::{Id, Title};
use serde::{Deserialize, Serialize};

/// One lawful step. It is atomic: rules, needs and signatures first, then the event, choices, papers, clocks, moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// Where it is offered.
    pub from: Vec<From>,
    /// Roles that may do it.
    pub by: Vec<Id>,
    /// Our role that enters it for an outsider or for a party at the counter.
    pub via: Option<Id>,
    /// States it moves to, of different runs, or the overlay it enters; empty: stays.
    pub to: Vec<Id>,
    /// It leaves the overlay, back to where the matter was.
    pub back: bool,
    /// Done once per holder of each of these roles; what moves, moves with the last.
    pub each: Vec<Id>,
    /// The event it yields.
    pub event: Id,
    /// Offered only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// Rules that must all say yes.
    pub when: Vec<RuleUse>,
    /// It can be done once in a matter.
    pub once: bool,
    /// Events that must have happened.
    pub needs: Vec<Needs>,
    /// Tracks that must be at an end or never started, and children that must be closed.
    pub ended: Vec<Id>,
    /// Roles of ours in which as many persons must have been assigned as their bounds say.
    pub staffed: Vec<Id>,
    /// Lines of signatures, in order.
    pub sign: Vec<SignLine>,
    /// The role against whom it takes effect: reasons and a paper with a remedy are demanded.
    pub against: Option<Id>,
    /// The later paper that carries the remedy, where this act's own does not.
    pub remedy_in: Option<Id>,
    /// What is filled in.
    pub forms: Vec<FormUse>,
    /// Papers issued.
    pub papers: Vec<PaperUse>,
    /// Choice values it sets.
    pub sets: Vec<Id>,
    /// A procedure whose matter it opens.
    pub opens: Option<Opens>,
    /// What the kernel carries out with other matters.
    pub kin: Option<KinAct>,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// Where an action is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum From {
    /// It opens a matter.
    New,
    /// In this state (an end, for what the law allows afterwards).
    State(Id),
}

/// A rule as an action asks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleUse {
    /// The rule.
    pub rule: Id,
    /// Asked only while the matter has one of these choice values.
    pub only: Vec<Id>,
}

/// Events that must have happened before an action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Needs {
    /// The events.
    pub events: Vec<Id>,
    /// One of them suffices.
    pub any: bool,
    /// Demanded only while the matter has one of these choice values.
    pub only: Vec<Id>,
    /// The role that may waive it, with reasons.
    pub waived_by: Option<Id>,
    /// What it rests on.
    pub ground: Ground,
}

/// A matter that an action opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opens {
    /// Its procedure.
    pub procedure: Id,
    /// It lives inside the matter that opens it; else beside it, linked.
    pub child: bool,
}

/// What the kernel carries out with other matters; the procedure says who may and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KinAct {
    /// 并案
    Join,
    /// 分案
    Split,
    /// 移送
    Transfer,
}

/// One line of signatures: all its roles sign in any order, or one of them suffices. Events carry it, so its form lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignLine {
    /// Roles that sign.
    pub roles: Vec<Id>,
    /// One of them suffices.
    pub any: bool,
    /// Demanded only while the matter has one of these choice values.
    pub only: Vec<Id>,
}

/// A paper as an action issues it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperUse {
    /// The paper.
    pub paper: Id,
    /// Issued only while the matter has one of these choice values.
    pub only: Vec<Id>,
}

impl Action {
    /// Whether it opens a matter.
    #[must_use]
    pub fn opens_matter(&self) -> bool {
        self.from.contains(&From::New)
    }

    /// Whether a field is asked although the matter holds an answer. A fact that is known is not asked again; but an act has words of
    /// its own (its reasons are not those of an earlier act), chooses anew from a register, and whatever is held against somebody is
    /// stated in the act that does so.
    #[must_use]
    pub fn asks_anew(&self, field: &Field) -> bool {
        let own_words = matches!(field.kind, FieldKind::LongText) && field.personal.is_none();
        self.against.is_some() || own_words || matches!(field.kind, FieldKind::Register { .. })
    }

    /// Whether it is offered in this state.
    #[must_use]
    pub fn offered_in(&self, state: &Id) -> bool {
        self.from.iter().any(|f| matches!(f, From::State(s) if s == state))
    }
}
