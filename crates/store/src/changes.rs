//! Rows that a batch of acts comes to, and the statements that write them.

use crate::coding::{damaged, signed, to_json};
use crate::database::Connection;
use crate::figures::{MarkRow, Net};
use crate::head::Head;
use crate::keyring::LiveKey;
use crate::places::Places;
use crate::prepare::{After, Prepared, Step, encode};
use crate::shown::Shown;
use crate::sql::{Value, column};
use crate::tables;
use app::ports::{Receipt, StoreError};
use engine::{Body, link};
use kernel::{BureauId, Digest, MatterId, PersonId, ValueId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

type MatterKey = (BureauId, MatterId);

/// The end of a matter's log as this batch leaves it.
struct Tip<'a> {
    step: &'a Step,
    link: Digest,
    number: Option<String>,
    lookup: Option<Digest>,
}

/// Collects what a batch writes.
pub(crate) struct Changes<'a> {
    heads: &'a BTreeMap<MatterKey, Head>,
    acts: usize,
    tips: BTreeMap<MatterKey, Tip<'a>>,
    events: Vec<Value<'a>>,
    operations: Vec<Value<'a>>,
    persons: BTreeMap<(BureauId, PersonId), &'a LiveKey>,
    values: Vec<Value<'a>>,
    terms: Vec<Value<'a>>,
    uses: BTreeSet<(BureauId, ValueId, MatterId)>,
    marks: Net<MarkRow>,
    entries: BTreeMap<(BureauId, &'a str), [Value<'a>; 3]>,
}

impl<'a> Changes<'a> {
    /// Nothing yet, on top of these heads.
    pub(crate) fn new(heads: &'a BTreeMap<MatterKey, Head>) -> Self {
        Self {
            heads,
            acts: 0,
            tips: BTreeMap::new(),
            events: Vec::new(),
            operations: Vec::new(),
            persons: BTreeMap::new(),
            values: Vec::new(),
            terms: Vec::new(),
            uses: BTreeSet::new(),
            marks: Net::default(),
            entries: BTreeMap::new(),
        }
    }

    /// Adds an act that was accepted; `given` says the number that one of its steps was given.
    pub(crate) fn add(&mut self, act: &'a Prepared, given: impl Fn(usize) -> Option<String>) -> Result<Receipt, StoreError> {
        self.acts += 1;
        let mut receipt = None;
        for (place, step) in act.steps.iter().enumerate() {
            let number = self.step(act.bureau, step, given(place))?;
            receipt.get_or_insert(Receipt { matter: step.matter, seq: step.seq, number });
        }
        self.personal(act);
        let receipt = receipt.ok_or_else(|| damaged("操作不涉及任何事项"))?;
        self.operations.extend([
            act.bureau.0.into(),
            act.operation.0.into(),
            Value::bytes(&act.request.0),
            receipt.matter.0.into(),
            signed(receipt.seq).into(),
            Value::maybe(receipt.number.clone(), Value::from),
            act.recorded_at.into(),
        ]);
        Ok(receipt)
    }

    /// Adds what an act does to one matter. Returns the matter's number.
    fn step(&mut self, bureau: BureauId, step: &'a Step, given: Option<String>) -> Result<Option<String>, StoreError> {
        let key = (bureau, step.matter);
        let (before, known, lookup) = match (self.tips.get(&key), self.heads.get(&key)) {
            (Some(tip), _) => (tip.link, tip.number.clone(), tip.lookup),
            (None, Some(head)) => (head.link, head.number.clone(), None),
            (None, None) => (Digest::default(), None, None),
        };
        let link = self.log(bureau, step, before, given.as_deref())?;
        let number = given.or(known).or_else(|| match &step.after {
            After::Encoded(_, number) => Some(number.clone()),
            After::Unnumbered(_) => None,
        });
        let unit = &step.shown.cell.unit;
        let before = self.tips.get(&key).map(|tip| &tip.step.shown.cell).or_else(|| self.heads.get(&key)?.cell.as_ref()).map(|c| &c.unit);
        let row = |unit: &str, mark| MarkRow::new(bureau, &step.shown.procedure, unit, step.matter, mark);
        step.marks_added.iter().for_each(|mark| self.marks.add(row(unit, mark), 1));
        step.marks_removed.iter().for_each(|mark| self.marks.add(row(before.unwrap_or(unit), mark), -1));
        if let Some((entry, text)) = &step.entry {
            self.entries
                .insert((bureau, entry.id.as_str()), [entry.register.as_str().into(), entry.name.as_str().into(), text.as_str().into()]);
        }
        self.tips.insert(key, Tip { step, link, number: number.clone(), lookup: step.lookup.or(lookup) });
        Ok(number)
    }

    /// Chains the events of a step and returns the last link.
    fn log(&mut self, bureau: BureauId, step: &'a Step, before: Digest, number: Option<&str>) -> Result<Digest, StoreError> {
        let mut chain = before;
        for (place, (body, seq)) in step.bodies.iter().zip(step.expected + 1..).enumerate() {
            let body = match (&step.opening, number) {
                (Some((event, _)), Some(number)) if place == 0 => {
                    let mut event = event.clone();
                    if let Body::Opened { opening, .. } = &mut event.body {
                        opening.number = Some(number.to_owned());
                    }
                    Cow::Owned(encode(&event)?)
                }
                _ => Cow::Borrowed(body.as_str()),
            };
            chain = link(&chain, step.matter, body.as_bytes());
            let chained = Value::Bytes(Cow::Owned(chain.0.to_vec()));
            self.events.extend([bureau.0.into(), step.matter.0.into(), signed(seq).into(), chained, Value::Text(body)]);
        }
        Ok(chain)
    }

    fn personal(&mut self, act: &'a Prepared) {
        let bureau = act.bureau.0;
        let carried = act.sealing.keys.iter().filter(|used| used.carried);
        self.persons.extend(carried.map(|used| ((act.bureau, used.person), &*used.key)));
        self.uses.extend(act.sealing.uses.iter().map(|(value, matter)| (act.bureau, *value, *matter)));
        for value in &act.sealing.values {
            self.values.extend([
                bureau.into(),
                value.value.0.into(),
                value.person.0.into(),
                value.field.as_str().into(),
                value.locked.suite.into(),
                Value::bytes(&value.salt),
                Value::bytes(&value.locked.nonce),
                Value::bytes(&value.locked.bytes),
                Value::maybe(value.matters.first(), |matter| matter.0.into()),
            ]);
            for ((kind, hash, key), matter) in value.term.iter().flat_map(|term| value.matters.iter().map(move |matter| (term, matter))) {
                self.terms.extend([bureau.into(), (*kind).into(), Value::bytes(hash)]);
                self.terms.extend([matter.0.into(), value.value.0.into(), value.person.0.into(), (*key).into()]);
            }
        }
    }

    /// Writes everything. Each row must affect one: what should have been removed and was not there gives the transaction up.
    pub(crate) async fn write(mut self, connection: &mut Connection) -> Result<(), StoreError> {
        if self.marks.iter().any(|(_, n)| n.abs() > 1) {
            return Err(damaged("同一标记记了两次"));
        }
        let mut counters = Net::default();
        self.marks.iter().for_each(|(mark, n)| counters.add(mark.counter(), n));
        let [values, terms, events, operations] =
            [&mut self.values, &mut self.terms, &mut self.events, &mut self.operations].map(std::mem::take);
        let places = self.places();
        let [matters_moved, matters_state, matters_due, matters_in_place] = self.matters()?;
        let [alarms_lost, alarms_gained] = places.alarms();
        let [holdings_lost, holdings_gained] = places.holdings();
        let rows = [
            self.persons(),
            values,
            terms,
            events,
            matters_moved,
            matters_state,
            matters_due,
            matters_in_place,
            self.marks.lost().flat_map(MarkRow::row).collect(),
            self.marks.gained().flat_map(MarkRow::row).collect(),
            counters.iter().flat_map(|(counter, n)| counter.row(n)).collect(),
            places.duties_lost(),
            places.duties_gained(),
            places.queues(),
            alarms_lost,
            alarms_gained,
            holdings_lost,
            holdings_gained,
            places.cells(),
            operations,
        ];
        let expected = tables::SCRIPT.expected(&rows);
        tables::ENTRY.run(connection, &self.entries()).await?;
        if tables::SCRIPT.run(connection, self.acts, rows).await? == expected {
            let uses = self.uses.iter().flat_map(|(bureau, value, matter)| [bureau.0.into(), value.0.into(), matter.0.into()]);
            return tables::VALUE_USE.run(connection, &uses.collect::<Vec<_>>()).await.map(drop);
        }
        self.check_persons(connection).await?;
        Err(damaged("派生的行与事项不符：要删的行不在"))
    }

    /// Where another node made a key for a person a moment before, this batch's values lie under the wrong one; decided anew, it shows.
    async fn check_persons(&self, connection: &mut Connection) -> Result<(), StoreError> {
        for ((bureau, person), key) in &self.persons {
            let found = tables::PERSON_KEYS.fetch(connection, &[bureau.0.into()], &[person.0.into()], &[]).await?;
            let stored: Option<Vec<u8>> = found.first().map(|row| column(row, 1)).transpose()?.flatten();
            if stored.as_ref() != Some(&key.name) {
                return Err(StoreError::Conflict { expected: 0 });
            }
        }
        Ok(())
    }

    fn persons(&self) -> Vec<Value<'a>> {
        let row = |((bureau, person), key): (&(BureauId, PersonId), &&'a LiveKey)| {
            let (master, locked) = (key.wrapped.master, &key.wrapped.locked);
            let whose = [bureau.0.into(), person.0.into(), locked.suite.into()];
            let held = [Value::bytes(&locked.nonce), Value::bytes(&locked.bytes), master.into(), Value::bytes(&key.name)];
            whose.into_iter().chain(held)
        };
        self.persons.iter().flat_map(row).collect()
    }

    fn entries(&self) -> Vec<Value<'a>> {
        let key = |(bureau, entry): &(BureauId, &'a str)| [bureau.0.into(), (*entry).into()];
        self.entries.iter().flat_map(|(id, row)| key(id).into_iter().chain(row.clone())).collect()
    }

    /// Rows of matters by how far they move in the lists: those that are new, closed or opened again; those that go to another
    /// state; those whose due day moves; those that stay in place.
    fn matters(&self) -> Result<[Vec<Value<'_>>; 4], StoreError> {
        let mut out = [const { Vec::new() }; 4];
        for (key, tip) in &self.tips {
            let (step, shown) = (tip.step, &tip.step.shown);
            let rows = &mut out[self.heads.get(key).map_or(0, |head| movement(head, shown))];
            let body = match (&step.after, &tip.number) {
                (After::Encoded(text, _), _) => Cow::Borrowed(text.as_str()),
                (After::Unnumbered(matter), None) => Cow::Owned(to_json(matter)?),
                (After::Unnumbered(matter), Some(number)) => {
                    let mut matter = matter.clone();
                    matter.number = Some(number.clone());
                    Cow::Owned(to_json(&matter)?)
                }
            };
            rows.extend([
                key.0.0.into(),
                step.matter.0.into(),
                signed(step.seq).into(),
                Value::bytes(&tip.link.0),
                Value::maybe(tip.number.as_deref(), Value::from),
            ]);
            rows.extend(shown.values());
            rows.extend([Value::maybe(tip.lookup.as_ref(), |d| Value::bytes(&d.0)), to_json(&step.placed)?.into(), Value::Text(body)]);
        }
        Ok(out)
    }

    /// Queues, alarms, holdings and the tally: what differs from before.
    fn places(&self) -> Places<'_> {
        let mut places = Places::default();
        for (key, tip) in &self.tips {
            let head = self.heads.get(key);
            places.replace(*key, head.map(|h| &h.placed), &tip.step.placed);
            places.move_cell(key.0, head.and_then(|h| h.cell.as_ref()), &tip.step.shown.cell);
        }
        places
    }
}

/// How far a matter moves in the lists: 0 anyhow, 1 to another state, 2 to another due day, 3 not at all.
fn movement(head: &Head, shown: &Shown) -> usize {
    let Some(cell) = &head.cell else { return 0 };
    let (press_on, opened_on) = shown.listed_on();
    if (cell.closed, &cell.unit, head.listed_on.1) != (shown.cell.closed, &shown.cell.unit, opened_on) {
        0
    } else if cell.state != shown.cell.state {
        1
    } else if head.listed_on.0 != press_on {
        2
    } else {
        3
    }
}
