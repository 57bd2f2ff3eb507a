//! Many acts in one transaction: which are written, which were done before, which come too late.

use crate::changes::Changes;
use crate::database::Connection;
use crate::destroy::{Target, destroy};
use crate::head::{Done, Head, Keys, done, heads, keys};
use crate::keyring::destroyed;
use crate::log::{EVENTS, sealed};
use crate::number::give;
use crate::prepare::Prepared;
use app::ports::{Receipt, StoreError};
use kernel::{BureauId, MatterId, OperationId};
use std::collections::{BTreeMap, HashMap};

/// What becomes of an act.
enum Fate {
    /// Written now.
    Write,
    /// Done before.
    Done(Receipt),
    /// The same as an act earlier in this batch.
    Twin(usize),
    /// Not written.
    Refused(StoreError),
}

/// An act's receipt.
pub(crate) struct Answer {
    pub(crate) receipt: Receipt,
    /// It was written now, by this act; else it answers for one that was done before.
    pub(crate) written: bool,
}

/// Writes all acts that may be written and answers each. An error means that the transaction must be given up.
pub(crate) async fn write(connection: &mut Connection, acts: &[&Prepared]) -> Result<Vec<Result<Answer, StoreError>>, StoreError> {
    // Heads first: where other nodes write too, they are locked from here on, and what those nodes have done is seen below.
    let heads = heads(connection, acts).await?;
    let keys = keys(connection, acts).await?;
    let done = done(connection, acts).await?;
    let fates = decide(acts, &heads, &keys, &done);
    let accepted: Vec<usize> = (0..acts.len()).filter(|i| matches!(fates.get(*i), Some(Fate::Write))).collect();
    let numbers = give(connection, acts, &accepted).await?;
    let mut changes = Changes::new(&heads);
    let mut receipts: HashMap<usize, Receipt> = HashMap::new();
    for place in accepted {
        if let Some(act) = acts.get(place) {
            receipts.insert(place, changes.add(act, |step| numbers.get(&(place, step)).cloned())?);
        }
    }
    changes.write(connection).await?;
    for act in acts.iter().enumerate().filter(|(place, _)| receipts.contains_key(place)).map(|(_, act)| act) {
        carry_out(connection, act).await?;
    }
    let receipt = |place: &usize| receipts.get(place).cloned().ok_or_else(|| StoreError::Unavailable("没有回执".into()));
    Ok(fates
        .into_iter()
        .enumerate()
        .map(|(place, fate)| match fate {
            Fate::Write => receipt(&place).map(|receipt| Answer { receipt, written: true }),
            Fate::Twin(first) => receipt(&first).map(|receipt| Answer { receipt, written: false }),
            Fate::Done(receipt) => Ok(Answer { receipt, written: false }),
            Fate::Refused(error) => Err(error),
        })
        .collect())
}

/// Carries out the destructions that an act decides, with it or not at all.
async fn carry_out(connection: &mut Connection, act: &Prepared) -> Result<(), StoreError> {
    let Some(keys) = &act.destroys else { return Ok(()) };
    let mut targets = Vec::new();
    for step in act.steps.iter().filter(|step| step.destroys) {
        let log = connection.fetch_all(EVENTS, &[act.bureau.0.into(), step.matter.0.into()]).await?;
        targets.push(Target::Matter(step.matter, sealed(&log)?));
    }
    destroy(connection, keys, act.bureau, &targets).await
}

fn decide(
    acts: &[&Prepared],
    heads: &BTreeMap<(BureauId, MatterId), Head>,
    keys: &Keys,
    done: &BTreeMap<(BureauId, OperationId), Done>,
) -> Vec<Fate> {
    let mut versions: HashMap<(BureauId, MatterId), u64> = heads.iter().map(|(key, head)| (*key, head.seq)).collect();
    let mut written: HashMap<(BureauId, OperationId), usize> = HashMap::new();
    let mut fates = Vec::with_capacity(acts.len());
    for (place, act) in acts.iter().enumerate() {
        let operation = (act.bureau, act.operation);
        let twin = written.get(&operation).copied();
        let before = done.get(&operation);
        let request = before.map(|d| d.request).or_else(|| Some(acts.get(twin?)?.request));
        let version = |matter| versions.get(&(act.bureau, matter)).copied().unwrap_or_default();
        let late = act.steps.iter().find(|step| version(step.matter) != step.expected).map(|step| step.expected);
        fates.push(match (request, before, twin) {
            (Some(request), ..) if request != act.request => Fate::Refused(StoreError::OperationReused),
            (_, Some(before), _) => Fate::Done(before.receipt.clone()),
            (_, None, Some(first)) => Fate::Twin(first),
            (_, None, None) if let Some(expected) = late => Fate::Refused(StoreError::Conflict { expected }),
            (_, None, None) if let Err(error) = check_keys(act, keys) => Fate::Refused(error),
            (_, None, None) => {
                versions.extend(act.steps.iter().map(|step| ((act.bureau, step.matter), step.seq)));
                written.insert(operation, place);
                Fate::Write
            }
        });
    }
    fates
}

/// Whether the keys that an act sealed with are still those of their persons.
fn check_keys(act: &Prepared, keys: &Keys) -> Result<(), StoreError> {
    for used in &act.sealing.keys {
        match keys.get(&(act.bureau, used.person)) {
            Some(None) => return Err(destroyed()),
            Some(Some(name)) if *name == used.key.name => {}
            None if used.carried => {}
            // Sealed anew under the key that is there, it will do.
            Some(Some(_)) | None => return Err(StoreError::Conflict { expected: act.steps.first().map_or(0, |step| step.expected) }),
        }
    }
    Ok(())
}
