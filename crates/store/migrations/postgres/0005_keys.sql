-- Schema 5. Several master keys, which one is current, and what lies under which: keys can be changed while everybody works.

-- The master keys that this database knows. Their bytes are never here.
CREATE TABLE master_key (
    key_id BIGINT NOT NULL PRIMARY KEY,
    proof  BYTEA    NOT NULL,  -- tells this key from any other without giving it away
    state  BIGINT NOT NULL    -- 0: known, 1: current, 2: retired
);

INSERT INTO master_key (key_id, proof, state) SELECT 1, value, 1 FROM about WHERE name = 'key';

DELETE FROM about WHERE name = 'key';

-- Keys of the program's own, wrapped under a master key: what drafts lie under, what identifiers and names are hashed with.
CREATE TABLE service_key (
    purpose TEXT COLLATE "C" NOT NULL,  -- search, draft, sign_in
    key_id  BIGINT NOT NULL,
    hash    BIGINT NOT NULL,  -- the suite whose keyed hash it is used with
    master  BIGINT NOT NULL,
    suite   BIGINT NOT NULL,
    nonce   BYTEA    NOT NULL,
    wrapped BYTEA    NOT NULL,
    PRIMARY KEY (purpose, key_id)
);

-- Under which master key a person's key is wrapped, and a name of that key which a new wrapping leaves as it is.
ALTER TABLE person ADD COLUMN master BIGINT NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN key_ref BYTEA NOT NULL DEFAULT '';

UPDATE person SET key_ref = nonce;

-- Which of the service keys.
ALTER TABLE search_term ADD COLUMN key_id BIGINT NOT NULL DEFAULT 1;
ALTER TABLE draft ADD COLUMN key_id BIGINT NOT NULL DEFAULT 1;
ALTER TABLE ticket ADD COLUMN key_id BIGINT NOT NULL DEFAULT 1;
ALTER TABLE second_factor ADD COLUMN key_id BIGINT NOT NULL DEFAULT 1;
