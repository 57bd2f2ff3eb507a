-- Schema 4. A session says where it began and in what browser, and an account's sessions are one range of an index.
ALTER TABLE session ADD COLUMN address TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT COLLATE "C" NOT NULL DEFAULT '';

CREATE INDEX session_account ON session (bureau_id, account);

-- Sign-ins whose password was right and whose code is still asked for. They are no sessions and open nothing.
CREATE TABLE half_sign_in (
    bureau_id BIGINT NOT NULL,
    token     BYTEA NOT NULL,
    account   TEXT COLLATE "C" NOT NULL,
    began     BIGINT NOT NULL,
    ends      BIGINT NOT NULL,
    tries     BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, token)
);

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
