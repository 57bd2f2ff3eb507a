//! 个人信息处理规则: what is asked of people, why, on which article, who reads it, for how long; generated from the procedures.

use crate::server::{Page, Place, Routes, Rule, Site, Visit, page};
use crate::view::{Fact, Frame, PrivacyPage, ProcessingView};
use app::{ProcessedField, Processing};
use axum::extract::State;
use axum::routing::get;
use kernel::Lang;

pub(super) fn routes() -> Routes {
    Routes::default().add("/privacy", Rule::Public, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Page {
    let title = visit.t("个人信息处理规则", "How personal data is processed").to_owned();
    let frame = if visit.account.is_some() { Frame::Desk } else { Frame::Portal };
    let parts = site.bureau.library.register_of_processing();
    page(&PrivacyPage {
        layout: Place::new(title.clone()).framed(frame).layout(&site, &visit).await?,
        title,
        parts: parts.iter().map(|part| shown(&visit, part)).collect(),
    })
}

fn shown(visit: &Visit, part: &Processing) -> ProcessingView {
    let kept = match (&part.kept, visit.lang) {
        (Some((years, rests)), Lang::Zh) => format!("办结后保存{years}年（{}）", rests.zh),
        (Some((years, rests)), Lang::En) => format!("Kept for {years} years after it closed ({})", rests.en),
        (None, _) => visit.t("没有规定保存期限，不销毁", "No period is set; nothing is destroyed").to_owned(),
    };
    let care = part
        .special_care
        .then(|| visit.t("特别保护：非承办人先说明理由", "Under special care: whoever does not handle it gives a reason first"));
    ProcessingView {
        id: format!("p-{}", part.procedure),
        title: part.title.text(visit.lang).to_owned(),
        kept: [Some(kept.as_str()), care].into_iter().flatten().collect::<Vec<_>>().join(visit.t("；", "; ")),
        fields: part.fields.iter().map(|field| row(visit, field)).collect(),
    }
}

fn row(visit: &Visit, field: &ProcessedField) -> Fact {
    let lang = visit.lang;
    let how = if field.sealed { visit.t("单独加密保存", "sealed") } else { visit.t("按代码保存", "coded") };
    let readers = format!("{}{}", visit.t("能看的人：", "read by: "), field.readers.text(lang));
    let said = [field.category.text(lang), field.purpose.text(lang), field.rests.text(lang), &readers, how];
    let name = field.title.text(lang);
    Fact::new(name, said.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(visit.t("；", "; ")))
}
