//! The journal, for the audit administrator.

use super::{form, line};
use crate::server::{Page, Place, Site, Visit, page};
use crate::view::{FieldKind, FieldView, JournalPage, NoteView, OptionView};
use app::ports::{NoteKind, NoteQuery};
use axum::extract::{Form, Query, State};
use kernel::{Id, wall_time};
use serde::Deserialize;

/// What is asked for. Names of accounts and ids stand in an address; nobody else's data does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    account: String,
    about: String,
    kind: String,
    before: Option<u64>,
}

pub(super) async fn show(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Page {
    shown(&site, &visit, &asked).await
}

pub(super) async fn show_found(State(site): State<Site>, visit: Visit, Form(asked): Form<Asked>) -> Page {
    shown(&site, &visit, &asked).await
}

async fn shown(site: &Site, visit: &Visit, asked: &Asked) -> Page {
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let query = NoteQuery {
        account: given(&asked.account).map(Id::from),
        about: given(&asked.about),
        kinds: NoteKind::named(&asked.kind).into_iter().collect(),
        before: asked.before,
        limit: 0,
    };
    let found = site.bureau.journal(visit.who()?, query).await?;
    let mut kind = FieldView::new("kind", visit.t("事项", "Deed"), FieldKind::Select);
    kind.options.push(OptionView::new("", visit.t("全部", "All")));
    kind.options.extend(
        NoteKind::ALL
            .iter()
            .map(|k| OptionView { chosen: k.name() == asked.kind, ..OptionView::new(k.name(), k.title().text(visit.lang)) }),
    );
    let fields = vec![
        line("account", visit.t("账号", "Account"), &asked.account, false),
        line("about", visit.t("对象", "About"), &asked.about, false),
        kind,
    ];
    let earlier = found.last().filter(|n| n.seq > 1).map(|last| {
        let e = crate::server::encode;
        format!(
            "/organisation/journal?account={}&about={}&kind={}&before={}",
            e(asked.account.trim()),
            e(asked.about.trim()),
            e(&asked.kind),
            last.seq
        )
    });
    let notes = found
        .into_iter()
        .map(|n| NoteView {
            seq: n.seq,
            at: wall_time(n.note.at),
            by: n.note.account.to_string(),
            what: n.note.kind.title().text(visit.lang).to_owned(),
            about: n.note.about,
            detail: n.note.detail,
        })
        .collect();
    let layout = Place::new(visit.t("操作日志", "Journal")).at("organisation").below(super::crumbs(visit)).layout(site, visit).await?;
    let lead = visit.t(
        "只增不改，每条与前一条相扣；sinan verify 会发现改动、删除和插入。",
        "Only ever added to, each entry linked to the one before; sinan verify finds what was changed, removed or put in.",
    );
    let form = form("/organisation/journal", fields, visit.t("查日志", "Search the journal"));
    page(&JournalPage { layout, lead: lead.to_owned(), form, notes, earlier })
}
