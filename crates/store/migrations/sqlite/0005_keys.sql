-- Schema 5. Several master keys, which one is current, and what lies under which: keys can be changed while everybody works.

-- The master keys that this database knows. Their bytes are never here.
CREATE TABLE master_key (
    key_id INTEGER NOT NULL PRIMARY KEY,
    proof  BLOB    NOT NULL,  -- tells this key from any other without giving it away
    state  INTEGER NOT NULL    -- 0: known, 1: current, 2: retired
) STRICT, WITHOUT ROWID;

INSERT INTO master_key (key_id, proof, state) SELECT 1, value, 1 FROM about WHERE name = 'key';

DELETE FROM about WHERE name = 'key';

-- Keys of the program's own, wrapped under a master key: what drafts lie under, what identifiers and names are hashed with.
CREATE TABLE service_key (
    purpose TEXT    NOT NULL,  -- search, draft, sign_in
    key_id  INTEGER NOT NULL,
    hash    INTEGER NOT NULL,  -- the suite whose keyed hash it is used with
    master  INTEGER NOT NULL,
    suite   INTEGER NOT NULL,
    nonce   BLOB    NOT NULL,
    wrapped BLOB    NOT NULL,
    PRIMARY KEY (purpose, key_id)
) STRICT, WITHOUT ROWID;

-- Under which master key a person's key is wrapped, and a name of that key which a new wrapping leaves as it is.
ALTER TABLE person ADD COLUMN master INTEGER NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN key_ref BLOB NOT NULL DEFAULT x'';

UPDATE person SET key_ref = nonce;

-- Which of the service keys.
ALTER TABLE search_term ADD COLUMN key_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE draft ADD COLUMN key_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE ticket ADD COLUMN key_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE second_factor ADD COLUMN key_id INTEGER NOT NULL DEFAULT 1;
