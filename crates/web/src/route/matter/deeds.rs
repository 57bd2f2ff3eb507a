//! What is done from the matter's own page: signing, returning, recalling, serving, deciding on a lapse, naming the handler.

use super::head::{Look, open};
use super::{Shown, papers::MANNERS, show_again};
use crate::route::form::{Envelope, faults, operation, value};
use crate::server::{Page, Problem, Site, Visit, see};
use crate::view::FaultLink;
use app::{Deed, Doing, Fault, FieldFault};
use axum::extract::{Form, Path, State};
use engine::{Evidence, Holder, Minutes};
use kernel::{Date, Id, Lang, Title};

/// Fields of a form as they were posted.
pub(crate) type Pairs = Vec<(String, String)>;

/// Which of the page's forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Signing or returning.
    Sign,
    /// Taking back.
    Recall,
    /// A lapse, by its clock.
    Lapse(Id),
    /// Service of a paper on an addressee.
    Paper(Id, Holder),
    /// Naming the handler.
    Assign,
    /// Seeing in full what is masked.
    Reveal,
}

impl Place {
    /// The `id` of a question of this form.
    pub(super) fn field(&self, name: &str) -> String {
        match self {
            Self::Sign | Self::Recall => format!("f-sign-{name}"),
            Self::Lapse(clock) => format!("f-lapse-{clock}"),
            Self::Paper(paper, to) => format!("f-{paper}-{}-{}-{name}", to.role, to.nth),
            Self::Assign => format!("f-{name}"),
            Self::Reveal => format!("f-reveal-{name}"),
        }
    }
}

/// A form that failed: which, what was typed, what is wrong.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    /// Which form.
    pub place: Place,
    /// What was typed.
    pub pairs: Pairs,
    /// About its questions.
    pub faults: Vec<FieldFault>,
    /// About the whole.
    pub general: Vec<String>,
}

impl Trouble {
    /// What was typed into a field.
    pub(super) fn value(&self, name: &str) -> &str {
        value(&self.pairs, name)
    }

    /// Everything that is wrong, as lines of the summary; each leads to its question.
    pub(super) fn summary(&self, lang: Lang) -> Vec<FaultLink> {
        let general = self.general.iter().map(|text| FaultLink { href: None, text: text.clone() });
        let fields = self
            .faults
            .iter()
            .map(|f| FaultLink { href: Some(format!("#{}", self.place.field(f.field.as_str()))), text: f.message.text(lang).to_owned() });
        general.chain(fields).collect()
    }

    /// What is wrong with a field.
    pub(super) fn error(&self, lang: Lang, name: &str) -> Option<String> {
        self.faults.iter().find(|f| f.field == *name).map(|f| f.message.text(lang).to_owned())
    }
}

/// A deed as a form asked for it.
struct Asked {
    place: Place,
    doing: Doing,
    on: Option<Date>,
    evidence: Evidence,
    done: &'static str,
}

impl Asked {
    fn today(place: Place, doing: Doing, done: &'static str) -> Self {
        Self { place, doing, on: None, evidence: Evidence::System, done }
    }
}

pub(super) async fn sign(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Page {
    let of = value(&pairs, "of").parse().ok();
    let asked = match value(&pairs, "answer") {
        "sign" => Asked::today(Place::Sign, Doing::Sign(of, minutes(&pairs)), "sign"),
        "return" => Asked::today(Place::Sign, Doing::Return(of, value(&pairs, "opinion").to_owned()), "return"),
        _ => return Err(unclear()),
    };
    carry_out(&site, &visit, &id, pairs, Ok(asked)).await
}

pub(super) async fn recall(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Page {
    let of = value(&pairs, "of").parse().ok();
    carry_out(&site, &visit, &id, pairs, Ok(Asked::today(Place::Recall, Doing::Recall(of), "recall"))).await
}

pub(super) async fn lapse(
    State(site): State<Site>,
    visit: Visit,
    Path((id, clock)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Page {
    let (clock, reasons) = (Id::from(clock), value(&pairs, "reasons").to_owned());
    let place = Place::Lapse(clock.clone());
    let clock = (clock, value(&pairs, "holder").parse().ok());
    let asked = match value(&pairs, "answer") {
        "confirm" => Asked::today(place, Doing::ConfirmLapse(clock, reasons), "confirm"),
        "decline" => Asked::today(place, Doing::DeclineLapse(clock, reasons), "decline"),
        _ => return Err(unclear()),
    };
    carry_out(&site, &visit, &id, pairs, Ok(asked)).await
}

pub(super) async fn serve(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Page {
    let paper = Id::from(value(&pairs, "paper"));
    // A role alone stands for the first who holds it.
    let to = value(&pairs, "to");
    let to = to.parse().unwrap_or_else(|_| Holder::first(&Id::from(to)));
    let place = Place::Paper(paper.clone(), to.clone());
    let manner = MANNERS.iter().find(|(name, _)| *name == value(&pairs, "manner")).map(|(_, manner)| *manner);
    let wrong = |field: &str, zh: &str, en: &str| FieldFault { field: Id::from(field), message: Title::new(zh, en) };
    let asked = match (manner, Envelope::read(&pairs).parse()) {
        (_, Err(faults)) => Err((place, faults)),
        (None, _) => Err((place, vec![wrong("manner", "请选择送达方式。", "Choose the way of service.")])),
        (_, Ok((None, ..))) => Err((place, vec![wrong("occurred-on", "请填写送达日期。", "Fill in the day of service.")])),
        (Some(manner), Ok((on, _, evidence))) => {
            Ok(Asked { place, doing: Doing::Serve { paper, to, manner }, on, evidence, done: "serve" })
        }
    };
    carry_out(&site, &visit, &id, pairs, asked).await
}

pub(super) async fn assign(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Page {
    let asked = match value(&pairs, "handler").split_once('@') {
        Some((role, account)) => Ok(Asked::today(Place::Assign, Doing::Assign(Id::from(role), Id::from(account)), "assign")),
        None => Err((
            Place::Assign,
            vec![FieldFault { field: Id::from("handler"), message: Title::new("请选择承办人。", "Choose the handler.") }],
        )),
    };
    carry_out(&site, &visit, &id, pairs, asked).await
}

/// The minutes of a meeting, where the form asked for them.
fn minutes(pairs: &Pairs) -> Option<(Minutes, String)> {
    let count = |name: &str| value(pairs, name).trim().parse().unwrap_or(0);
    pairs.iter().any(|(name, _)| name == "present").then(|| {
        let minutes =
            Minutes { present: count("present"), ayes: count("ayes"), noes: count("noes"), abstained: count("abstained"), dissent: None };
        (minutes, value(pairs, "dissent").to_owned())
    })
}

fn unclear() -> Problem {
    Problem(Fault::Input(Title::new(
        "没有看出您按的是哪个按钮，请返回上一页再按一次。",
        "It is not clear which button was pressed; go back and press it again.",
    )))
}

/// Does what was asked and leads back to the matter; or shows its page again, with everything typed and what is wrong.
async fn carry_out(site: &Site, visit: &Visit, id: &str, pairs: Pairs, asked: Result<Asked, (Place, Vec<FieldFault>)>) -> Page {
    let who = visit.who()?;
    let matter = id.parse().map_err(|_| Problem(Fault::NotFound))?;
    let (place, fault) = match asked {
        Err((place, faults)) => (place, Fault::Fields(faults)),
        Ok(Asked { place, doing, on, evidence, done }) => {
            let deed = Deed { operation: operation(&pairs)?, matter: Some(matter), doing, on, at: None, evidence };
            match site.bureau.act(who, &deed).await {
                Ok(_) => return Ok(see(&format!("/matters/{matter}?done={done}"))),
                Err(fault @ Fault::NotFound) => return Err(fault.into()),
                Err(fault) => (place, fault),
            }
        }
    };
    // Read again: a refusal is about how the matter stands now.
    let file = open(site, visit, id, app::Sight::Overview).await?;
    let (faults, general) = faults(visit, &file.frame, &fault);
    let (faults, general) = at_place(visit, &place, faults, general);
    let look = Look { site, visit, file: &file };
    show_again(&look, Shown { trouble: Some(Trouble { place, pairs, faults, general }), ..Shown::default() }, &fault).await
}

/// A fault of a form that is no longer on the page, or about no field of it, is told on top.
fn at_place(visit: &Visit, place: &Place, faults: Vec<FieldFault>, mut general: Vec<String>) -> (Vec<FieldFault>, Vec<String>) {
    let known: &[&str] = match place {
        Place::Sign | Place::Lapse(_) => &["reasons"],
        Place::Paper(..) => &["manner", "occurred-on", "occurred-time", "proven-by"],
        Place::Assign => &["handler"],
        Place::Reveal => &["reason"],
        Place::Recall => &[],
    };
    let (here, elsewhere): (Vec<_>, Vec<_>) = faults.into_iter().partition(|f| known.contains(&f.field.as_str()));
    general.extend(elsewhere.into_iter().map(|f| f.message.text(visit.lang).to_owned()));
    (here, general)
}
