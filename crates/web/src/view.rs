//! Pages as plain data and the templates that show them.
//!
//! One page, one file, one struct ending in `Page`, one template of the same name. Texts that come from data are already in
//! the language of the page; the templates' own words are given in both languages at the place of use (`layout.t`).

mod account;
mod act;
mod apply;
mod board;
mod calendar;
mod cases;
pub mod chart;
mod check;
mod correction;
mod days;
mod deadline;
mod desk;
mod fault;
mod field;
mod guide;
mod law;
mod layout;
mod matter;
mod organisation;
mod paper;
mod parts;
mod point;
mod portal;
mod privacy;
mod receipt;
mod reckon;
mod register;
mod retention;
mod rich;
mod services;
mod sign_in;
mod simulation;
mod start;
mod status;
mod task;
mod track;
mod verb;

pub use account::{AccountPage, FactorState, OnwardPage, PasskeyPage, PasskeyRow, PlainFormPage, SecondFactorPage, SessionRow};
pub use act::ActPage;
pub use apply::ApplyPage;
pub use board::{BoardPage, BoardSection, Comparison, DistrictRow, IndicatorCell, LightChip, PlatePoint, PlateSection, PointRow};
pub use calendar::{CalendarDay, CalendarPage, DayNature, Holiday, MonthView};
pub use cases::{CasesPage, Order, SortHead};
pub use check::{CheckPage, CheckRow, CheckSection};
pub use correction::CorrectionPage;
pub use days::{DayCell, DayKind, DayStrip};
pub use deadline::{DeadlinePage, StepRow, WhatIf, WhatIfResult};
pub use desk::{DeskPage, TodayItem, WorkList};
pub use fault::FaultPage;
pub use field::{FaultLink, FieldGroup, FieldKind, FieldView, FormView, OptionView};
pub use guide::{GuidePage, MaterialRow, TimeLimit};
pub use law::{FigureRow, LawIndexPage, LawPage, LawRow, ParagraphView};
pub use layout::{DemoBanner, Frame, Layout, NavItem, Notice, Signed};
pub use matter::{
    AssignForm, CanDo, CannotDo, ClockRow, KinRow, LapseProposal, MaskedLine, MatterHead, MatterPage, PaperRow, PartyView,
    PendingSignature, RevealForm, SignStep, TimelineItem,
};
pub use organisation::{
    ActingPage, DutyView, GrantView, JournalPage, NoteView, OrganisationPage, PersonPage, PersonRow, SignInView, TableLine, TablePage,
    UnitView,
};
pub use paper::PaperPage;
pub use parts::{ArticleView, Empty, Fact, Link, Pager, Sum, WorkRow};
pub use point::{BackingMatter, IndicatorFigure, IndicatorView, PointPage, TaskRow};
pub use portal::{Door, NewsItem, PortalPage, PublicFigure};
pub use privacy::{PrivacyPage, ProcessingView};
pub use receipt::ReceiptPage;
pub use reckon::{ReckonPage, Reckoned};
pub use register::{EntryPage, EntryView, RegisterPage, RegistersPage};
pub use retention::RetentionPage;
pub use rich::{Markup, Run, plain};
pub use services::{ServiceCard, ServicesPage};
pub use sign_in::{Persona, SignInPage};
pub use simulation::{ClockSum, Found, IndicatorMove, MovedRow, SimulationPage};
pub use start::{ProcedureCard, StartFormPage, StartPage};
pub use status::{DueCell, DueHead, Light, Status};
pub use task::TaskPage;
pub use track::{StepState, TrackFormPage, TrackPage, TrackStep};
pub use verb::VerbPage;
