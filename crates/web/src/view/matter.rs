//! One matter: who and where, what can be done and what cannot, what happened, what is due.

use super::{DueCell, Empty, Fact, FaultLink, FieldView, Layout, Link, NavItem, Status};
use askama::Template;
use kernel::Date;

/// The identity of a matter, on top of each of its pages.
#[derive(Clone, Debug)]
pub struct MatterHead {
    /// 乌法援〔2026〕0501号
    pub number: String,
    /// Procedure, kind, version.
    pub procedure: String,
    /// Parties or cause, masked by the reader's role.
    pub title: String,
    /// Its state.
    pub status: Status,
    /// Who handles it.
    pub handler: String,
    /// The deadline that matters most: its name and the cell.
    pub due: Option<(String, DueCell)>,
    /// Its pages.
    pub tabs: Vec<NavItem>,
}

/// The page of a matter.
#[derive(Clone, Debug, Template)]
#[template(path = "matter.html")]
pub struct MatterPage {
    /// The frame.
    pub layout: Layout,
    /// The matter.
    pub head: MatterHead,
    /// What is wrong with the form that was just sent.
    pub faults: Vec<FaultLink>,
    /// Lapses that the program proposes and a person decides.
    pub lapses: Vec<LapseProposal>,
    /// Acts that wait for signatures.
    pub pending: Vec<PendingSignature>,
    /// What the reader can do now, in the order of the law.
    pub can: Vec<CanDo>,
    /// What the list says when nothing can be done.
    pub idle: Empty,
    /// What cannot be done, and why.
    pub cannot: Vec<CannotDo>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineItem>,
    /// How many events there are; the timeline shows the newest of them.
    pub events: u64,
    /// The whole timeline, when not all is shown.
    pub all_events: Option<String>,
    /// Its deadlines.
    pub clocks: Vec<ClockRow>,
    /// What is known: one name, one value.
    pub facts: Vec<Fact>,
    /// Its parties.
    pub parties: Vec<PartyView>,
    /// Seeing in full what is masked, where something is.
    pub reveal: Option<RevealForm>,
    /// Its papers.
    pub papers: Vec<PaperRow>,
    /// Naming the handler, for those who may.
    pub assign: Option<AssignForm>,
    /// Verbs of the kernel that the reader may use now.
    pub verbs: Vec<Link>,
    /// Other matters: above, inside, joined, beside.
    pub kin: Vec<KinRow>,
    /// Who looked at what is personal in it; `None` where that is not the reader's to know.
    pub looks: Option<Vec<Fact>>,
    /// Each event's digest follows from the one before.
    pub whole: bool,
    /// The digest of the chain's head, shortened.
    pub chain: String,
    /// Where its proof file is had.
    pub proof: String,
}

/// An act that can be done.
#[derive(Clone, Debug)]
pub struct CanDo {
    /// Title of the action.
    pub title: String,
    /// When it is the right one.
    pub text: String,
    /// The article.
    pub ground: String,
    /// Verb and object.
    pub verb: String,
    /// Its form.
    pub href: String,
}

/// An act that cannot be done.
#[derive(Clone, Debug)]
pub struct CannotDo {
    /// Title of the action.
    pub title: String,
    /// What is missing.
    pub reason: String,
    /// The article.
    pub ground: String,
    /// What would lift it, where there is a way.
    pub remedy: Option<Link>,
}

/// An act drafted and not yet signed by all.
#[derive(Clone, Debug)]
pub struct PendingSignature {
    /// Title of the action.
    pub title: String,
    /// Who drafted it and when.
    pub drafted: String,
    /// The draft of its paper.
    pub paper: Option<Link>,
    /// What was filled in: nobody signs what they have not read.
    pub facts: Vec<Fact>,
    /// The lines of signatures, in order.
    pub steps: Vec<SignStep>,
    /// Where signing and returning post to (`answer=sign|return`), when it is the reader's turn.
    pub action: Option<String>,
    /// Where taking it back posts to, for whoever sent it.
    pub recall: Option<String>,
    /// The operation id.
    pub operation: String,
    /// The opinion; asked on return.
    pub opinion: FieldView,
    /// Which proposal: its place in the log.
    pub of: u64,
    /// Attendance and votes, where a meeting signs.
    pub minutes: Vec<FieldView>,
}

/// Naming the handler.
#[derive(Clone, Debug)]
pub struct AssignForm {
    /// Where it posts to.
    pub action: String,
    /// The operation id.
    pub operation: String,
    /// Which role goes to whom.
    pub handler: FieldView,
}

/// One signature.
#[derive(Clone, Debug)]
pub struct SignStep {
    /// Whose it is.
    pub role: String,
    /// Who signed, or who may.
    pub person: String,
    /// Signed, waiting, returned.
    pub status: Status,
}

/// A lapse against a person: proposed, never carried out by the program.
#[derive(Clone, Debug)]
pub struct LapseProposal {
    /// 建议：视为撤回申请
    pub title: String,
    /// Which period ran out, when, and what follows.
    pub text: String,
    /// The article.
    pub ground: String,
    /// Where the answer posts to (`answer=confirm|decline`).
    pub action: String,
    /// The operation id.
    pub operation: String,
    /// Whose instance of the clock, as `role/place`; empty where there is one.
    pub holder: String,
    /// Why it is declined: the act came in time.
    pub reason: FieldView,
    /// Verb and object of confirming.
    pub confirm: String,
    /// Verb and object of declining.
    pub decline: String,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct TimelineItem {
    /// Title of the event.
    pub title: String,
    /// The legal date.
    pub date: Date,
    /// The time of day, only where it is known.
    pub time: Option<String>,
    /// Who did it, for which unit.
    pub actor: String,
    /// Evidence, way of service, short content.
    pub note: String,
    /// The article.
    pub ground: String,
    /// Papers and files that belong to it.
    pub links: Vec<Link>,
    /// What it set off: clocks started, stopped, moved.
    pub effects: Vec<String>,
    /// The day it was entered, when later than it happened.
    pub entered_on: Option<Date>,
    /// What it said before it was corrected, and why.
    pub corrected: Option<String>,
    /// The page that corrects it, for those who may.
    pub correct: Option<String>,
}

/// A deadline of the matter.
#[derive(Clone, Debug)]
pub struct ClockRow {
    /// Its title.
    pub title: String,
    /// The cell, while it runs or is suspended.
    pub due: Option<DueCell>,
    /// What became of it, once it stopped.
    pub outcome: String,
}

/// Another matter, and how it belongs to this one.
#[derive(Clone, Debug)]
pub struct KinRow {
    /// 下级事项, 主案, 关联
    pub relation: String,
    /// Number and what it is.
    pub link: Link,
    /// Where it stands.
    pub status: Status,
}

/// A party.
#[derive(Clone, Debug)]
pub struct PartyView {
    /// Its role.
    pub role: String,
    /// Its name, masked by the reader's role.
    pub name: String,
    /// What else may be seen.
    pub lines: Vec<String>,
    /// Numbers that identify it, masked unless the reader may see them.
    pub masked: Vec<MaskedLine>,
}

/// Asking to see in full what is masked.
#[derive(Clone, Debug)]
pub struct RevealForm {
    /// Where it posts to.
    pub action: String,
    /// On what ground.
    pub reason: FieldView,
}

/// A personal value, masked.
#[derive(Clone, Debug)]
pub struct MaskedLine {
    /// What it is.
    pub name: String,
    /// ●●●●3817
    pub value: String,
}

/// A paper of the matter.
#[derive(Clone, Debug)]
pub struct PaperRow {
    /// Its title.
    pub title: String,
    /// Its number, once it has one.
    pub number: String,
    /// Its page.
    pub href: String,
    /// Not made, awaiting signature, awaiting service, served.
    pub status: Status,
    /// When and how it was served.
    pub served: String,
    /// Entering its service: where it posts to, for those who may.
    pub serve: Option<String>,
    /// The operation id.
    pub operation: String,
    /// The questions on service: way, day, evidence.
    pub fields: Vec<FieldView>,
}

/// What the page puts first: there is one primary button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foremost {
    /// Deciding on a lapse.
    Lapse,
    /// Signing.
    Sign,
    /// The first act.
    Act,
}

impl PaperRow {
    /// Whether something is wrong with the form of its service, which is then unfolded.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.fields.iter().any(|f| f.error.is_some())
    }
}

impl MatterPage {
    /// The questions of all its forms.
    pub fn fields(&self) -> impl Iterator<Item = &FieldView> {
        let signing = self.pending.iter().map(|p| &p.opinion).chain(self.lapses.iter().map(|l| &l.reason));
        signing
            .chain(self.papers.iter().flat_map(|p| &p.fields))
            .chain(self.assign.iter().map(|a| &a.handler))
            .chain(self.reveal.iter().map(|r| &r.reason))
    }

    /// Which panel has the primary button.
    #[must_use]
    pub fn foremost(&self) -> Foremost {
        if !self.lapses.is_empty() {
            Foremost::Lapse
        } else if self.pending.iter().any(|p| p.action.is_some()) {
            Foremost::Sign
        } else {
            Foremost::Act
        }
    }

    /// Whether the primary button belongs to the first item of this panel.
    #[must_use]
    pub fn primary(&self, panel: &str, first: &bool) -> bool {
        let name = match self.foremost() {
            Foremost::Lapse => "lapse",
            Foremost::Sign => "sign",
            Foremost::Act => "act",
        };
        *first && panel == name
    }
}
