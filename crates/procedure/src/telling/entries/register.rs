//! Registers as entries.

use super::{entry, yes};
use crate::model::{Dossier, KeyKind, Register, RegisterField, Status};
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
        || {
            if r.key.is_some() {
                Title::new("由人登记，或者由表格导入", "its keeper, by hand or by a table")
            } else {
                Title::new("导入", "an import")
            }
        },
        |t| Title::new(format!("“{}”的每一件是一条", t.p.title.zh), format!("each matter of “{}” is an entry", t.p.title.en)),
    );
    let names = |ids: &[kernel::Id]| teller.as_ref().map(|t| t.names(ids)).unwrap_or_default();
    let status = |s: &Status| {
        let states = names(&s.states);
        let when = if states.zh.is_empty() { states } else { Title::new(format!("（{}）", states.zh), format!(" ({})", states.en)) };
        Title::new(format!("{}{}", s.title.zh, when.zh), format!("{}{}", s.title.en, when.en))
    };
    let called = r.name.as_ref().map(|id| names(std::slice::from_ref(id))).unwrap_or_default();
    let key = match r.key {
        Some(KeyKind::CreditCode) => {
            Title::new("统一社会信用代码（GB 32100，核对校验位）", "unified social credit code (GB 32100, check digit checked)")
        }
        Some(KeyKind::Number) => Title::new("登记员编的代码", "a code that the keeper gives"),
        None => Title::default(),
    };
    let keeper = r.keeper.as_ref().map(|k| Title::new(format!("{}（{}）", k.title.zh, k.role), format!("{} ({})", k.title.en, k.role)));
    let aspects = vec![
        Aspect::new("谁登记", "Entered by", keeper.unwrap_or_default()),
        Aspect::new("条目代码", "Told apart by", key),
        Aspect::new("登记内容", "Said of an entry", join(r.fields.iter().map(|f| said(r, f)), "、", ", ")),
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

/// A field with what it rests on.
fn said(register: &Register, field: &RegisterField) -> Title {
    let cite = |cite: &crate::model::Cite| {
        let law = register.laws.get(&cite.law).map_or(cite.law.as_str(), |l| l.title.as_str());
        format!("《{law}》{}", cite.at.as_ref().map(|at| at.chinese()).unwrap_or_default())
    };
    let why: Vec<String> = field.ground.cites.iter().map(cite).collect();
    let why = if why.is_empty() { Title::new("本地登记项", "local") } else { Title::new(why.join("、"), why.join(", ")) };
    Title::new(format!("{}（{}）", field.title.zh, why.zh), format!("{} ({})", field.title.en, why.en))
}
