//! Personal values: each is there, opens under its person's key, and is what the event was sealed with; or was lawfully destroyed.

use crate::database::Pool;
use crate::keyring::{Keyring, PersonKey};
use crate::seal::{Opened, StoredValue, open_values};
use app::ports::{StoreError, VerifyReport};
use engine::Sealed;
use kernel::{BureauId, ValueId, sm3};
use std::collections::HashMap;

/// Checks the values that events refer to. The same value may be referred to more than once: an act is proposed, then takes effect.
pub(super) async fn check(
    readers: &Pool,
    ring: &Keyring,
    bureau: BureauId,
    mut sealed: Vec<Sealed>,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    sealed.sort_unstable_by_key(|s| (s.value, s.digest));
    sealed.dedup();
    let ids: Vec<ValueId> = sealed.iter().map(|s| s.value).collect();
    let found = open_values(ring, readers, bureau, &ids).await?;
    let found: HashMap<ValueId, StoredValue> = found.into_iter().map(|v| (v.value, v)).collect();
    for reference in sealed {
        report.values += 1;
        match found.get(&reference.value).map(|stored| (&stored.text, &stored.salt)) {
            Some((Opened::Text(text), salt)) => {
                if sm3(&[salt, text.as_bytes()]) != reference.digest {
                    report.faults.push(format!("个人信息 {} 与事件中的摘要不符", reference.value));
                }
            }
            Some((Opened::Damaged(error), _)) => report.faults.push(format!("个人信息 {} 打不开：{error}", reference.value)),
            Some((Opened::Destroyed, _)) => report.destroyed += 1,
            None => match ring.find(readers, bureau, reference.person).await {
                Ok(PersonKey::Destroyed) => report.destroyed += 1,
                _ => report.faults.push(format!("个人信息 {} 不见了，而其密钥未经依法销毁", reference.value)),
            },
        }
    }
    Ok(())
}
