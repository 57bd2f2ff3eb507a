//! Registers as entries.

use super::{entry, yes};
use crate::model::{Dossier, Register, Status};
use crate::telling::{Aspect, Entry, Part, Teller, join};
use kernel::Title;

/// The registers of a file.
pub(crate) fn registers(dossier: &Dossier) -> Part {
    Part { heading: Title::new("名录", "Registers"), entries: dossier.registers.values().map(|r| register(dossier, r)).collect() }
}

fn register(dossier: &Dossier, r: &Register) -> Entry {
    let procedure = r.of.as_ref().and_then(|id| dossier.procedures.iter().find(|p| p.id == *id));
    let teller = procedure.map(|p| Teller { p, dossier, index: None });
    let source = teller.as_ref().map_or_else(
        || Title::new("导入", "an import"),
        |t| Title::new(format!("“{}”的每一件是一条", t.p.title.zh), format!("each matter of “{}” is an entry", t.p.title.en)),
    );
    let names = |ids: &[kernel::Id]| teller.as_ref().map(|t| t.names(ids)).unwrap_or_default();
    let status = |s: &Status| {
        let states = names(&s.states);
        let when = if states.zh.is_empty() { states } else { Title::new(format!("（{}）", states.zh), format!(" ({})", states.en)) };
        Title::new(format!("{}{}", s.title.zh, when.zh), format!("{}{}", s.title.en, when.en))
    };
    let called = r.name.as_ref().map(|id| names(std::slice::from_ref(id))).unwrap_or_default();
    let aspects = vec![
        Aspect::new("由谁掌管", "Kept by", Title::new(format!("本系统单位（{}）", r.kept_by), format!("our unit ({})", r.kept_by))),
        Aspect::new("条目从哪里来", "Entries from", source),
        Aspect::new("条目的称呼", "Called by", called),
        Aspect::new("状态", "Standings", join(r.statuses.iter().map(status), "、", ", ")),
        Aspect::new("显示", "Shows", names(&r.show)),
        Aspect::new("公开", "Public", yes(r.public, "任何人可以查", "anybody may read it")),
        Aspect::new(
            "引用的法律",
            "Laws",
            join(r.laws.values().map(|l| Title::new(format!("《{}》", l.title), l.title.clone())), "、", ", "),
        ),
    ];
    entry(r.id.as_str(), &r.title, aspects)
}
