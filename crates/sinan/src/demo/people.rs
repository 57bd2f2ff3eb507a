//! The demo's people: all invented, each marked 演示.

use super::units::table;
use anyhow::{Context, Result};
use app::Library;
use app::ports::Account;
use engine::{Answer, RegisterEntry};
use kernel::{Actor, Date, Grant, Id, OrgPath, PersonId, Title, sm3};
use procedure::model::FieldKind;
use std::collections::BTreeMap;

/// Every account, personas first and in order.
pub fn accounts() -> Result<Vec<Account>> {
    table(include_str!("../../../../demo/wuhai/people.csv"))
        .map(|row| {
            let [account, zh, en, post, post_en, unit, grants, persona] = row?;
            let grants = grants.split_whitespace().map(grant).collect::<Result<Vec<_>>>()?;
            let citizen = unit.is_empty() && account.starts_with("citizen");
            let actor = Actor {
                account: Id::from(account),
                unit: (!unit.is_empty()).then(|| OrgPath::new(unit)),
                grants,
                person: citizen.then(|| person(account)),
            };
            Ok(Account {
                actor,
                name: Title::new(format!("{zh}（演示）"), format!("{en} (demo)")),
                post: Title::new(post, post_en),
                demo: persona == "yes",
                credential: Default::default(),
            })
        })
        .collect()
}

fn grant(text: &str) -> Result<Grant> {
    let (role, unit) = text.split_once('@').with_context(|| format!("演示数据里的授权写得不对：{text}"))?;
    Ok(Grant { role: Id::from(role), unit: OrgPath::new(unit), from: Date::constant(2026, 1, 1), until: None, acting_for: None })
}

/// The natural person behind a demo account.
pub fn person(account: &str) -> PersonId {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sm3(&[b"demo person", account.as_bytes()]).0[..16]);
    PersonId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// What stands in the bureau's registers.
pub fn entries() -> Result<Vec<RegisterEntry>> {
    table(include_str!("../../../../demo/wuhai/registers.csv"))
        .map(|row| {
            let [register, entry, name, unit, account, status, fields] = row?;
            let fields = fields.split_whitespace().map(field).collect::<Result<Vec<_>>>()?;
            Ok(RegisterEntry {
                id: Id::from(entry),
                register: Id::from(register),
                name: format!("{name}（演示）"),
                status: Id::from(status),
                unit: OrgPath::new(unit),
                account: Some(Id::from(if account.is_empty() { entry } else { account })),
                fields: fields.into_iter().collect(),
                texts: BTreeMap::new(),
            })
        })
        .collect()
}

/// Bodies outside the bureau, as the keepers of their registers would have entered them. All are invented.
pub fn bodies(library: &Library) -> Result<Vec<RegisterEntry>> {
    table(include_str!("../../../../demo/wuhai/bodies.csv"))
        .map(|row| {
            let [register, code, name, unit, status, said] = row?;
            let known = library.register(&Id::from(register)).with_context(|| format!("没有名录 {register}"))?;
            let (mut fields, mut texts) = (BTreeMap::new(), BTreeMap::new());
            for (id, text) in said.split_whitespace().filter_map(|pair| pair.split_once('=')) {
                let asked = known.fields.iter().find(|f| f.id == *id).with_context(|| format!("名录 {register} 没有 {id}"))?;
                match asked.kind {
                    FieldKind::Date => drop(fields.insert(Id::from(id), Answer::Date(text.parse()?))),
                    FieldKind::Number => drop(fields.insert(Id::from(id), Answer::Number(text.parse()?))),
                    _ => drop(texts.insert(Id::from(id), text.to_owned())),
                }
            }
            Ok(RegisterEntry {
                id: Id::from(format!("{register}:{code}")),
                register: Id::from(register),
                name: format!("{name}（演示）"),
                status: Id::from(status),
                unit: OrgPath::new(unit),
                account: None,
                fields,
                texts,
            })
        })
        .collect()
}

/// What a register says: `years=9`, `minors=yes`.
fn field(text: &str) -> Result<(Id, Answer)> {
    let (field, value) = text.split_once('=').with_context(|| format!("演示数据里的名录内容写得不对：{text}"))?;
    let answer = match value {
        "yes" => Answer::YesNo(true),
        "no" => Answer::YesNo(false),
        number => Answer::Number(number.parse()?),
    };
    Ok((Id::from(field), answer))
}
