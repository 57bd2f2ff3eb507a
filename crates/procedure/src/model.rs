//! The typed procedure: what a file means once it is decoded. Nothing here is text to be interpreted again.
//!
//! Names ([`Id`]) are unique in a procedure across states, events, papers, choice values, tracks, intervals and clocks.

mod action;
mod clock;
mod form;
mod ground;
mod parties;
mod register;
mod transition;

pub use action::{Action, From, KinAct, Needs, Opens, PaperUse, RuleUse, SignLine};
pub use clock::{Amount, Clock, Extend, Lapse, LapseFor, Length, Mode, Pause, Rechosen, Restart, Start, Trigger};
pub use form::{Field, FieldBounds, FieldKind, Form, FormUse, Personal, Purpose, Section};
pub use ground::{Basis, BasisKind, Cite, Ground, Law, Place};
pub use parties::{Bound, Choice, ChoiceSource, HeldBy, Paper, Param, Predicate, Remedy, RemedyUse, Role, Value};
pub use register::{Keeper, KeyKind, Register, RegisterField, Status};
pub use transition::{Transition, TransitionMode};

use calendar::Rule;
use kernel::{Date, Digest, Id, Title};
use serde::Serialize;
use std::collections::BTreeMap;

/// One file: a procedure, the ones that share its law, and what is counted of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dossier {
    /// The file it was read from, for diagnostics.
    pub file: String,
    /// The procedures, the main one first.
    pub procedures: Vec<Procedure>,
    /// Registers whose entries are matters of these procedures, and those kept by hand or by import.
    pub registers: BTreeMap<Id, Register>,
    /// Figures computed from their matters.
    pub indicators: Vec<Indicator>,
    /// Parameters that stand beside the procedures, such as a population.
    pub params: BTreeMap<Id, Param>,
}

/// A line of work written as states, actions, papers and clocks, each resting on an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Procedure {
    /// Its name; never changes.
    pub id: Id,
    /// Counted from 1; a matter stays with the version it began under unless a transition says otherwise.
    pub version: u32,
    /// First day on which matters may begin under it.
    pub in_force_from: Date,
    /// Title in both languages.
    pub title: Title,
    /// Pattern of the matter's number with `{unit}`, `{year}` and `{seq}`.
    pub number: Option<String>,
    /// The counting rule of every clock that names no other.
    pub counting: Rule,
    /// The procedure whose law it shares and within whose matters its own live.
    pub child_of: Option<Id>,
    /// What it means for matters of the version before; there from version 2 on.
    pub transition: Option<Transition>,
    /// How long service by public notice takes; `None`: it does not exist here.
    pub notice: Option<Length>,
    /// How long a closed matter is kept; a child without one follows its parent.
    pub retention: Option<Retention>,
    /// Laws cited, by alias.
    pub laws: BTreeMap<Id, Law>,
    /// Who takes part.
    pub roles: BTreeMap<Id, Role>,
    /// What may vary.
    pub choices: BTreeMap<Id, Choice>,
    /// Predicates answered by Rust.
    pub rules: BTreeMap<Id, Predicate>,
    /// Numbers that a bureau may set.
    pub params: BTreeMap<Id, Param>,
    /// Ways to contest an act.
    pub remedies: BTreeMap<Id, Remedy>,
    /// Papers issued.
    pub papers: BTreeMap<Id, Paper>,
    /// Forms with a name; inline forms stand in their action.
    pub forms: BTreeMap<Id, Form>,
    /// States of the main run, of tracks and intervals, ends among them.
    pub states: BTreeMap<Id, State>,
    /// Runs beside the main one.
    pub tracks: BTreeMap<Id, Track>,
    /// Every action, in the order of the file.
    pub actions: Vec<Action>,
    /// Every clock, in the order of the file.
    pub clocks: Vec<Clock>,
    /// Levels of secrecy that the law switches on.
    pub secrecy: Vec<Secrecy>,
    /// SM3 over the procedure's source text, comments and spacing included (for a child, over its parent's hash and its own text):
    /// what a matter is pinned to.
    pub hash: Digest,
    /// That text; a proof file quotes it.
    #[serde(skip)]
    pub source: Source,
}

/// How long what a matter holds is kept after it closed; then it may be destroyed, by two persons and not while it is held.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Retention {
    /// Whole years after the day on which it closed.
    pub years: u32,
    /// What it rests on.
    pub ground: Ground,
    /// Where it stands in the file.
    pub place: Place,
}

/// The text of a procedure as it stands in its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Where it begins in the file, in bytes: places count from the file's start.
    pub offset: usize,
    /// The text.
    pub text: String,
}

/// A situation (环节) in which a matter stays until an act moves it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct State {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// The track it belongs to; `None` for the main run.
    pub track: Option<Id>,
    /// An end has no clock and no action of its own.
    pub end: bool,
    /// It is laid over the main state and left by `back`.
    pub overlay: bool,
    /// Why no clock runs here, where that is so.
    pub open_ended: Option<Title>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A run of states beside the main one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Track {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// It goes on when the main run has ended, and may move the main run out of its end.
    pub outlives: bool,
    /// An interval is a track of one state with `ID.begun` and `ID.ended`: time excluded by law.
    pub interval: bool,
    /// Where it stands in the file.
    pub place: Place,
}

/// A level of secrecy switched on by law; who may look is the kernel's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Secrecy {
    /// One of the kernel's levels.
    pub level: Id,
    /// Title in both languages.
    pub title: Title,
    /// Holds only while the matter has one of these values.
    pub only: Vec<Id>,
    /// What it rests on.
    pub ground: Ground,
}

/// A figure computed from matters. Targets live in the plan's map, so that a new plan does not change a procedure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Indicator {
    /// Its name.
    pub id: Id,
    /// Title in both languages.
    pub title: Title,
    /// What is measured.
    pub measure: Measure,
    /// Over which period: `year`, `quarter` or `month`.
    pub period: Id,
    /// How it is computed, in words, shown beside the figure (口径).
    pub reading: Option<Title>,
    /// Where it stands in the file.
    pub place: Place,
}

/// What an indicator measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Measure {
    /// Matters in which one of the events happened, each counted once, divided by a parameter: `per` residents.
    Rate {
        /// `procedure.event` or `event` of the file's first procedure.
        count: Vec<Counted>,
        /// The parameter that divides, and for how many of it: (`resident_population`, 100000).
        per: Option<(Id, u64)>,
    },
    /// Share of matters with one event among those with another.
    Share {
        /// Numerator.
        count: Vec<Counted>,
        /// Denominator.
        of: Vec<Counted>,
    },
    /// Matters now in one of the states.
    Open(Vec<Counted>),
    /// Share of a clock's instances that stopped no later than due.
    OnTime(Counted),
}

/// A name within a procedure, for indicators that look across several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Counted {
    /// The procedure.
    pub procedure: Id,
    /// The event, state or clock.
    pub name: Id,
}

impl Procedure {
    /// The action of this name.
    #[must_use]
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|a| a.id == *id)
    }

    /// The clock of this name.
    #[must_use]
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|c| c.id == *id)
    }

    /// The choice that has this value.
    #[must_use]
    pub fn choice_of(&self, value: &str) -> Option<&Choice> {
        self.choices.values().find(|c| c.values.iter().any(|v| v.id == *value))
    }

    /// Every field of every form, with the section it stands in.
    pub fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        let inline = self.actions.iter().flat_map(|a| &a.forms).filter_map(|f| match f {
            FormUse::Inline(form) => Some(form),
            FormUse::Named(_) => None,
        });
        self.forms.values().chain(inline).flat_map(|f| &f.sections).flat_map(|s| s.fields.iter().map(move |f| (s, f)))
    }

    /// The field of this name, wherever it first stands.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().map(|(_, f)| f).find(|f| f.id == *id)
    }

    /// The form an action uses.
    #[must_use]
    pub fn form<'a>(&'a self, used: &'a FormUse) -> Option<&'a Form> {
        match used {
            FormUse::Named(id) => self.forms.get(id),
            FormUse::Inline(form) => Some(form),
        }
    }
}
