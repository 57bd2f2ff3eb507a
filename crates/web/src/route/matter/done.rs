//! The message after an act: what it effected, where the matter stands, what runs now. It is made from the matter itself, so that
//! an address made up by somebody cannot put words on the page.

use super::head::Look;
use crate::view::{Light, Link, Notice};
use kernel::Lang;

/// The message for the key in the address: an act's name, or one of the fixed words.
pub(super) fn notice(look: &Look<'_>, done: &str) -> Option<Notice> {
    let names = look.names();
    let action = look.file.procedure.action(done);
    let waits = !look.matter().pending.is_empty();
    let title = match (done, action) {
        (_, Some(action)) => {
            let title = names.text(&action.title);
            match (waits && !action.sign.is_empty(), look.visit.lang) {
                (true, Lang::Zh) => format!("已提请签批：{title}。"),
                (true, Lang::En) => format!("Sent for signature: {title}."),
                (false, Lang::Zh) => format!("已办理：{title}。"),
                (false, Lang::En) => format!("Done: {title}."),
            }
        }
        ("sign", _) => look.t("已签批。", "Signed."),
        ("return", _) => look.t("已退回，提请人可以修改后再提请。", "Returned; it can be mended and sent again."),
        ("recall", _) => look.t("已撤回提请。", "Recalled."),
        ("serve", _) => look.t("已登记送达。", "The service is entered."),
        ("confirm", _) => look.t("已确认按届满处理。", "The lapse is confirmed."),
        ("decline", _) => look.t("已决定不按届满处理。", "The lapse is declined."),
        ("correct", _) => look.t("已提请更正，等第二个人核对。", "The correction is proposed and waits for a second person."),
        ("transfer", _) => look.t("已转办。", "Handed over."),
        ("link", _) => look.t("已关联。", "Linked."),
        ("waive", _) => look.t("已免除。", "Waived."),
        ("countersign", _) => look.t("已请求加签。", "One more was asked to sign."),
        ("recuse", _) => look.t("已登记回避。", "Recorded: the colleague stands aside."),
        ("hold", _) => look.t("已保全，解除以前不能销毁。", "Held; nothing of it can be destroyed until it is released."),
        ("release", _) => look.t("已解除保全。", "The hold is released."),
        ("destroy", _) => look.t("已提请销毁，等第二个人同意。", "Destruction is proposed and waits for a second person."),
        ("assign", _) => look.t("已确定承办人。", "The handler is named."),
        _ => return None,
    };
    Some(Notice { light: Light::Ok, title, text: standing(look), link: reason(look) })
}

/// 现处于“待指派”，“指派”的期限到 3月9日(周一)。
fn standing(look: &Look<'_>) -> String {
    let (names, matter) = (look.names(), look.matter());
    let Some(state) = matter.overlay.as_ref().or(matter.main.as_ref()).map(|s| names.state(s)) else {
        return look.t("签批后本案成立。", "The matter begins once it is signed.");
    };
    let pressing = pressing(look)
        .and_then(|(clock, due)| Some((names.text(&look.file.procedure.clock(clock.as_str())?.title).to_owned(), look.day(due))));
    match (pressing, look.visit.lang) {
        (Some((clock, due)), Lang::Zh) => format!("现处于“{state}”，“{clock}”的期限到{due}。"),
        (Some((clock, due)), Lang::En) => format!("The matter is at “{state}”; “{clock}” is due on {due}."),
        (None, Lang::Zh) => format!("现处于“{state}”。"),
        (None, Lang::En) => format!("The matter is at “{state}”."),
    }
}

fn pressing<'a>(look: &Look<'a>) -> Option<(&'a kernel::Id, kernel::Date)> {
    let running = look.matter().clocks.iter().filter(|i| i.running());
    running.filter_map(|i| Some((&i.clock, i.promise_on.or(i.due_on)?))).min_by_key(|(_, due)| *due)
}

fn reason(look: &Look<'_>) -> Option<Link> {
    let (clock, _) = pressing(look)?;
    Some(Link::new(look.t("为什么是这一天", "Why that day"), format!("{}/clocks/{clock}", look.href())))
}
