//! The organisation: units with their people, one person with their roles, a table looked at, the journal.

use super::{Fact, FormView, Layout, Link, Status};
use askama::Template;

/// Units with their people.
#[derive(Clone, Debug, Template)]
#[template(path = "organisation.html")]
pub struct OrganisationPage {
    /// The frame.
    pub layout: Layout,
    /// How many units and people there are.
    pub lead: String,
    /// What the reader may do here.
    pub ways: Vec<Link>,
    /// Unit by unit.
    pub units: Vec<UnitView>,
}

/// A unit with its people.
#[derive(Clone, Debug)]
pub struct UnitView {
    /// Its name.
    pub name: String,
    /// Its place, as a code.
    pub code: String,
    /// Where it is changed, for whoever may.
    pub change: Option<String>,
    /// People.
    pub people: Vec<PersonRow>,
}

/// A person in a list.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// Name, with their page.
    pub name: Link,
    /// What they do.
    pub post: String,
    /// Roles held today.
    pub roles: String,
}

/// Somebody of the bureau.
#[derive(Clone, Debug, Template)]
#[template(path = "person.html")]
pub struct PersonPage {
    /// The frame.
    pub layout: Layout,
    /// Their name.
    pub name: String,
    /// Their account.
    pub account: String,
    /// Unit and post.
    pub facts: Vec<Fact>,
    /// Where what is said of them is changed, for whoever may.
    pub change: Option<String>,
    /// Roles held, past and to come.
    pub grants: Vec<GrantView>,
    /// The form by which a role is given, for whoever may.
    pub give: Option<FormView>,
    /// What they sign in by, for whoever may set it right.
    pub sign_in: Option<SignInView>,
}

/// What somebody signs in by.
#[derive(Clone, Debug)]
pub struct SignInView {
    /// How it stands.
    pub facts: Vec<Fact>,
    /// What can be done, each a button: its address and its words.
    pub acts: Vec<(String, String)>,
    /// A password for one use, just given and shown this once.
    pub given: Option<String>,
    /// What cannot be done here, and where it can.
    pub said: Option<String>,
}

/// A role that somebody holds, held or will hold.
#[derive(Clone, Debug)]
pub struct GrantView {
    /// The role's title.
    pub role: String,
    /// Over which unit.
    pub unit: String,
    /// From when until when.
    pub span: String,
    /// In whose place.
    pub acting_for: Option<String>,
    /// The lines of work that it opens.
    pub opens: String,
    /// Whether it holds today.
    pub status: Status,
    /// What is sent to end it, for whoever may: address, role, unit.
    pub end: Option<(String, String, String)>,
}

/// Acting duty: who stands in for whom, and the form for one more.
#[derive(Clone, Debug, Template)]
#[template(path = "acting.html")]
pub struct ActingPage {
    /// The frame.
    pub layout: Layout,
    /// Duties under way and to come.
    pub duties: Vec<DutyView>,
    /// The form.
    pub form: FormView,
}

/// One acting duty.
#[derive(Clone, Debug)]
pub struct DutyView {
    /// Who stands in.
    pub who: String,
    /// In whose place.
    pub absent: String,
    /// The role, and over which unit.
    pub role: String,
    /// From when until when.
    pub span: String,
    /// Whether it has begun.
    pub status: Status,
    /// What is sent to end it: role; colleague and unit.
    pub end: (String, String),
}

/// Lines looked at one by one: a pasted table, or matters that were handed over.
#[derive(Clone, Debug, Template)]
#[template(path = "table_preview.html")]
pub struct TablePage {
    /// The frame.
    pub layout: Layout,
    /// What it is about.
    pub title: String,
    /// Which columns it needs.
    pub lead: String,
    /// The form; its button takes the table once it was looked at.
    pub form: FormView,
    /// What the lines are, and what their columns hold.
    pub heading: String,
    /// Headings of the columns: place, what it is about, its name, what came of it.
    pub columns: [String; 4],
    /// The lines.
    pub lines: Vec<TableLine>,
    /// How many of them are new, changed, the same, wrong.
    pub summary: String,
}

/// A line of a table.
#[derive(Clone, Debug)]
pub struct TableLine {
    /// Its place.
    pub place: usize,
    /// What it is about.
    pub about: String,
    /// Its name.
    pub name: String,
    /// New, changed, the same, wrong.
    pub status: Status,
    /// What is wrong.
    pub said: String,
}

/// The journal.
#[derive(Clone, Debug, Template)]
#[template(path = "journal.html")]
pub struct JournalPage {
    /// The frame.
    pub layout: Layout,
    /// Whose notes these are.
    pub lead: String,
    /// The filter.
    pub form: FormView,
    /// Notes, the last first.
    pub notes: Vec<NoteView>,
    /// Where the earlier ones are.
    pub earlier: Option<String>,
}

/// A note of the journal.
#[derive(Clone, Debug)]
pub struct NoteView {
    /// Its place.
    pub seq: u64,
    /// When.
    pub at: String,
    /// By whom.
    pub by: String,
    /// What.
    pub what: String,
    /// About what.
    pub about: String,
    /// More.
    pub detail: String,
}
