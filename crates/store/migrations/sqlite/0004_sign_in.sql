-- Schema 4. A session says where it began and in what browser, and an account's sessions are one range of an index.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';

CREATE INDEX session_account ON session (bureau_id, account);

-- Sign-ins whose password was right and whose code is still asked for. They are no sessions and open nothing.
CREATE TABLE half_sign_in (
    bureau_id INTEGER NOT NULL,
    token     BLOB NOT NULL,
    account   TEXT NOT NULL,
    began     INTEGER NOT NULL,
    ends      INTEGER NOT NULL,
    tries     INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, token)
) STRICT, WITHOUT ROWID;

-- Second factors. Secret, last step used and recovery codes lie in the ciphertext, bound to the row; the revision orders the saves.
CREATE TABLE second_factor (
    bureau_id  INTEGER NOT NULL,
    account    TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    suite      INTEGER NOT NULL,
    nonce      BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (bureau_id, account)
) STRICT;
