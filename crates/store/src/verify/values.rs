//! Personal values: each is there, opens under its person's key, and is what the event was sealed with; or was lawfully destroyed.

use crate::database::Pool;
use crate::keyring::{Keyring, PersonKey};
use crate::seal::{Opened, StoredValue, open_values};
use app::ports::{StoreError, VerifyReport};
use engine::Sealed;
use kernel::{BureauId, ValueId, sm3};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Checks the values that the events of matters refer to. The same value may be referred to more than once: an act is proposed, then
/// takes effect; `destroyed` are those of the matters whose values were destroyed.
pub(super) async fn check(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    mut sealed: Vec<(Uuid, Sealed)>,
    destroyed: &HashSet<Uuid>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    sealed.sort_unstable_by_key(|(matter, s)| (s.value, s.digest, *matter));
    sealed.dedup();
    let ids: Vec<ValueId> = sealed.iter().map(|(_, s)| s.value).collect();
    let found = open_values(ring, readers, bureau, &ids).await?;
    let found: HashMap<ValueId, StoredValue> = found.into_iter().map(|v| (v.value, v)).collect();
    for (matter, reference) in sealed {
        report.values += 1;
        let value = reference.value;
        match found.get(&value) {
            Some(stored) if destroyed.contains(&matter) && stored.owner == Some(matter) => {
                report.faults.push(format!("事项 {matter} 已销毁，而其个人信息 {value} 还在"));
            }
            Some(StoredValue { text: Opened::Text(text), salt, .. }) => {
                if sm3(&[salt, text.as_bytes()]) != reference.digest {
                    report.faults.push(format!("个人信息 {value} 与事件中的摘要不符"));
                }
            }
            Some(StoredValue { text: Opened::Damaged(error), .. }) => report.faults.push(format!("个人信息 {value} 打不开：{error}")),
            Some(StoredValue { text: Opened::Destroyed, .. }) => report.destroyed += 1,
            None if destroyed.contains(&matter) => report.destroyed += 1,
            None => match ring.find(readers, bureau, reference.person).await {
                Ok(PersonKey::Destroyed) => report.destroyed += 1,
                _ => report.faults.push(format!("个人信息 {value} 不见了，而其事项和密钥都未经依法销毁")),
            },
        }
    }
    Ok(())
}
