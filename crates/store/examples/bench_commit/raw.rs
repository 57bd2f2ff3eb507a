//! The log, matter and operation rows of the same acts, ready made, in a bare loop: one transaction a batch, three statements in it, no
//! reading, no check, no queue, no counter, no hash.

use crate::world::Story;
use kernel::OperationId;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use std::path::Path;
use std::time::{Duration, Instant};
use store::{Options, Place};
use uuid::Uuid;

/// A row of each table.
struct Act {
    matter: Uuid,
    operation: Uuid,
    seq: i64,
    event: String,
    body: String,
}

const EVENTS: &str = "INSERT INTO event (bureau_id, matter_id, seq, link, body) VALUES ";
const MATTERS: &str = "INSERT INTO matter (bureau_id, matter_id, seq, link, procedure, unit, state, opened_on, closed, press_on, paused, placed, body) VALUES ";
const OVER: &str = " ON CONFLICT (bureau_id, matter_id) DO UPDATE SET seq = excluded.seq, link = excluded.link, body = excluded.body";
const OPERATIONS: &str = "INSERT INTO operation (bureau_id, operation_id, request, matter_id, seq, number, recorded_at) VALUES ";

/// The first acts of all stories, then the second ones, and so on. A batch is cut from one round only: no matter comes twice in it.
fn rounds(stories: &[Story]) -> Vec<Vec<Act>> {
    let longest = stories.iter().map(|s| s.commits.len()).max().unwrap_or_default();
    let act = |commit: &app::ports::Commit| {
        let (change, OperationId(operation)) = (&commit.changes[0], commit.operation);
        Act {
            matter: change.after.id.0,
            operation,
            seq: i64::try_from(change.after.seq).unwrap(),
            event: change.events.iter().map(|e| serde_json::to_string(e).unwrap()).collect(),
            body: serde_json::to_string(&change.after).unwrap(),
        }
    };
    (0..longest).map(|n| stories.iter().filter_map(|s| s.commits.get(n)).map(act).collect()).collect()
}

/// Writes batches for a while, on one connection of a database; how many acts a second.
macro_rules! written {
    ($connection:ident, $stories:ident, $batch:ident, $time:ident, $begin:literal, $many:ident) => {{
        let rounds = rounds($stories);
        let (mut done, begun) = (0, Instant::now());
        'all: for bureau in 1i64.. {
            for chunk in rounds.iter().flat_map(|round| round.chunks_exact($batch)) {
                if begun.elapsed() > $time {
                    break 'all;
                }
                sqlx::query($begin).execute(&mut $connection).await.unwrap();
                let mut events = sqlx::query($many(EVENTS, &["", "", "", "", ""], ""));
                let fixed = ["", "", "", "", "'permit'", "'/city/east/a'", "'reviewing'", "20260101", "0", "20260601", "0", "'{}'", ""];
                let mut matters = sqlx::query($many(MATTERS, &fixed, OVER));
                let mut operations = sqlx::query($many(OPERATIONS, &["", "", "", "", "", "NULL", "0"], ""));
                for act in chunk {
                    let link = [7u8; 32];
                    events = events.bind(bureau).bind(act.matter).bind(act.seq).bind(link.to_vec()).bind(act.event.as_str());
                    matters = matters.bind(bureau).bind(act.matter).bind(act.seq).bind(link.to_vec()).bind(act.body.as_str());
                    operations = operations.bind(bureau).bind(act.operation).bind(link.to_vec()).bind(act.matter).bind(act.seq);
                }
                for statement in [events, matters, operations] {
                    statement.execute(&mut $connection).await.unwrap();
                }
                sqlx::query("COMMIT").execute(&mut $connection).await.unwrap();
                done += i32::try_from($batch).unwrap();
            }
        }
        f64::from(done) / begun.elapsed().as_secs_f64()
    }};
}

/// On a file.
pub async fn sqlite(path: &Path, stories: &[Story], batch: usize, time: Duration) -> f64 {
    store::open(Options::new(path)).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let settings = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -32000";
    sqlx::raw_sql(settings).execute(&mut connection).await.unwrap();
    let many = |head: &str, row: &[&str], tail: &str| {
        let row: Vec<&str> = row.iter().map(|fixed| if fixed.is_empty() { "?" } else { fixed }).collect();
        AssertSqlSafe(format!("{head}{}{tail}", vec![format!("({})", row.join(", ")); batch].join(", ")))
    };
    written!(connection, stories, batch, time, "BEGIN IMMEDIATE", many)
}

/// On a server.
pub async fn postgres(options: Options, stories: &[Story], batch: usize, time: Duration) -> f64 {
    let Place::Server(url) = options.place.clone() else { return 0.0 };
    store::open(options).await.unwrap().close().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let many = |head: &str, row: &[&str], tail: &str| {
        let mut number = 0;
        let mut value = |fixed: &&str| {
            number += i32::from(fixed.is_empty());
            if fixed.is_empty() { format!("${number}") } else { (*fixed).to_owned() }
        };
        let rows: Vec<String> = (0..batch).map(|_| format!("({})", row.iter().map(&mut value).collect::<Vec<_>>().join(", "))).collect();
        AssertSqlSafe(format!("{head}{}{tail}", rows.join(", ")))
    };
    written!(connection, stories, batch, time, "BEGIN", many)
}
