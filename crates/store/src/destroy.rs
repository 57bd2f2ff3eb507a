//! Lawful destruction of a person's values: key, ciphertexts and search terms go for good, the log stays and still verifies.

use crate::crypt::SUITE;
use crate::dialect::Dialect;
use crate::dialect::sqlite::{EMPTY_LOG, WIPE_OFF, WIPE_ON};
use crate::keyring::Keyring;
use crate::sql::Value;
use crate::writer::{Statement, Work, Writer};
use app::ports::StoreError;
use kernel::{BureauId, PersonId};

pub(crate) const TERMS: &str = "DELETE FROM search_term WHERE bureau_id = $1 AND person_id = $2";
pub(crate) const VALUES: &str = "DELETE FROM value WHERE bureau_id = $1 AND person_id = $2";
const KEY: &str = "INSERT INTO person (bureau_id, person_id, suite, nonce, wrapped) VALUES ($1, $2, $3, $4, NULL) \
                   ON CONFLICT (bureau_id, person_id) DO UPDATE SET nonce = excluded.nonce, wrapped = NULL";

/// Destroys a person's key and values. What they were is overwritten in the file too; copies in backups are the operator's to destroy.
pub(crate) async fn destroy(
    writer: &Writer,
    ring: &Keyring,
    dialect: Dialect,
    bureau: BureauId,
    person: PersonId,
) -> Result<(), StoreError> {
    let key = || vec![bureau.0.into(), person.0.into()];
    let statements = vec![
        // The key first: whoever is just sealing under it holds it until they have committed, and what they wrote is deleted below.
        Statement { text: KEY, values: [key(), vec![SUITE.into(), Value::Bytes(Vec::new().into())]].concat() },
        Statement { text: TERMS, values: key() },
        Statement { text: VALUES, values: key() },
    ];
    let done = wiped(writer, dialect, statements).await;
    // Forgotten in any case: if it failed, the key is read again.
    ring.forget(bureau, person);
    done
}

/// Runs statements so that what they delete is gone from the disk as well.
async fn wiped(writer: &Writer, dialect: Dialect, statements: Vec<Statement>) -> Result<(), StoreError> {
    match dialect {
        Dialect::Sqlite => {
            writer.write(Work::Alone(WIPE_ON.into())).await?;
            let done = writer.write(Work::Plain(statements)).await;
            writer.write(Work::Alone(WIPE_OFF.into())).await?;
            done?;
            writer.write(Work::Alone(EMPTY_LOG.into())).await.map(drop)
        }
        Dialect::Postgres => {
            writer.write(Work::Plain(statements)).await?;
            writer.write(Work::Alone("VACUUM FULL person".into())).await.map(drop)
        }
    }
}
