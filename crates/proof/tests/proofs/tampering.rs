//! Changing proof files: as somebody who does not care, and as somebody who sews the seal on again.

use engine::walk::Dice;
use serde_json::{Map, Value, json};
use sm3::{Digest, Sm3};

/// One step towards a value: the name of a field or a place in a list.
pub type Path = Vec<String>;

/// Every value of a document that has none below it, and every list and object.
pub fn paths(value: &Value) -> Vec<Path> {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(name, v)| (name.clone(), v)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, v)| (at.to_string(), v)).collect(),
        _ => Vec::new(),
    };
    let mut out = Vec::new();
    for (step, inner) in below {
        out.push(vec![step.clone()]);
        out.extend(paths(inner).into_iter().map(|mut path| {
            path.insert(0, step.clone());
            path
        }));
    }
    out
}

/// The path without places in lists: the field.
pub fn field(path: &Path) -> String {
    path.iter().map(|s| if s.parse::<usize>().is_ok() { "[]" } else { s }).collect::<Vec<_>>().join(".")
}

/// What is done to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Change,
    Delete,
    Insert,
    Swap,
    Truncate,
}

pub const DEEDS: [Deed; 5] = [Deed::Change, Deed::Delete, Deed::Insert, Deed::Swap, Deed::Truncate];

/// Does it. `None` where it would change nothing.
pub fn tamper(document: &Value, path: &Path, deed: Deed, dice: &mut Dice) -> Option<Value> {
    let mut out = document.clone();
    let (last, above) = path.split_last()?;
    let holder = above.iter().try_fold(&mut out, |v, step| at_mut(v, step))?;
    match (deed, &mut *holder) {
        (Deed::Change, _) => {
            let value = at_mut(holder, last)?;
            *value = changed(value, dice)?;
        }
        (Deed::Delete, Value::Object(map)) => drop(map.remove(last)?),
        (Deed::Delete, Value::Array(list)) => drop(list.remove(last.parse().ok()?)),
        (Deed::Insert, Value::Object(map)) => drop(map.insert(format!("{last}_too"), json!(1))),
        (Deed::Insert, Value::Array(list)) => {
            let place = last.parse().ok()?;
            list.insert(place, list.get(place)?.clone());
        }
        (Deed::Swap, Value::Array(list)) => {
            let other = dice.below(list.len() as u64) as usize;
            list.swap(last.parse().ok()?, other);
        }
        (Deed::Swap, Value::Object(map)) => swap(map, last, dice)?,
        (Deed::Truncate, _) => match at_mut(holder, last)? {
            Value::String(text) => drop(text.pop()?),
            Value::Array(list) => drop(list.pop()?),
            Value::Object(map) => drop(map.pop_last()?),
            _ => return None,
        },
        _ => return None,
    }
    (bare(&out) != bare(document)).then_some(out)
}

/// Without what is null: a field that is missing and one that is null say the same.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), bare(v))).collect(),
        Value::Array(list) => list.iter().map(bare).collect(),
        other => other.clone(),
    }
}

trait PopLast {
    fn pop_last(&mut self) -> Option<Value>;
}

impl PopLast for Map<String, Value> {
    fn pop_last(&mut self) -> Option<Value> {
        let name = self.keys().next_back()?.clone();
        self.remove(&name)
    }
}

fn swap(map: &mut Map<String, Value>, name: &str, dice: &mut Dice) -> Option<()> {
    let others: Vec<String> = map.keys().filter(|k| *k != name).cloned().collect();
    let other = dice.pick(&others)?.clone();
    let (one, two) = (map.get(name)?.clone(), map.get(&other)?.clone());
    map.insert(name.to_owned(), two);
    map.insert(other, one);
    Some(())
}

fn at_mut<'v>(value: &'v mut Value, step: &str) -> Option<&'v mut Value> {
    match value {
        Value::Object(map) => map.get_mut(step),
        Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Another value of the same kind.
fn changed(value: &Value, dice: &mut Dice) -> Option<Value> {
    Some(match value {
        Value::Bool(b) => json!(!b),
        Value::Number(n) => json!(n.as_i64()? + 1 + i64::try_from(dice.below(3)).ok()?),
        Value::Null => json!("2026-03-02"),
        Value::String(text) => {
            let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
            let Some(at) = dice.pick(&places) else { return Some(json!(format!("{text}x"))) };
            let new = match text.as_bytes()[*at] {
                b'0'..=b'8' => (text.as_bytes()[*at] + 1) as char,
                b'9' => '0',
                b'a' => 'b',
                _ => 'a',
            };
            json!(format!("{}{new}{}", &text[..*at], &text[at + 1..]))
        }
        Value::Array(_) | Value::Object(_) => return None,
    })
}

/// Writes a document and sews a fitting seal on.
pub fn resealed(document: &Value) -> String {
    let mut zeroed = document.clone();
    let zero = "0".repeat(64);
    zeroed["seal"] = json!(zero);
    let text = serde_json::to_string_pretty(&zeroed).unwrap();
    let seal: String = Sm3::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    text.replacen(&format!("\"seal\": \"{zero}\""), &format!("\"seal\": \"{seal}\""), 1)
}
