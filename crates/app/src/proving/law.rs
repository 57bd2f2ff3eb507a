//! The law of a proof file: texts of the procedure's versions, a clock's own lines, its citations written out.

use crate::Library;
use crate::ports::Recorded;
use engine::{Body, Frame, Matter};
use kernel::{Digest, sm3};
use procedure::model::{BasisKind, Cite, Clock, Ground, Procedure};
use serde::Serialize;

/// A version of a procedure with its text.
#[derive(Debug, Serialize)]
pub(super) struct Version {
    id: String,
    version: u32,
    title: String,
    hash: String,
    /// The hash of the procedure whose law it shares.
    parent: Option<String>,
    text: String,
}

/// A citation written out.
#[derive(Debug, Serialize)]
pub(super) struct Cited {
    at: String,
    law: String,
    written: String,
    /// The cited figure as it stands in the statute: a term of a few characters.
    figure: Option<String>,
}

/// The versions to which the matter was ever pinned, those by which its clocks run, and the procedures whose law they share; by their hashes.
pub(super) fn versions(library: &Library, log: &[Recorded], frame: &Frame<'_>, matter: &Matter) -> Vec<Version> {
    let pins = log.iter().filter_map(|r| match &r.event.body {
        Body::Opened { procedure, .. } | Body::Repinned { procedure } => library.pinned(procedure),
        _ => None,
    });
    let mut used: Vec<&Procedure> = pins.chain(matter.clocks.iter().map(|i| frame.under(i.version))).collect();
    let parents: Vec<&Procedure> = used.iter().filter_map(|p| parent(library, p)).collect();
    used.extend(parents);
    used.sort_by_key(|p| p.hash);
    used.dedup_by_key(|p| p.hash);
    let version = |p: &Procedure| Version {
        id: p.id.to_string(),
        version: p.version,
        title: p.title.zh.clone(),
        hash: p.hash.to_string(),
        parent: parent(library, p).map(|p| p.hash.to_string()),
        text: p.source.text.clone(),
    };
    used.into_iter().map(version).collect()
}

/// The procedure whose hash is part of this one's.
fn parent<'a>(library: &'a Library, child: &Procedure) -> Option<&'a Procedure> {
    let made_of = |hash: &Digest| sm3(&[&hash.0, child.source.text.as_bytes()]) == child.hash;
    library.versions(child.child_of.as_ref()?).iter().find(|p| made_of(&p.hash))
}

/// A clock's lines, word for word; for service by public notice those of the notice.
pub(super) fn lines(procedure: &Procedure, clock: &Clock) -> String {
    let text = &procedure.source.text;
    let at = if clock.notice {
        text.lines().find(|l| l.trim_start().starts_with("notice ")).and_then(|l| text.find(l.trim_start()))
    } else {
        clock.place.offset.checked_sub(procedure.source.offset)
    };
    at.and_then(|at| text.get(at..)).map(node).unwrap_or_default().to_owned()
}

/// The node that a text begins with: up to the end of its line, or to the bracket that closes it.
fn node(text: &str) -> &str {
    let (mut depth, mut quoted, mut before) = (0_u32, false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted && depth == 1 => return &text[..=at],
            '\n' | ';' | '}' if !quoted && depth == 0 => return text[..at].trim_end(),
            '}' if !quoted => depth -= 1,
            _ => {}
        }
        before = c;
    }
    text.trim_end()
}

/// Every citation of these grounds, each once, written out.
pub(super) fn cited<'a>(procedure: &Procedure, grounds: impl Iterator<Item = &'a Ground>) -> Vec<Cited> {
    let mut out: Vec<Cited> = Vec::new();
    for cite in grounds.flat_map(|g| &g.cites) {
        if let Some(cited) = written(procedure, cite).filter(|c| !out.iter().any(|known| known.at == c.at)) {
            out.push(cited);
        }
    }
    out
}

fn written(procedure: &Procedure, cite: &Cite) -> Option<Cited> {
    let law = procedure.laws.get(&cite.law)?;
    let statute = law.edition.as_ref().and_then(|edition| law::Index::embedded().edition(&law.title, edition));
    let figure = cite.at.as_ref().and_then(|at| statute?.figure(at)).map(|f| f.text.clone());
    let (at, place) = match &cite.at {
        Some(at) => (format!("{}:{}", cite.law, String::from(*at)), at.chinese()),
        None => (cite.law.to_string(), String::new()),
    };
    Some(Cited { at, law: law.title.clone(), written: format!("《{}》{place}", law.title), figure })
}

/// What stands in for a citation.
pub(super) fn basis<'a>(mut grounds: impl Iterator<Item = &'a Ground>) -> Option<String> {
    let basis = grounds.find_map(|g| g.basis.as_ref())?;
    let kind = match basis.kind {
        BasisKind::Local => "本地规定",
        BasisKind::Internal => "内部目标",
        BasisKind::Reading => "实务理解",
    };
    Some(basis.text.as_ref().map_or_else(|| kind.to_owned(), |text| format!("{kind}：{}", text.zh)))
}
