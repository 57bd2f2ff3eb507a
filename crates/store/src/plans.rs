//! Every list, queue and count is a search of an index: the database's own plans say so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::database::{Connection, Pool};
use crate::dialect::{Dialect, sqlite};
use crate::many::Many;
use crate::migration::migrate;
use crate::sql::column;
use crate::{
    counters, destroy, head, identities, journal, lists, log, passkeys, privacy, queue, records, rows, seal, search, sessions, tables,
    verify,
};
use sqlx::AssertSqlSafe;

/// The plan of a statement, one line a step.
async fn plan(connection: &mut Connection, text: &str) -> Vec<String> {
    let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
    let rows = connection.fetch(text, crate::database::Arguments::with_room(Dialect::Sqlite, 0)).await.unwrap();
    rows.iter().map(|row| column::<String>(row, 3).unwrap()).collect()
}

async fn schema() -> (tempfile::TempDir, Pool) {
    let folder = tempfile::tempdir().unwrap();
    let pool = Pool::Sqlite(sqlite::writer(&folder.path().join("bureau.db"), None).await.unwrap());
    migrate(&mut pool.acquire().await.unwrap()).await.unwrap();
    (folder, pool)
}

/// What a plan may not hold: a walk through a whole table or index, or a sort of more than one page.
fn walks(step: &str) -> bool {
    let big = ["matter", "event", "task", "mark", "holding", "alarm", "search_term", "operation", "value", "journal"];
    big.iter().any(|table| step == format!("SCAN {table}") || step.starts_with(&format!("SCAN {table} ")))
}

fn lists() -> [(&'static str, &'static Many); 10] {
    [
        ("queue", &queue::QUEUE),
        ("queue count", &queue::COUNT),
        ("matters by due day", &lists::DUE),
        ("matters of a state by due day", &lists::STATE_DUE),
        ("newest matters", &lists::OPENED),
        ("newest matters of a state", &lists::STATE_OPENED),
        ("count by due day", &lists::COUNT_DUE),
        ("count of a state by due day", &lists::COUNT_STATE_DUE),
        ("marked", &counters::MARKED),
        ("rows", &rows::MATTERS),
    ]
}

#[tokio::test]
async fn no_list_walks_a_table() {
    let (_folder, pool) = schema().await;
    let mut connection = pool.acquire().await.unwrap();
    for (name, many) in lists() {
        for power in [0, 1, 3, 6] {
            let steps = plan(&mut connection, &many.text(Dialect::Sqlite, power)).await;
            assert!(!steps.iter().any(|s| walks(s)), "{name}: {steps:#?}");
            assert!(!steps.iter().any(|s| s.contains("TEMP B-TREE")), "{name} sorts: {steps:#?}");
            assert!(steps.iter().any(|s| s.starts_with("SEARCH")), "{name}: {steps:#?}");
        }
    }
}

/// A page of a register is one range, in its order, however many entries there are.
#[tokio::test]
async fn a_page_of_a_register_is_one_range() {
    let (_folder, pool) = schema().await;
    let mut connection = pool.acquire().await.unwrap();
    for (text, range) in [(records::ENTRIES_BY_NAME, "(name,entry)>("), (records::ENTRIES_BY_ID, "entry>")] {
        let steps = plan(&mut connection, text).await;
        assert!(steps.len() == 1 && steps[0].starts_with("SEARCH") && steps[0].contains(range), "{steps:#?}");
    }
}

#[tokio::test]
async fn no_write_walks_a_table() {
    let (_folder, pool) = schema().await;
    let mut connection = pool.acquire().await.unwrap();
    let statements: [&Many; 8] = [
        &head::HEADS,
        &head::DONE,
        &seal::VALUES,
        &tables::PERSON_KEYS,
        &tables::TASK_GONE,
        &tables::ALARM_GONE,
        &tables::HOLDING_GONE,
        &tables::MARK_GONE,
    ];
    for many in statements {
        for power in [0, 1, 6] {
            let steps = plan(&mut connection, &many.text(Dialect::Sqlite, power)).await;
            assert!(!steps.iter().any(|s| walks(s)), "{}: {steps:#?}", many.text(Dialect::Sqlite, 0));
        }
    }
}

/// A script is prepared once for each size: too many placeholders, or a text that does not parse, would show here.
#[tokio::test]
async fn scripts_of_every_size_can_be_prepared() {
    let (_folder, pool) = schema().await;
    let mut connection = pool.acquire().await.unwrap();
    for class in 0..=crate::many::MOST {
        for part in tables::SCRIPT.text(class).split(";\n") {
            let steps = plan(&mut connection, part).await;
            assert!(!steps.iter().any(|s| walks(s)), "{part}: {steps:#?}");
        }
    }
}

#[tokio::test]
async fn fixed_queries_search_an_index() {
    let (_folder, pool) = schema().await;
    let mut connection = pool.acquire().await.unwrap();
    let texts = [
        log::MATTER,
        log::BODIES,
        log::EVENTS,
        log::OPERATION,
        log::LOOKUP,
        log::CHILDREN,
        log::LAPSING,
        search::NUMBERED,
        search::PERSON,
        search::PERSONS,
        search::FOUND,
        search::HELD,
        destroy::TERMS,
        destroy::VALUES,
        verify::MATTERS,
        verify::LOGS,
        journal::NOTES,
        journal::BY_ACCOUNT,
        journal::BY_ABOUT,
        journal::BY_DEED,
        journal::WALK,
        sessions::OVER,
        sessions::TICKETS_OVER,
        sessions::OF_ACCOUNT,
        identities::OF_ACCOUNT,
        passkeys::OF_ACCOUNT,
        privacy::CLOSED,
    ];
    let steps = plan(&mut connection, privacy::OF_PERSON).await;
    assert!(!steps.iter().any(|s| walks(s)), "{steps:#?}");
    for text in texts {
        let steps = plan(&mut connection, text).await;
        assert!(!steps.iter().any(|s| walks(s) || s.contains("TEMP B-TREE")), "{text}: {steps:#?}");
    }
}

/// On a server the planner weighs costs, and an empty table is cheapest read whole; told not to, it must find an index that has the order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_list_walks_a_table_on_a_server() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let options = crate::Options { master_key: crate::KeySource::Bytes([9; 32]), ..crate::Options::server(database.url(), "") };
    crate::open(options).await.unwrap().close().await;
    let made = lists().into_iter().flat_map(|(name, many)| [0, 1, 3].map(|power| (name, many.text(Dialect::Postgres, power).to_string())));
    let fixed = [
        log::MATTER,
        log::EVENTS,
        log::OPERATION,
        log::LOOKUP,
        log::CHILDREN,
        log::LAPSING,
        search::NUMBERED,
        search::FOUND,
        search::HELD,
        journal::NOTES,
        journal::BY_ACCOUNT,
        journal::BY_ABOUT,
        journal::BY_DEED,
    ];
    for (name, text) in made.chain(fixed.map(|text| ("fixed", text.to_owned()))) {
        let missing = vec!["NULL"; text.matches('$').collect::<Vec<_>>().len()].join(", ");
        let plan = database
            .run(&format!(
                "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off; \
                 PREPARE list AS {text}; EXPLAIN EXECUTE list ({missing})"
            ))
            .unwrap();
        assert!(plan.contains("Index") && !plan.contains("Seq Scan"), "{name}: {text}\n{plan}");
        assert!(!plan.contains("Sort  ("), "{name} sorts: {text}\n{plan}");
    }
}
