//! The typed procedure for other programs: JSON, and a diagram as Mermaid text.

use crate::check::Reach;
use crate::model::{Dossier, From, Procedure, State};
use std::fmt::Write as _;

/// The typed model as JSON.
///
/// # Errors
/// Never for a decoded dossier; the encoder's own fault otherwise.
pub fn export(dossier: &Dossier) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::to_value(dossier)
}

/// Mermaid state diagrams, one a procedure: the main run, then each track as a box of its own.
#[must_use]
pub fn diagram(dossier: &Dossier) -> String {
    dossier.procedures.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(p: &Procedure) -> String {
    let mut out = format!("---\ntitle: {}\n---\nstateDiagram-v2\n", p.title.zh);
    for state in p.states.values().filter(|s| s.track.is_none()) {
        name(&mut out, state, "    ");
    }
    for track in p.tracks.values() {
        let _ = writeln!(out, "    state \"{}\" as track_{} {{", plain(&track.title.zh), track.id);
        for state in p.states.values().filter(|s| s.track.as_ref() == Some(&track.id)) {
            name(&mut out, state, "        ");
        }
        out.push_str("    }\n");
    }
    for action in &p.actions {
        for to in &action.to {
            for from in &action.from {
                let from = match from {
                    From::New => "[*]",
                    From::State(state) => state.as_str(),
                };
                let _ = writeln!(out, "    {from} --> {to}: {}", plain(&action.title.zh));
            }
        }
    }
    let reach = Reach::of(p);
    for (clock, to) in p.clocks.iter().filter_map(|c| c.lapse.as_ref().and_then(|l| l.to.as_ref()).map(|to| (c, to))) {
        let run = p.states.get(to).map(|s| &s.track);
        let left = p.states.values().filter(|s| !s.end && Some(&s.track) == run && reach.runs_in(&clock.id, &s.id));
        for from in left {
            let _ = writeln!(out, "    {} --> {to}: {}届满", from.id, plain(&clock.title.zh));
        }
    }
    for state in p.states.values().filter(|s| s.end && s.track.is_none()) {
        let _ = writeln!(out, "    {} --> [*]", state.id);
    }
    out
}

fn name(out: &mut String, state: &State, indent: &str) {
    let _ = writeln!(out, "{indent}{}: {}", state.id, plain(&state.title.zh));
}

/// Signs that Mermaid reads as its own.
fn plain(text: &str) -> String {
    text.replace([':', ';', '"', '#', '\n'], " ")
}
