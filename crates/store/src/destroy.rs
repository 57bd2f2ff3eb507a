//! Lawful destruction of a person's values: key, ciphertexts and search terms go for good, the log stays and still verifies.

use crate::crypt::SUITE;
use crate::dialect::{EMPTY_LOG, WIPE_OFF, WIPE_ON};
use crate::keyring::Keyring;
use crate::writer::{Statement, Work, Writer};
use app::ports::StoreError;
use kernel::{BureauId, PersonId};

pub(crate) const TERMS: &str = "DELETE FROM search_term WHERE bureau_id = $1 AND person_id = $2";
pub(crate) const VALUES: &str = "DELETE FROM value WHERE bureau_id = $1 AND person_id = $2";

/// Destroys a person's key and values. What they were is overwritten in the file too; copies in backups are the operator's to destroy.
pub(crate) async fn destroy(writer: &Writer, ring: &Keyring, bureau: BureauId, person: PersonId) -> Result<(), StoreError> {
    let empty = || crate::sql::Value::Bytes(Vec::new().into());
    let key = || vec![bureau.0.into(), person.0.into()];
    let statements = vec![
        Statement { text: TERMS, values: key() },
        Statement { text: VALUES, values: key() },
        Statement {
            text: "INSERT INTO person (bureau_id, person_id, suite, nonce, wrapped) VALUES ($1, $2, $3, $4, NULL) \
                   ON CONFLICT (bureau_id, person_id) DO UPDATE SET nonce = excluded.nonce, wrapped = NULL",
            values: [key(), vec![SUITE.into(), empty()]].concat(),
        },
    ];
    writer.write(Work::Alone(WIPE_ON.into())).await?;
    let done = writer.write(Work::Plain(statements)).await;
    // Forgotten in any case: if it failed, the key is read again.
    ring.forget(bureau, person);
    writer.write(Work::Alone(WIPE_OFF.into())).await?;
    done?;
    writer.write(Work::Alone(EMPTY_LOG.into())).await?;
    Ok(())
}
