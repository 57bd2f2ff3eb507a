//! Seeing in full, for one view and with a reason, what is masked.

use super::deeds::{Pairs, Place, Trouble};
use super::head::Look;
use super::{Shown, compose, known, show_again};
use crate::route::form::value;
use crate::route::looks::reason_field;
use crate::server::{Page, Problem, Site, Visit, page};
use crate::view::RevealForm;
use app::{Fault, FieldFault, Reason, Sight};
use axum::extract::{Form, Path, State};
use kernel::{Id, Title};

/// The form, where something is masked.
pub(super) fn form(look: &Look<'_>, trouble: Option<&Trouble>) -> Option<RevealForm> {
    let trouble = trouble.filter(|t| t.place == Place::Reveal);
    let mut reason = reason_field(look.visit);
    reason.id = Place::Reveal.field("reason");
    reason.error = trouble.and_then(|t| t.error(look.visit.lang, "reason"));
    known::masks(look).then(|| RevealForm { action: format!("{}/reveal", look.href()), reason })
}

/// The page with nothing masked. The look is in the journal before the page is made.
pub(super) async fn show(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Page {
    let matter = id.parse().map_err(|_| Problem(Fault::NotFound))?;
    let who = visit.who()?;
    let Some(reason) = Reason::of_word(value(&pairs, "reason")) else {
        let file = site.bureau.case_file(who, matter, Sight::Overview).await?;
        let missing = FieldFault { field: Id::from("reason"), message: Title::new("请选择查看理由。", "Choose why you look.") };
        let fault = Fault::Fields(vec![missing.clone()]);
        let trouble = Trouble { place: Place::Reveal, pairs, faults: vec![missing], general: Vec::new() };
        let look = Look { site: &site, visit: &visit, file: &file };
        return show_again(&look, Shown { trouble: Some(trouble), ..Shown::default() }, &fault).await;
    };
    let file = site.bureau.case_file_whole(who, matter, reason).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    // The page's switches lead back to the matter, where all is masked again.
    let visit = Visit { path: look.href(), ..visit.clone() };
    page(&compose(&Look { visit: &visit, ..look }, Shown::default()).await?)
}
