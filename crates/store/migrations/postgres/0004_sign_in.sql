-- Schema 4. A session says where it began and in what browser, and an account's sessions are one range of an index.
ALTER TABLE session ADD COLUMN address TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;

CREATE INDEX session_account ON session (bureau_id, account);

-- What a sign-in rests on stands beside what the bureau says of the account, so that neither is written over the other: the password's
-- hash ('' for none), when it was set, whether the account may sign in at all, and the generation, which every change of these raises: a
-- session lives only under the generation that it began under, even if its row is written a moment after the change.
ALTER TABLE account ADD COLUMN password TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN password_set BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN disabled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;

UPDATE account
SET password = COALESCE(body::jsonb ->> 'password', ''), body = (body::jsonb - 'password')::text;

-- What a browser holds for minutes, for one purpose, and uses once. Its content lies in the ciphertext, bound to the row.
CREATE TABLE ticket (
    bureau_id  BIGINT NOT NULL,
    token      BYTEA NOT NULL,
    purpose    TEXT COLLATE "C" NOT NULL,
    account    TEXT COLLATE "C" NOT NULL,
    ends       BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    suite      BIGINT NOT NULL,
    nonce      BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    PRIMARY KEY (bureau_id, token)
);

-- An account's tickets end with its sessions, and those that are over are cleared away.
CREATE INDEX ticket_ends ON ticket (bureau_id, ends);
CREATE INDEX ticket_account ON ticket (bureau_id, account);

-- Second factors. Secret, last step used and recovery codes lie in the ciphertext, bound to the row; the revision orders the saves.
CREATE TABLE second_factor (
    bureau_id  BIGINT NOT NULL,
    account    TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL,
    suite      BIGINT NOT NULL,
    nonce      BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    PRIMARY KEY (bureau_id, account)
);

-- Browsers in which an account signed in before: strangers' failures do not slow them.
CREATE TABLE known_browser (
    bureau_id BIGINT NOT NULL,
    account   TEXT COLLATE "C" NOT NULL,
    token     BYTEA NOT NULL,
    ends      BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, account, token)
);

-- Passkeys: public keys only.
CREATE TABLE passkey (
    bureau_id  BIGINT NOT NULL,
    credential BYTEA NOT NULL,
    account    TEXT COLLATE "C" NOT NULL,
    label      TEXT COLLATE "C" NOT NULL,
    began      BIGINT NOT NULL,
    used       BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, credential)
);

CREATE INDEX passkey_account ON passkey (bureau_id, account);

-- Whom an identity provider means by a subject.
CREATE TABLE identity (
    bureau_id BIGINT NOT NULL,
    issuer    TEXT COLLATE "C" NOT NULL,
    subject   TEXT COLLATE "C" NOT NULL,
    account   TEXT COLLATE "C" NOT NULL,
    began     BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, issuer, subject)
);

CREATE INDEX identity_account ON identity (bureau_id, account);
