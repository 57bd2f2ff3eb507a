-- Schema 4. A session says where it began and in what browser, and an account's sessions are one range of an index.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

CREATE INDEX session_account ON session (bureau_id, account);

-- What a sign-in rests on stands beside what the bureau says of the account, so that neither is written over the other: the password's
-- hash ('' for none), when it was set, whether the account may sign in at all, and the generation, which every change of these raises: a
-- session lives only under the generation that it began under, even if its row is written a moment after the change.
ALTER TABLE account ADD COLUMN password TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN password_set INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

UPDATE account
SET password = COALESCE(json_extract(body, '$.password'), ''), body = json_remove(body, '$.password');

-- What a browser holds for minutes, for one purpose, and uses once. Its content lies in the ciphertext, bound to the row.
CREATE TABLE ticket (
    bureau_id  INTEGER NOT NULL,
    token      BLOB NOT NULL,
    purpose    TEXT NOT NULL,
    account    TEXT NOT NULL,
    ends       INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    suite      INTEGER NOT NULL,
    nonce      BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    PRIMARY KEY (bureau_id, token)
) STRICT;

-- An account's tickets end with its sessions, and those that are over are cleared away.
CREATE INDEX ticket_ends ON ticket (bureau_id, ends);
CREATE INDEX ticket_account ON ticket (bureau_id, account);

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

-- Browsers in which an account signed in before: strangers' failures do not slow them.
CREATE TABLE known_browser (
    bureau_id INTEGER NOT NULL,
    account   TEXT NOT NULL,
    token     BLOB NOT NULL,
    ends      INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, account, token)
) STRICT, WITHOUT ROWID;

-- Passkeys: public keys only.
CREATE TABLE passkey (
    bureau_id  INTEGER NOT NULL,
    credential BLOB NOT NULL,
    account    TEXT NOT NULL,
    label      TEXT NOT NULL,
    began      INTEGER NOT NULL,
    used       INTEGER NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (bureau_id, credential)
) STRICT, WITHOUT ROWID;

CREATE INDEX passkey_account ON passkey (bureau_id, account);

-- Whom an identity provider means by a subject.
CREATE TABLE identity (
    bureau_id INTEGER NOT NULL,
    issuer    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    account   TEXT NOT NULL,
    began     INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_account ON identity (bureau_id, account);
