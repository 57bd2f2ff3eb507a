//! What other matters brought, and what the kernel did with the matter as a whole, in words.

use super::head::Look;
use crate::view::{KinRow, Light, Link, Status};
use app::Relation;
use engine::{Body, Cause, Kin, Sealed};
use kernel::Lang;

/// Other matters: above, inside, joined, beside.
pub(super) fn rows(look: &Look<'_>) -> Vec<KinRow> {
    let row = |kin: &app::Relative| {
        let (title, state) = (kin.title.text(look.visit.lang), kin.state.text(look.visit.lang));
        KinRow {
            relation: match kin.relation {
                Relation::Parent => look.t("上级事项", "Above it"),
                Relation::Child => look.t("下级事项", "Inside it"),
                Relation::Lead => look.t("主案", "Its lead"),
                Relation::Follower => look.t("并入的事项", "Joined to it"),
                Relation::Linked => look.t("关联", "Linked"),
            },
            link: Link::new([kin.number.as_str(), title].join(" ").trim().to_owned(), format!("/matters/{}", kin.id)),
            status: Status::new(if kin.closed { Light::Done } else { Light::Live }, state),
        }
    };
    look.file.kin.iter().map(row).collect()
}

/// Title and short content of an event that is no act, signature, service or correction.
pub(super) fn told(look: &Look<'_>, body: &Body, reasons: &dyn Fn(&Sealed) -> String) -> (String, String) {
    let names = look.names();
    match body {
        Body::Waived { action, event, reasons: r } => {
            let (needed, by) = (names.event(event), look.file.procedure.action(action.as_str()).map_or("", |a| names.text(&a.title)));
            let title = match look.visit.lang {
                Lang::Zh => format!("免除“{needed}”"),
                Lang::En => format!("“{needed}” waived"),
            };
            let text = match look.visit.lang {
                Lang::Zh => format!("办理“{by}”不再需要，{}", reasons(r)),
                Lang::En => format!("no longer needed for “{by}”: {}", reasons(r)),
            };
            (title, text)
        }
        Body::Heard { name, .. } if *name == "chosen" => {
            (look.t("上级事项", "The matter above"), look.t("选择有变化", "its choices changed"))
        }
        Body::Heard { kin, name, .. } => {
            let place = match kin {
                Kin::Parent => look.t("上级事项", "The matter above"),
                Kin::Child { procedure, .. } => {
                    look.site.bureau.library.procedure(procedure).map_or_else(|| procedure.to_string(), |p| names.text(&p.title).to_owned())
                }
            };
            let what = match name.as_str() {
                "opened" => look.t("开始", "begun"),
                "closed" => look.t("办结", "closed"),
                _ => names.event(name),
            };
            (place, what)
        }
        Body::Joined { .. } => (look.t("并案", "Joined"), look.t("并入主案一并办理", "follows a lead matter")),
        Body::Parted { .. } => (look.t("分案", "Split"), look.t("恢复单独办理", "handled on its own again")),
        Body::Linked { .. } => (look.t("关联事项", "Linked"), String::new()),
        Body::Transferred { unit, reasons: r } => (look.t("转办", "Handed over"), format!("{unit} {}", reasons(r))),
        Body::Repinned { procedure } => (
            look.t("转入新版程序", "Went over to a new version"),
            format!("{}{}", look.t("第", "version "), procedure.version) + look.visit.t("版", ""),
        ),
        Body::Recounted { because, .. } => (look.t("日期重新计算", "Dates counted anew"), recounted(look, because)),
        Body::Held { reasons: r } => (look.t("保全", "Held"), reasons(r)),
        Body::Released { reasons: r } => (look.t("解除保全", "Hold released"), reasons(r)),
        Body::DestructionProposed { reasons: r } => (look.t("提请销毁", "Destruction proposed"), reasons(r)),
        Body::DestructionRejected { reasons: r, .. } => (look.t("不同意销毁", "Destruction rejected"), reasons(r)),
        Body::Destroyed { .. } => {
            (look.t("已销毁", "Destroyed"), look.t("内容已销毁，记录链保留", "what it held is gone; its chain remains"))
        }
        _ => (String::new(), String::new()),
    }
}

/// What outside the matter moved its dates.
fn recounted(look: &Look<'_>, because: &Cause) -> String {
    match (because, look.visit.lang) {
        (Cause::Calendar { years, .. }, lang) => {
            let years = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "));
            if lang == Lang::Zh { format!("收录了{years}年的放假安排") } else { format!("the days off of {years} are published") }
        }
        (Cause::Parameter { name, value }, lang) => {
            let param = look.file.procedure.params.get(name);
            let title = param.map_or_else(|| name.to_string(), |p| p.title.text(lang).to_owned());
            if lang == Lang::Zh { format!("“{title}”改为{value}") } else { format!("“{title}” is now {value}") }
        }
    }
}
