//! Laws and citations: editions in force, articles that exist, texts that are not at hand.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Cite, FormUse, Ground, Law, Procedure};
use kernel::Id;
use law::Statute;
use std::collections::BTreeSet;

pub(super) fn check(case: &Case, found: &mut Findings) {
    let own: Vec<(&Id, &Law)> = case.p.laws.iter().filter(|(alias, law)| !inherited(case, alias, law)).collect();
    for (alias, law) in own {
        editions(case, law, found);
        let parent_or_child = case.dossier.procedures.iter().flat_map(grounds);
        if !parent_or_child.flat_map(|g| &g.cites).any(|c| c.law == *alias) {
            found.warn("P109", law.place, format!("《{}》没有被引用", law.title), format!("{alias} is never cited"));
        }
    }
    let mut seen = BTreeSet::new();
    for cite in grounds(case.p).into_iter().flat_map(|g| &g.cites) {
        // An interval's ground stands under both of its actions; it is one place in the file.
        if seen.insert(cite.place.offset) {
            article(case, cite, found);
        }
    }
}

/// A child shares its parent's laws; they are reported once, at the parent.
fn inherited(case: &Case, alias: &Id, law: &Law) -> bool {
    let parent = case.p.child_of.as_ref().and_then(|id| case.dossier.procedures.iter().find(|p| p.id == *id));
    parent.and_then(|p| p.laws.get(alias)).is_some_and(|l| l == law)
}

fn editions(case: &Case, law: &Law, found: &mut Findings) {
    let date = case.p.in_force_from;
    let editions: Vec<&Statute> = case.index.editions(&law.title).collect();
    let years = editions.iter().map(|s| s.edition.as_str()).collect::<Vec<_>>().join("、");
    let Some(edition) = &law.edition else {
        if editions.is_empty() {
            found.warn(
                "P108",
                law.place,
                format!("《{}》的正文不在手边，只引名称", law.title),
                "its text is not at hand; it is cited by name only",
            );
        } else {
            found
                .warn(
                    "P108",
                    law.place,
                    format!("《{}》的正文已在法规索引里（{years}）", law.title),
                    format!("its text is in the statute index ({years})"),
                )
                .hint(
                    format!("改成 edition=\"{}\"，并写明条文", editions[editions.len() - 1].edition),
                    "name the edition and the articles",
                );
        }
        return;
    };
    let Some(cited) = case.index.edition(&law.title, edition) else {
        let finding = found.error(
            "P101",
            law.place,
            format!("法规索引里没有《{}》{edition} 年版", law.title),
            format!("the statute index has no edition {edition}"),
        );
        match editions.is_empty() {
            true => finding.hint("核对名称；正文不在手边的写 unread=#true", "check the title; for a text not at hand write unread=#true"),
            false => finding.hint(format!("索引里有：{years}"), format!("the index has: {years}")),
        }
        return;
    };
    if !cited.is_in_force(date) {
        let message = format!("《{}》{edition} 年版在 {date} 不施行（{} 起施行）", law.title, cited.in_force_from);
        let finding = found.error("P102", law.place, message, format!("edition {edition} is not in force on {date}"));
        match case.index.in_force(&law.title, date) {
            Some(s) => finding.hint(format!("那天施行的是 {} 年版", s.edition), format!("on that day edition {} is in force", s.edition)),
            None => finding.hint("核对程序的 in-force-from", "check the procedure's in-force-from"),
        }
    } else if let Some(newer) = editions.iter().find(|s| s.in_force_from > cited.in_force_from) {
        let message = format!("《{}》有更新的 {} 年版，{} 起施行", law.title, newer.edition, newer.in_force_from);
        found
            .warn("P103", law.place, message, format!("a newer edition, {}, is in force from {}", newer.edition, newer.in_force_from))
            .hint("核对各条，另写一版程序", "review the articles and write a new version");
    }
}

fn article(case: &Case, cite: &Cite, found: &mut Findings) {
    let Some(law) = case.p.laws.get(&cite.law) else { return };
    let Some(at) = &cite.at else {
        if !law.unread {
            found
                .error(
                    "P107",
                    cite.place,
                    format!("引用《{}》要写明哪一条", law.title),
                    format!("a citation of {} names its article", cite.law),
                )
                .hint(format!("写成 {}:条", cite.law), format!("write {}:ARTICLE", cite.law));
        }
        return;
    };
    if law.unread {
        found
            .error(
                "P107",
                cite.place,
                format!("《{}》的正文不在手边，不能引到条", law.title),
                "the text is not at hand, so no article can be cited",
            )
            .hint(
                format!("只写 {}，或者把正文收进法规索引", cite.law),
                format!("write {} alone, or bring the text into the index", cite.law),
            );
        return;
    }
    let Some(statute) = statute(case, law) else { return };
    if statute.has(at) {
        return;
    }
    let finding = found.error(
        "P104",
        cite.place,
        format!("《{}》{} 年版没有{}", law.title, statute.edition, at.chinese()),
        format!("{}:{} does not exist in edition {}", cite.law, at.passage(), statute.edition),
    );
    match statute.paragraphs(at) {
        Some(paragraphs) => {
            let items = |between: &str| paragraphs.iter().map(ToString::to_string).collect::<Vec<_>>().join(between);
            let (article, count, example) = (at.whole_article(), paragraphs.len(), format!("{}:{}.1.1", cite.law, at.article));
            let zh = format!("{}有 {count} 款，各款项数 {}；项写在款下面，例如 {example}", article.chinese(), items("、"));
            finding.hint(
                zh,
                format!(
                    "article {article} has {count} paragraphs with {} items; an item is written under its paragraph: {example}",
                    items(", ")
                ),
            );
        }
        None if !statute.complete => finding.hint("索引里只有这部法律的节选", "the index holds an excerpt of this law only"),
        None => {
            let last = statute.articles().last().map(|a| a.article).unwrap_or_default();
            finding.hint(format!("最后一条是第 {last} 条"), format!("the last article is {last}"));
        }
    }
}

/// The edition that a law alias stands for.
pub(super) fn statute<'a>(case: &Case<'a>, law: &Law) -> Option<&'a Statute> {
    law.edition.as_ref().and_then(|edition| case.index.edition(&law.title, edition))
}

/// Every ground of a procedure.
pub(crate) fn grounds(p: &Procedure) -> Vec<&Ground> {
    let mut all: Vec<&Ground> = Vec::new();
    all.extend(p.roles.values().flat_map(|r| r.bounds.iter().map(|b| &b.ground).chain([&r.ground])));
    all.extend(p.transition.iter().map(|t| &t.ground).chain(p.notice.iter().map(|n| &n.ground)));
    all.extend(p.retention.iter().map(|r| &r.ground));
    all.extend(p.choices.values().flat_map(|c| c.values.iter().map(|v| &v.ground).chain([&c.ground])));
    all.extend(p.rules.values().map(|r| &r.ground));
    all.extend(p.params.values().map(|r| &r.ground));
    all.extend(p.remedies.values().map(|r| &r.ground));
    all.extend(p.papers.values().map(|d| &d.ground));
    all.extend(p.secrecy.iter().map(|s| &s.ground));
    let inline = p.actions.iter().flat_map(|a| &a.forms).filter_map(|f| match f {
        FormUse::Inline(form) => Some(form),
        FormUse::Named(_) => None,
    });
    for section in p.forms.values().chain(inline).flat_map(|f| &f.sections) {
        all.extend(section.purpose.iter().chain(section.fields.iter().filter_map(|f| f.purpose.as_ref())).map(|u| &u.ground));
    }
    all.extend(p.actions.iter().flat_map(|a| a.needs.iter().map(|n| &n.ground).chain([&a.ground])));
    for clock in &p.clocks {
        all.push(&clock.ground);
        all.extend(clock.lengths.iter().map(|l| &l.ground));
        all.extend(clock.starts.iter().map(|s| &s.ground).chain(clock.pauses.iter().map(|s| &s.ground)));
        all.extend(clock.extends.iter().map(|e| &e.ground).chain(clock.restarts.iter().map(|r| &r.ground)));
        all.extend(clock.rechosen.iter().map(|r| &r.ground));
        all.extend(clock.lapse.iter().map(|l| &l.ground));
    }
    all
}
