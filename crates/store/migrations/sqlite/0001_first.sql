-- Schema 1. The same tables, columns and keys exist in every database this program knows; only types and storage
-- options differ. bureau_id leads every key: isolation now, the sharding key later. Nothing refers across bureaus.
-- Days are numbers that read as dates: 20260309. 99991231 stands for "never". JSON is text.

-- What this file is: the key that opens it.
CREATE TABLE about (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The log: the truth. Rows are appended at the right edge of the table (implicit rowid); the key is a narrow index beside it.
CREATE TABLE event (
    bureau_id INTEGER NOT NULL,
    matter_id BLOB    NOT NULL,
    seq       INTEGER NOT NULL,   -- place in the matter's log, from 1
    link      BLOB    NOT NULL,   -- SM3 over previous link, matter and body
    body      TEXT    NOT NULL,   -- canonical JSON
    PRIMARY KEY (bureau_id, matter_id, seq)
) STRICT;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

-- A matter as its events left it, and what lists show of it. body comes last: lists never read that far.
CREATE TABLE matter (
    bureau_id  INTEGER NOT NULL,
    matter_id  BLOB    NOT NULL,
    seq        INTEGER NOT NULL,  -- events so far
    link       BLOB    NOT NULL,  -- the last event's
    number     TEXT,
    procedure  TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    kind       TEXT,
    opened_on  INTEGER NOT NULL,
    closed     INTEGER NOT NULL,
    press_on   INTEGER NOT NULL,  -- due_on while its clock runs, else never: what lists are ordered by
    due_on     INTEGER,
    due_clock  TEXT,
    paused     INTEGER NOT NULL,
    party      BLOB,              -- the value that holds the party's name
    handler    TEXT,
    lookup     BLOB,              -- digest of the code for enquiries without an account
    placed     TEXT    NOT NULL,  -- its rows in task, alarm and holding, so that the next act replaces only what changed
    body       TEXT    NOT NULL,  -- the folded matter
    PRIMARY KEY (bureau_id, matter_id),
    UNIQUE (bureau_id, number)
) STRICT;

CREATE INDEX matter_due          ON matter (bureau_id, closed, unit, press_on, matter_id);
CREATE INDEX matter_state_due    ON matter (bureau_id, procedure, closed, state, unit, press_on, matter_id);
CREATE INDEX matter_opened       ON matter (bureau_id, closed, unit, opened_on, matter_id);
CREATE INDEX matter_state_opened ON matter (bureau_id, procedure, closed, state, unit, opened_on, matter_id);

-- How many matters lie in each cell of the lists above.
CREATE TABLE tally (
    bureau_id INTEGER NOT NULL,
    procedure TEXT    NOT NULL,
    closed    INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    unit      TEXT    NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, procedure, closed, state, unit)
) STRICT, WITHOUT ROWID;

-- Work: a queue is the range of one owner, in the order it is due. owner is @ACCOUNT or ROLE@UNIT.
CREATE TABLE task (
    bureau_id INTEGER NOT NULL,
    owner     TEXT    NOT NULL,
    waiting   INTEGER NOT NULL,
    due_on    INTEGER NOT NULL,
    matter_id BLOB    NOT NULL,
    role      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    clock     TEXT,
    state     TEXT,
    PRIMARY KEY (bureau_id, owner, waiting, due_on, matter_id, role)
) STRICT, WITHOUT ROWID;

-- How long each queue is.
CREATE TABLE queue (
    bureau_id INTEGER NOT NULL,
    owner     TEXT    NOT NULL,
    waiting   INTEGER NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, owner, waiting)
) STRICT, WITHOUT ROWID;

-- Running clocks whose lapse works by itself: what the lapse job walks.
CREATE TABLE alarm (
    bureau_id INTEGER NOT NULL,
    due_on    INTEGER NOT NULL,
    matter_id BLOB    NOT NULL,
    clock     TEXT    NOT NULL,
    PRIMARY KEY (bureau_id, due_on, matter_id, clock)
) STRICT, WITHOUT ROWID;

-- Whose a matter is: @ACCOUNT for handlers and providers, a person's id for parties.
CREATE TABLE holding (
    bureau_id INTEGER NOT NULL,
    holder    TEXT    NOT NULL,
    matter_id BLOB    NOT NULL,
    PRIMARY KEY (bureau_id, holder, matter_id)
) STRICT, WITHOUT ROWID;

-- What each matter counts for, one row a mark: the list behind every figure.
CREATE TABLE mark (
    bureau_id INTEGER NOT NULL,
    procedure TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    unit      TEXT    NOT NULL,
    day       INTEGER NOT NULL,
    matter_id BLOB    NOT NULL,
    PRIMARY KEY (bureau_id, procedure, measure, unit, day, matter_id)
) STRICT, WITHOUT ROWID;

-- The figures: the number of marks by day and unit. Measures of standing (state:…) have day 0, for they have no period.
CREATE TABLE counter (
    bureau_id INTEGER NOT NULL,
    procedure TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    day       INTEGER NOT NULL,
    unit      TEXT    NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, procedure, measure, day, unit)
) STRICT, WITHOUT ROWID;

-- The last number given in each series.
CREATE TABLE numbering (
    bureau_id INTEGER NOT NULL,
    series    TEXT    NOT NULL,
    unit      TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, series, unit, year)
) STRICT, WITHOUT ROWID;

-- Acts done, by the id their client made, so that a repeat is answered and not done again.
CREATE TABLE operation (
    bureau_id    INTEGER NOT NULL,
    operation_id BLOB    NOT NULL,
    request      BLOB    NOT NULL,  -- SM3 over what was asked
    matter_id    BLOB    NOT NULL,
    seq          INTEGER NOT NULL,
    number       TEXT,
    recorded_at  INTEGER NOT NULL,  -- microseconds since 1970
    PRIMARY KEY (bureau_id, operation_id)
) STRICT, WITHOUT ROWID;

-- Persons' keys, wrapped under the master key. wrapped is NULL once the law demanded destruction: the row stays as its proof.
CREATE TABLE person (
    bureau_id INTEGER NOT NULL,
    person_id BLOB    NOT NULL,
    suite     INTEGER NOT NULL,   -- 1: AES-256-GCM
    nonce     BLOB    NOT NULL,
    wrapped   BLOB,
    PRIMARY KEY (bureau_id, person_id)
) STRICT, WITHOUT ROWID;

-- Personal values, encrypted under their person's key.
CREATE TABLE value (
    bureau_id  INTEGER NOT NULL,
    value_id   BLOB    NOT NULL,
    person_id  BLOB    NOT NULL,
    field      TEXT    NOT NULL,
    suite      INTEGER NOT NULL,
    salt       BLOB    NOT NULL,  -- of the digest in the event
    nonce      BLOB    NOT NULL,
    ciphertext BLOB    NOT NULL,
    PRIMARY KEY (bureau_id, value_id)
) STRICT;

CREATE INDEX value_person ON value (bureau_id, person_id);

-- Exact search by keyed hash, for identity numbers and names.
CREATE TABLE search_term (
    bureau_id INTEGER NOT NULL,
    kind      TEXT    NOT NULL,   -- number, name
    hash      BLOB    NOT NULL,
    matter_id BLOB    NOT NULL,
    value_id  BLOB    NOT NULL,
    person_id BLOB    NOT NULL,
    PRIMARY KEY (bureau_id, kind, hash, matter_id, value_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX search_term_person ON search_term (bureau_id, person_id);

-- Forms begun and not sent; what was typed is encrypted.
CREATE TABLE draft (
    bureau_id  INTEGER NOT NULL,
    token      BLOB    NOT NULL,
    procedure  TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    suite      INTEGER NOT NULL,
    nonce      BLOB    NOT NULL,
    ciphertext BLOB    NOT NULL,
    saved      INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, token)
) STRICT;

CREATE TABLE unit (
    bureau_id INTEGER NOT NULL,
    path      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (bureau_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    bureau_id INTEGER NOT NULL,
    account   TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (bureau_id, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    bureau_id INTEGER NOT NULL,
    token     BLOB    NOT NULL,
    account   TEXT    NOT NULL,
    began     INTEGER NOT NULL,
    seen      INTEGER NOT NULL,
    ends      INTEGER NOT NULL,
    PRIMARY KEY (bureau_id, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_ends ON session (bureau_id, ends);

CREATE TABLE register_entry (
    bureau_id INTEGER NOT NULL,
    entry     TEXT    NOT NULL,
    register  TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (bureau_id, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX register_entry_name ON register_entry (bureau_id, register, name, entry);

CREATE TABLE setting (
    bureau_id INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    PRIMARY KEY (bureau_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan (
    bureau_id INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (bureau_id, year)
) STRICT;
