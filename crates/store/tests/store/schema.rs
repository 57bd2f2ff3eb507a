//! The two schemas are one: the same tables, columns, keys and indexes, whatever the types are called.

use crate::server;
use sqlx::{Connection as _, Row as _};
use std::collections::BTreeSet;
use store::{Options, open};

/// What a schema comes to, one line a column or index.
type Schema = BTreeSet<String>;

fn kind(name: &str) -> &str {
    match name.to_ascii_lowercase().as_str() {
        "integer" | "bigint" => "int",
        "blob" | "bytea" | "uuid" => "bytes",
        "text" => "text",
        _ => "another type",
    }
}

fn index(table: &str, columns: &str, unique: bool, partial: bool) -> String {
    format!("{table} is searched by ({columns}){}{}", if unique { ", unique" } else { "" }, if partial { ", in part" } else { "" })
}

async fn of_file(path: &std::path::Path) -> Schema {
    let mut on = sqlx::SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let mut out = Schema::new();
    let columns =
        "SELECT m.name, c.cid, c.name, c.type, c.\"notnull\" FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    for row in sqlx::query(columns).fetch_all(&mut on).await.unwrap() {
        let (table, place, column): (String, i64, String) = (row.get(0), row.get(1), row.get(2));
        let (of, required): (String, bool) = (row.get(3), row.get(4));
        out.insert(format!("{table} {} {column}: {}{}", place + 1, kind(&of), if required { "" } else { " or nothing" }));
    }
    let indexes = "SELECT m.name, i.\"unique\", i.partial, \
                   (SELECT group_concat(name, ',') FROM (SELECT x.name FROM pragma_index_info(i.name) x ORDER BY x.seqno)) \
                   FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'";
    for row in sqlx::query(indexes).fetch_all(&mut on).await.unwrap() {
        out.insert(index(row.get(0), row.get(3), row.get(1), row.get(2)));
    }
    out
}

async fn of_server(url: &str) -> Schema {
    let mut on = sqlx::PgConnection::connect(url).await.unwrap();
    let mut out = Schema::new();
    let columns = "SELECT table_name::text, ordinal_position::bigint, column_name::text, data_type::text, is_nullable = 'NO', \
                   COALESCE(collation_name, CASE data_type WHEN 'text' THEN 'its own way' ELSE 'C' END)::text \
                   FROM information_schema.columns WHERE table_schema = 'public'";
    for row in sqlx::query(columns).fetch_all(&mut on).await.unwrap() {
        let (table, place, column): (String, i64, String) = (row.get(0), row.get(1), row.get(2));
        let (of, required, collation): (String, bool, String) = (row.get(3), row.get(4), row.get(5));
        assert!(collation == "C" || table == "migration", "{table}.{column} is ordered {collation}");
        out.insert(format!("{table} {place} {column}: {}{}", kind(&of), if required { "" } else { " or nothing" }));
    }
    let indexes = "SELECT t.relname::text, i.indisunique, i.indpred IS NOT NULL, (SELECT string_agg(a.attname, ',' ORDER BY k.place) \
                   FROM unnest(i.indkey::int[]) WITH ORDINALITY k (n, place) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n) \
                   FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE t.relnamespace = 'public'::regnamespace";
    for row in sqlx::query(indexes).fetch_all(&mut on).await.unwrap() {
        out.insert(index(row.get(0), row.get(3), row.get(1), row.get(2)));
    }
    out
}

#[tokio::test]
async fn both_schemas_are_one() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bureau.db");
    open(Options::new(&path)).await.unwrap().close().await;
    open(server(&database.url())).await.unwrap().close().await;
    let (file, server) = (of_file(&path).await, of_server(&database.url()).await);
    assert!(file.len() > 130, "{file:#?}");
    assert_eq!(file.difference(&server).collect::<Vec<_>>(), Vec::<&String>::new(), "only in the file");
    assert_eq!(server.difference(&file).collect::<Vec<_>>(), Vec::<&String>::new(), "only on the server");
}
