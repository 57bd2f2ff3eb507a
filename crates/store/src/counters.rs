//! Figures, and the matters behind them.

use crate::coding::{NEVER, damaged, date, day};
use crate::database::{Connection, Pool, Row};
use crate::figures::is_standing;
use crate::many::Many;
use crate::ranges::page;
use crate::rows::rows;
use crate::sql::{Value, column};
use app::ports::{Counter, CounterQuery, Interval, MarkQuery, MatterRow, Page, StoreError};
use kernel::{BureauId, Date, Id, OrgPath};
use uuid::Uuid;

/// Matters that count for one measure in one unit, the last marked first.
pub(crate) static MARKED: Many = Many::union(
    "SELECT day, matter_id FROM mark WHERE bureau_id = ?int AND procedure = ?text AND measure = ?text AND unit = ?text AND day >= ?int AND day <= ?int",
    " ORDER BY 1 DESC, 2 DESC LIMIT ?int OFFSET ?int",
);

/// Sums by unit, and by month if asked for.
pub(crate) async fn counters(readers: &Pool, bureau: BureauId, asked: &CounterQuery) -> Result<Vec<Counter>, StoreError> {
    let mut moment = readers.moment().await?;
    let mut out = Vec::new();
    for (procedure, measure) in &asked.measures {
        out.extend(sums(&mut moment, bureau, (procedure, measure), asked.days, asked.by_month).await?);
    }
    Ok(out)
}

/// One page of the matters behind a figure. A matter stands in it once for each of the measures it counts for, as in the sum.
pub(crate) async fn marked(readers: &Pool, bureau: BureauId, asked: &MarkQuery) -> Result<Page<MatterRow>, StoreError> {
    let mut moment = readers.moment().await?;
    let (mut total, mut arguments) = (0, Vec::new());
    for (procedure, measure) in &asked.measures {
        // The list of a standing measure has no period either.
        let (from, to) = asked.days.filter(|_| !is_standing(measure.as_str())).map_or((0, NEVER), |i| (day(i.from), day(i.to)));
        for sum in sums(&mut moment, bureau, (procedure, measure), asked.days, false).await? {
            if asked.reach.covers(procedure, &sum.unit) {
                total += sum.count;
                let key: [Value<'_>; 3] = [bureau.0.into(), procedure.as_str().into(), measure.as_str().into()];
                arguments.extend(key);
                arguments.extend([Value::from(sum.unit.to_string()), from.into(), to.into()]);
            }
        }
    }
    let key = |row: &Row| Ok((-column::<i64>(row, 0)?, !column::<Uuid>(row, 1)?.as_u128()));
    let found = page(&mut moment, &MARKED, &arguments, (asked.offset, asked.limit), key).await?;
    let ids = found.iter().map(|row| column::<Uuid>(row, 1)).collect::<Result<Vec<_>, _>>()?;
    let matters = rows(&mut moment, bureau, &ids).await?;
    let mut out = Vec::with_capacity(ids.len());
    for (row, id) in found.iter().zip(&ids) {
        let matter = matters.get(id).cloned().ok_or_else(|| damaged(format!("标记指向的事项 {id} 不存在")))?;
        out.push(MatterRow { marked_on: Some(date(column(row, 0)?)?), ..matter });
    }
    Ok(Page { rows: out, total: total.unsigned_abs() })
}

async fn sums(
    connection: &mut Connection,
    bureau: BureauId,
    (procedure, measure): (&Id, &Id),
    days: Option<Interval>,
    by_month: bool,
) -> Result<Vec<Counter>, StoreError> {
    let by_unit = "SELECT unit, CAST(SUM(count) AS BIGINT) FROM counter WHERE bureau_id = $1 AND procedure = $2 AND measure = $3 \
                   AND day >= $4 AND day <= $5 GROUP BY unit HAVING SUM(count) <> 0 ORDER BY unit";
    let monthly = "SELECT unit, CAST(SUM(count) AS BIGINT), day / 100 FROM counter WHERE bureau_id = $1 AND procedure = $2 AND measure = $3 \
                   AND day >= $4 AND day <= $5 GROUP BY unit, day / 100 HAVING SUM(count) <> 0 ORDER BY unit, day / 100";
    let standing = is_standing(measure.as_str());
    let by_month = by_month && !standing;
    let (from, to) = match days {
        _ if standing => (0, 0),
        Some(interval) => (day(interval.from), day(interval.to)),
        None => (0, NEVER),
    };
    let values = [bureau.0.into(), procedure.as_str().into(), measure.as_str().into(), from.into(), to.into()];
    let text = if by_month { monthly } else { by_unit };
    let found = connection.fetch_all(text, &values).await?;
    let counter = |row: &Row| {
        Ok(Counter {
            unit: OrgPath::new(column(row, 0)?),
            procedure: procedure.clone(),
            measure: measure.clone(),
            month: if by_month { Some(month(column(row, 2)?)?) } else { None },
            count: column(row, 1)?,
        })
    };
    found.iter().map(counter).collect()
}

/// The first day of a month written as 202603.
fn month(month: i64) -> Result<Date, StoreError> {
    date(month * 100 + 1)
}
