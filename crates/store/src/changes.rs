//! Rows that a batch of acts comes to, and the statements that write them.

use crate::coding::{damaged, signed, to_json};
use crate::crypt::SUITE;
use crate::dialect::Connection;
use crate::figures::{MarkRow, Net};
use crate::head::Head;
use crate::placed::Placed;
use crate::places::{Places, remove};
use crate::prepare::{After, Prepared, encode};
use crate::sql::{Value, column};
use crate::tables;
use app::ports::{Receipt, StoreError};
use engine::{Body, link};
use kernel::{BureauId, Digest, MatterId};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::slice::from_ref;

type MatterKey = (BureauId, MatterId);

/// The end of a matter's log as this batch leaves it.
struct Tip<'a> {
    act: &'a Prepared,
    link: Digest,
    number: Option<String>,
    lookup: Option<Digest>,
}

/// Collects what a batch writes.
pub(crate) struct Changes<'a> {
    heads: &'a BTreeMap<MatterKey, Head>,
    tips: BTreeMap<MatterKey, Tip<'a>>,
    events: Vec<Value<'a>>,
    operations: Vec<Value<'a>>,
    persons: Vec<Value<'a>>,
    values: Vec<Value<'a>>,
    terms: Vec<Value<'a>>,
    marks: Net<MarkRow>,
}

impl<'a> Changes<'a> {
    /// Nothing yet, on top of these heads.
    pub(crate) fn new(heads: &'a BTreeMap<MatterKey, Head>) -> Self {
        Self {
            heads,
            tips: BTreeMap::new(),
            events: Vec::new(),
            operations: Vec::new(),
            persons: Vec::new(),
            values: Vec::new(),
            terms: Vec::new(),
            marks: Net::default(),
        }
    }

    /// Adds an act that was accepted, with the number it was given.
    pub(crate) fn add(&mut self, act: &'a Prepared, given: Option<String>) -> Result<Receipt, StoreError> {
        let key = (act.bureau, act.matter);
        let (before, known, lookup) = match (self.tips.get(&key), self.heads.get(&key)) {
            (Some(tip), _) => (tip.link, tip.number.clone(), tip.lookup),
            (None, Some(head)) => (head.link, head.number.clone(), None),
            (None, None) => (Digest::default(), None, None),
        };
        let link = self.log(act, before, given.as_deref())?;
        let number = given.or(known).or_else(|| match &act.after {
            After::Encoded(_, number) => Some(number.clone()),
            After::Unnumbered(_) => None,
        });
        self.figures(act);
        self.personal(act);
        let receipt = Receipt { matter: act.matter, seq: act.seq, number: number.clone() };
        self.operations.extend([
            act.bureau.0.into(),
            act.operation.0.into(),
            Value::bytes(&act.request.0),
            act.matter.0.into(),
            signed(act.seq).into(),
            Value::maybe(number.clone(), Value::from),
            act.recorded_at.into(),
        ]);
        self.tips.insert(key, Tip { act, link, number, lookup: act.lookup.or(lookup) });
        Ok(receipt)
    }

    /// Chains the events of an act and returns the last link.
    fn log(&mut self, act: &'a Prepared, before: Digest, number: Option<&str>) -> Result<Digest, StoreError> {
        let mut chain = before;
        for (place, (body, seq)) in act.bodies.iter().zip(act.expected + 1..).enumerate() {
            let body = match (&act.opening, number) {
                (Some((event, _)), Some(number)) if place == 0 => {
                    let mut event = event.clone();
                    if let Body::Opened { opening, .. } = &mut event.body {
                        opening.number = Some(number.to_owned());
                    }
                    Cow::Owned(encode(&event)?)
                }
                _ => Cow::Borrowed(body.as_str()),
            };
            chain = link(&chain, act.matter, body.as_bytes());
            let chained = Value::Bytes(Cow::Owned(chain.0.to_vec()));
            self.events.extend([act.bureau.0.into(), act.matter.0.into(), signed(seq).into(), chained, Value::Text(body)]);
        }
        Ok(chain)
    }

    fn figures(&mut self, act: &Prepared) {
        let row = |mark| MarkRow::new(act.bureau, &act.shown.procedure, &act.shown.unit, act.matter, mark);
        act.marks_added.iter().for_each(|mark| self.marks.add(row(mark), 1));
        act.marks_removed.iter().for_each(|mark| self.marks.add(row(mark), -1));
    }

    fn personal(&mut self, act: &'a Prepared) {
        let bureau = act.bureau.0;
        for (person, key) in &act.sealing.keys {
            let wrapped = &key.wrapped;
            self.persons.extend([bureau.into(), person.0.into(), SUITE.into(), Value::bytes(&wrapped.nonce), Value::bytes(&wrapped.bytes)]);
        }
        for value in &act.sealing.values {
            self.values.extend([
                bureau.into(),
                value.value.0.into(),
                value.person.0.into(),
                value.field.as_str().into(),
                SUITE.into(),
                Value::bytes(&value.salt),
                Value::bytes(&value.locked.nonce),
                Value::bytes(&value.locked.bytes),
            ]);
            if let Some((kind, hash)) = &value.term {
                let place = [act.matter.0.into(), value.value.0.into(), value.person.0.into()];
                self.terms.extend([bureau.into(), (*kind).into(), Value::bytes(hash)]);
                self.terms.extend(place);
            }
        }
    }

    /// Writes everything. Rows that must have been there and were not are an error: the transaction is given up.
    pub(crate) async fn write(self, connection: &mut Connection) -> Result<(), StoreError> {
        self.write_persons(connection).await?;
        tables::VALUE.run(connection, &self.values).await?;
        tables::TERM.run(connection, &self.terms).await?;
        tables::EVENT.run(connection, &self.events).await?;
        tables::MATTER.run(connection, &self.matters()?).await?;
        self.write_marks(connection).await?;
        self.write_places(connection).await?;
        tables::OPERATION.run(connection, &self.operations).await?;
        Ok(())
    }

    /// Keys made for new persons. Another process may have made one before: then this batch's values lie under the wrong key.
    async fn write_persons(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let width = tables::PERSON.width();
        if tables::PERSON.run(connection, &self.persons).await? as usize == self.persons.len() / width {
            return Ok(());
        }
        for row in self.persons.chunks(width) {
            let [bureau, person, .., wrapped] = row else { continue };
            let found = tables::PERSON_KEYS.fetch(connection, from_ref(bureau), from_ref(person), &[], from_ref(person)).await?;
            let stored: Option<Vec<u8>> = found.first().map(|row| column(row, 1)).transpose()?.flatten();
            if stored.map(|bytes| Value::Bytes(Cow::Owned(bytes))).as_ref() != Some(wrapped) {
                return Err(StoreError::Unavailable("另一进程刚为此人建了密钥或销毁了它，请重试".into()));
            }
        }
        Ok(())
    }

    fn matters(&self) -> Result<Vec<Value<'_>>, StoreError> {
        let mut out = Vec::with_capacity(self.tips.len() * tables::MATTER.width());
        for tip in self.tips.values() {
            let (act, shown) = (tip.act, &tip.act.shown);
            let body = match (&act.after, &tip.number) {
                (After::Encoded(text, _), _) => Cow::Borrowed(text.as_str()),
                (After::Unnumbered(matter), None) => Cow::Owned(to_json(matter)?),
                (After::Unnumbered(matter), Some(number)) => {
                    let mut matter = matter.clone();
                    matter.number = Some(number.clone());
                    Cow::Owned(to_json(&matter)?)
                }
            };
            out.extend([
                act.bureau.0.into(),
                act.matter.0.into(),
                signed(act.seq).into(),
                Value::bytes(&tip.link.0),
                Value::maybe(tip.number.as_deref(), Value::from),
            ]);
            out.extend(shown.values());
            out.extend([Value::maybe(tip.lookup.as_ref(), |d| Value::bytes(&d.0)), to_json(&act.placed)?.into(), Value::Text(body)]);
        }
        Ok(out)
    }

    async fn write_marks(&self, connection: &mut Connection) -> Result<(), StoreError> {
        if self.marks.iter().any(|(_, n)| n.abs() > 1) {
            return Err(damaged("同一标记记了两次"));
        }
        fn row(mark: &MarkRow) -> impl Iterator<Item = Value<'_>> {
            std::iter::once(Value::Int(mark.bureau.0)).chain(mark.values())
        }
        remove(connection, &tables::MARK_GONE, &self.marks.lost().flat_map(row).collect::<Vec<_>>()).await?;
        tables::MARK.run(connection, &self.marks.gained().flat_map(row).collect::<Vec<_>>()).await?;
        let mut counters = Net::default();
        self.marks.iter().for_each(|(mark, n)| counters.add(mark.counter(), n));
        let rows = counters.iter().flat_map(|(c, n)| {
            let (procedure, measure, unit) = (c.procedure.as_str(), c.measure.as_str(), c.unit.as_str());
            [c.bureau.0.into(), procedure.into(), measure.into(), c.day.into(), unit.into(), Value::Int(n)]
        });
        tables::COUNTER.run(connection, &rows.collect::<Vec<_>>()).await?;
        Ok(())
    }

    /// Queues, alarms, holdings and the tally: only what differs from before.
    async fn write_places(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let mut places = Places::default();
        let nowhere = Placed::default();
        for (key, tip) in &self.tips {
            let head = self.heads.get(key);
            places.replace(*key, head.map_or(&nowhere, |h| &h.placed), &tip.act.placed);
            places.move_cell(key.0, head.and_then(|h| h.cell.as_ref()), &tip.act.shown.cell);
        }
        places.write(connection).await
    }
}
