//! The journal: notes appended under one head, read back from the end, and checked link by link.

use crate::coding::{damaged, digest, signed, unsigned};
use crate::database::{Connection, Pool, Row};
use crate::sql::{Value, column};
use app::ports::{Note, NoteKind, NoteQuery, Noted, StoreError};
use kernel::{BureauId, Digest, Id};

/// Rows read at a time when the whole is checked.
const PAGE: i64 = 5_000;
/// Notes in one page at most.
const MOST: u32 = 500;

pub(crate) const NOTES: &str =
    "SELECT seq, at, account, deed, about, detail, link FROM journal WHERE bureau_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
pub(crate) const BY_ACCOUNT: &str = "SELECT seq, at, account, deed, about, detail, link FROM journal \
                          WHERE bureau_id = $1 AND account = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3";
pub(crate) const BY_ABOUT: &str = "SELECT seq, at, account, deed, about, detail, link FROM journal \
                        WHERE bureau_id = $1 AND about = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3";
pub(crate) const BY_DEED: &str = "SELECT seq, at, account, deed, about, detail, link FROM journal \
                       WHERE bureau_id = $1 AND deed = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3";
pub(crate) const WALK: &str =
    "SELECT seq, at, account, deed, about, detail, link FROM journal WHERE bureau_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";

/// Appends notes within a transaction. Whoever comes second waits at the head, and goes on from where the first left it.
pub(crate) async fn append(connection: &mut Connection, bureau: BureauId, notes: &[Note]) -> Result<(), StoreError> {
    let head = "INSERT INTO journal_head (bureau_id, seq, link) VALUES ($1, 0, $2) \
                ON CONFLICT (bureau_id) DO UPDATE SET seq = journal_head.seq RETURNING seq, link";
    let put = "INSERT INTO journal (bureau_id, seq, at, account, deed, about, detail, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let move_on = "UPDATE journal_head SET seq = $2, link = $3 WHERE bureau_id = $1";
    let rows = connection.fetch_all(head, &[bureau.0.into(), Value::bytes(&[0; 32])]).await?;
    let row = rows.first().ok_or_else(|| damaged("操作日志没有日志头"))?;
    let (mut seq, mut link) = (unsigned(row, 0)?, digest(row, 1)?);
    for note in notes {
        seq += 1;
        link = note.link(&link, seq);
        let values = [
            bureau.0.into(),
            signed(seq).into(),
            note.at.into(),
            note.account.as_str().into(),
            note.kind.name().into(),
            note.about.as_str().into(),
            note.detail.as_str().into(),
            Value::bytes(&link.0),
        ];
        connection.execute(put, &values).await?;
    }
    connection.execute(move_on, &[bureau.0.into(), signed(seq).into(), Value::bytes(&link.0)]).await?;
    Ok(())
}

/// Notes, the last first: one range of an index for each deed asked for, or one in all.
pub(crate) async fn notes(readers: &Pool, bureau: BureauId, asked: &NoteQuery) -> Result<Vec<Noted>, StoreError> {
    let (before, limit) = (asked.before.map_or(i64::MAX, signed), i64::from(asked.limit.min(MOST)));
    let mut moment = readers.moment().await?;
    let key: [Value<'_>; 3] = [bureau.0.into(), before.into(), limit.into()];
    let ranges: Vec<(&'static str, Option<&str>)> = match (&asked.account, &asked.about) {
        (Some(account), _) => vec![(BY_ACCOUNT, Some(account.as_str()))],
        (None, Some(about)) => vec![(BY_ABOUT, Some(about.as_str()))],
        (None, None) if asked.kinds.is_empty() => vec![(NOTES, None)],
        (None, None) => asked.kinds.iter().map(|deed| (BY_DEED, Some(deed.name()))).collect(),
    };
    let narrowed =
        asked.account.is_some() && asked.about.is_some() || (asked.account.is_some() || asked.about.is_some()) && !asked.kinds.is_empty();
    let passes = |noted: &Noted| {
        asked.account.as_ref().is_none_or(|a| *a == noted.note.account)
            && asked.about.as_ref().is_none_or(|a| *a == noted.note.about)
            && (asked.kinds.is_empty() || asked.kinds.contains(&noted.note.kind))
    };
    let mut out: Vec<Noted> = Vec::new();
    for (text, of) in ranges {
        let mut before = before;
        // A second condition is looked at row by row, until a page is full or the range is over.
        loop {
            let mut values = key.to_vec();
            values[1] = before.into();
            values.extend(of.map(Value::from));
            let rows = moment.fetch_all(text, &values).await?;
            let found = rows.iter().map(noted).collect::<Result<Vec<_>, _>>()?;
            let (read, last) = (found.len(), found.last().map_or(0, |n| signed(n.seq)));
            out.extend(found.into_iter().filter(&passes));
            before = last;
            if !narrowed || out.len() >= asked.limit as usize || i64::try_from(read).is_ok_and(|n| n < limit) {
                break;
            }
        }
    }
    out.sort_by_key(|n| std::cmp::Reverse(n.seq));
    out.truncate(asked.limit as usize);
    Ok(out)
}

/// Walks a bureau's journal link by link to its head. Returns how many notes there are.
pub(crate) async fn check(connection: &mut Connection, bureau: BureauId, faults: &mut Vec<String>) -> Result<u64, StoreError> {
    let (mut seq, mut link) = (0_u64, Digest([0; 32]));
    loop {
        let rows = connection.fetch_all(WALK, &[bureau.0.into(), signed(seq).into(), PAGE.into()]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let found = noted(row)?;
            let next = found.note.link(&link, seq + 1);
            if found.seq != seq + 1 || found.link != next {
                faults.push(format!("操作日志第 {} 条与前一条接不上：被改动、删去或者插入过", found.seq));
            }
            (seq, link) = (found.seq, found.link);
        }
    }
    let head = connection.fetch_optional("SELECT seq, link FROM journal_head WHERE bureau_id = $1", &[bureau.0.into()]).await?;
    let end = head.map(|row| Ok::<_, StoreError>((unsigned(&row, 0)?, digest(&row, 1)?))).transpose()?;
    if end.unwrap_or((0, Digest([0; 32]))) != (seq, link) {
        faults.push("操作日志的末尾与日志头不符：末尾被截去，或者日志头被改动过".to_owned());
    }
    Ok(seq)
}

fn noted(row: &Row) -> Result<Noted, StoreError> {
    let name: &str = column(row, 3)?;
    Ok(Noted {
        seq: unsigned(row, 0)?,
        note: Note {
            at: column(row, 1)?,
            account: Id::from(column::<&str>(row, 2)?),
            kind: NoteKind::named(name).ok_or_else(|| damaged(format!("操作日志里有不认识的事项 {name}")))?,
            about: column(row, 4)?,
            detail: column(row, 5)?,
        },
        link: digest(row, 6)?,
    })
}
