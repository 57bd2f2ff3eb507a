//! What can be done, the act that is waited for first; what cannot, and why.

use super::head::Look;
use crate::route::form::elsewhere;
use crate::view::{CanDo, CannotDo, Empty};
use engine::{Offer, Standing};
use procedure::model::{Action, HeldBy};

/// Acts that the reader can do. The law's own order stands within each rank.
pub(super) fn can(look: &Look<'_>) -> Vec<CanDo> {
    let open = look.file.offers.iter().filter(|o| !matches!(o.standing, Standing::Refused(_)) && lacking(look, o).is_none());
    let mut ranked: Vec<&Offer<'_>> = open.collect();
    ranked.sort_by_key(|o| rank(look, o.action));
    ranked.into_iter().map(|o| can_do(look, o)).collect()
}

/// What is usual comes before what is not: friendly acts before those against somebody, those that a running period waits for and
/// that carry the matter on before the rest, one's own before those entered for others, those of this state before those of many.
fn rank(look: &Look<'_>, action: &Action) -> (bool, bool, bool, bool, usize) {
    let (matter, procedure) = (look.matter(), look.file.procedure);
    let ours = |r: &kernel::Id| procedure.roles.get(r).is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_) | HeldBy::Register(_)));
    let for_others = !action.by.iter().any(ours) && look.file.ours;
    let running = matter.clocks.iter().filter(|i| i.running()).filter_map(|i| procedure.clock(i.clock.as_str()));
    let awaited = running.into_iter().any(|c| c.stops.contains(&action.event));
    let goes_on = action.to.iter().any(|s| procedure.states.get(s).is_some_and(|s| !s.end));
    (action.against.is_some(), !(awaited && goes_on), for_others, action.from.len() > 1, action.place.offset)
}

fn can_do(look: &Look<'_>, offer: &Offer<'_>) -> CanDo {
    let names = look.names();
    let effects = names.effects(Some(look.matter()), offer.action);
    let gap = look.visit.t("", " ");
    let text = match &offer.standing {
        Standing::Unknown(why) => format!("{}{gap}{}", why.message.text(look.visit.lang), effects.first().cloned().unwrap_or_default()),
        _ => effects.into_iter().take(2).collect::<Vec<_>>().join(gap),
    };
    let title = offer.action.title.text(look.visit.lang).to_owned();
    CanDo {
        verb: title.clone(),
        title,
        text,
        ground: names.ground(&offer.action.ground),
        href: format!("{}/act/{}", look.href(), offer.action.id),
    }
}

/// What an act waits for that its own form does not ask: until it is entered elsewhere, the act cannot be done.
fn lacking(look: &Look<'_>, offer: &Offer<'_>) -> Option<String> {
    match &offer.standing {
        Standing::Unknown(refusal) => elsewhere(&look.file.frame, offer.action, &refusal.missing, look.visit.lang),
        _ => None,
    }
}

/// Acts that the reader cannot do now. A party is not told about acts that are ours alone.
pub(super) fn cannot(look: &Look<'_>) -> Vec<CannotDo> {
    let mut refused: Vec<_> = look
        .file
        .offers
        .iter()
        .filter_map(|o| match &o.standing {
            Standing::Refused(refusal) if look.file.ours || refusal.code != "E-role" => Some((o, refusal, None)),
            Standing::Unknown(refusal) => Some((o, refusal, Some(lacking(look, o)?))),
            _ => None,
        })
        .collect();
    // What another role does comes after what is missing.
    refused.sort_by_key(|(_, refusal, _)| refusal.code == "E-role");
    let lang = look.visit.lang;
    let shown = refused.into_iter().map(|(offer, refusal, lacking)| {
        let lifts = refusal.lifts.as_ref().map(|l| l.text(lang).to_owned());
        let said = lacking.unwrap_or_else(|| refusal.message.text(lang).to_owned());
        CannotDo {
            title: offer.action.title.text(lang).to_owned(),
            reason: std::iter::once(said).chain(lifts).collect::<Vec<_>>().join(look.visit.t("", " ")),
            ground: refusal.cites.join("、"),
            remedy: None,
        }
    });
    together(shown, look.visit.t("、", ", "))
}

/// Acts refused for one and the same reason are told together: the reason once, with its articles if they share them.
fn together(shown: impl Iterator<Item = CannotDo>, sep: &str) -> Vec<CannotDo> {
    let mut out: Vec<CannotDo> = Vec::new();
    for next in shown {
        match out.iter_mut().find(|known| known.reason == next.reason && known.ground == next.ground) {
            Some(known) => known.title = format!("{}{sep}{}", known.title, next.title),
            None => out.push(next),
        }
    }
    out
}

/// What the list of acts says when it is empty.
pub(super) fn idle(look: &Look<'_>) -> Empty {
    let (matter, procedure) = (look.matter(), look.file.procedure);
    let (title, text) = if matter.closed(procedure) {
        (
            look.t("本案已经办结", "This matter is closed"),
            look.t("没有还要办的。资料仍可查看。", "Nothing is left to do; everything can still be read."),
        )
    } else if !matter.pending.is_empty() {
        (
            look.t("等签批", "Awaiting signature"),
            look.t("签批、退回或者撤回以后，这里会列出下一步。", "Once it is signed, returned or recalled, the next steps appear here."),
        )
    } else {
        (
            look.t("现在没有您能办的", "Nothing for you to do now"),
            look.t("在等别人办理；轮到您时，这里会列出来。", "Somebody else is to act; when it is your turn, it appears here."),
        )
    };
    Empty { title, text, link: None }
}
