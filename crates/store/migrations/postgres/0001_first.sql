-- Schema 1, as in sqlite/0001_first.sql, where the tables are explained: the same tables, columns and keys. Text is ordered by bytes, as
-- SQLite orders it, so that lists and walks have one order everywhere. bureau_id leads every key, and nothing refers across bureaus: that is
-- what lets a distributed engine spread the tables. Rows that every act changes have room beside them for their next version.

-- What this database is: the key that opens it.
CREATE TABLE about (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

-- The log: the truth.
CREATE TABLE event (
    bureau_id BIGINT NOT NULL,
    matter_id UUID NOT NULL,
    seq       BIGINT NOT NULL,   -- place in the matter's log, from 1
    link      BYTEA NOT NULL,   -- SM3 over previous link, matter and body
    body      TEXT COLLATE "C" NOT NULL,   -- canonical JSON
    PRIMARY KEY (bureau_id, matter_id, seq)
);

CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'event is append-only'; END $$;

-- A distributed engine that has no triggers guards by privileges instead: the program's role may not change or remove events.
CREATE TRIGGER event_is_not_changed BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER event_is_not_removed BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only();

-- A matter as its events left it, and what lists show of it. body comes last: lists never read that far.
CREATE TABLE matter (
    bureau_id  BIGINT NOT NULL,
    matter_id  UUID NOT NULL,
    seq        BIGINT NOT NULL,  -- events so far
    link       BYTEA NOT NULL,  -- the last event's
    number     TEXT COLLATE "C",
    procedure  TEXT COLLATE "C" NOT NULL,
    unit       TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C",
    opened_on  BIGINT NOT NULL,
    closed     BIGINT NOT NULL,
    press_on   BIGINT NOT NULL,  -- due_on while its clock runs, else never: what lists are ordered by
    due_on     BIGINT,
    due_clock  TEXT COLLATE "C",
    paused     BIGINT NOT NULL,
    party      UUID,              -- the value that holds the party's name
    handler    TEXT COLLATE "C",
    lookup     BYTEA,              -- digest of the code for enquiries without an account
    placed     TEXT COLLATE "C" NOT NULL,  -- its rows in task, alarm and holding, so that the next act replaces only what changed
    body       TEXT COLLATE "C" NOT NULL,  -- the folded matter
    PRIMARY KEY (bureau_id, matter_id),
    UNIQUE (bureau_id, number)
) WITH (fillfactor = 80);

CREATE INDEX matter_due          ON matter (bureau_id, closed, unit, press_on, matter_id);
CREATE INDEX matter_state_due    ON matter (bureau_id, procedure, closed, state, unit, press_on, matter_id);
CREATE INDEX matter_opened       ON matter (bureau_id, closed, unit, opened_on, matter_id);
CREATE INDEX matter_state_opened ON matter (bureau_id, procedure, closed, state, unit, opened_on, matter_id);

-- How many matters lie in each cell of the lists above.
CREATE TABLE tally (
    bureau_id BIGINT NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    closed    BIGINT NOT NULL,
    state     TEXT COLLATE "C" NOT NULL,
    unit      TEXT COLLATE "C" NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, procedure, closed, state, unit)
) WITH (fillfactor = 50);

-- Work: a queue is the range of one owner, in the order it is due. owner is @ACCOUNT or ROLE@UNIT.
CREATE TABLE task (
    bureau_id BIGINT NOT NULL,
    owner     TEXT COLLATE "C" NOT NULL,
    waiting   BIGINT NOT NULL,
    due_on    BIGINT NOT NULL,
    matter_id UUID NOT NULL,
    role      TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    clock     TEXT COLLATE "C",
    state     TEXT COLLATE "C",
    PRIMARY KEY (bureau_id, owner, waiting, due_on, matter_id, role)
);

-- How long each queue is.
CREATE TABLE queue (
    bureau_id BIGINT NOT NULL,
    owner     TEXT COLLATE "C" NOT NULL,
    waiting   BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, owner, waiting)
) WITH (fillfactor = 50);

-- Running clocks whose lapse works by itself: what the lapse job walks.
CREATE TABLE alarm (
    bureau_id BIGINT NOT NULL,
    due_on    BIGINT NOT NULL,
    matter_id UUID NOT NULL,
    clock     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, due_on, matter_id, clock)
);

-- Whose a matter is: @ACCOUNT for handlers and providers, a person's id for parties.
CREATE TABLE holding (
    bureau_id BIGINT NOT NULL,
    holder    TEXT COLLATE "C" NOT NULL,
    matter_id UUID NOT NULL,
    PRIMARY KEY (bureau_id, holder, matter_id)
);

-- What each matter counts for, one row a mark: the list behind every figure.
CREATE TABLE mark (
    bureau_id BIGINT NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    measure   TEXT COLLATE "C" NOT NULL,
    unit      TEXT COLLATE "C" NOT NULL,
    day       BIGINT NOT NULL,
    matter_id UUID NOT NULL,
    PRIMARY KEY (bureau_id, procedure, measure, unit, day, matter_id)
);

-- The figures: the number of marks by day and unit. Measures of standing (state:…) have day 0, for they have no period.
CREATE TABLE counter (
    bureau_id BIGINT NOT NULL,
    procedure TEXT COLLATE "C" NOT NULL,
    measure   TEXT COLLATE "C" NOT NULL,
    day       BIGINT NOT NULL,
    unit      TEXT COLLATE "C" NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, procedure, measure, day, unit)
) WITH (fillfactor = 50);

-- The last number given in each series.
CREATE TABLE numbering (
    bureau_id BIGINT NOT NULL,
    series    TEXT COLLATE "C" NOT NULL,
    unit      TEXT COLLATE "C" NOT NULL,
    year      BIGINT NOT NULL,
    last      BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, series, unit, year)
) WITH (fillfactor = 50);

-- Acts done, by the id their client made, so that a repeat is answered and not done again.
CREATE TABLE operation (
    bureau_id    BIGINT NOT NULL,
    operation_id UUID NOT NULL,
    request      BYTEA NOT NULL,  -- SM3 over what was asked
    matter_id    UUID NOT NULL,
    seq          BIGINT NOT NULL,
    number       TEXT COLLATE "C",
    recorded_at  BIGINT NOT NULL,  -- microseconds since 1970
    PRIMARY KEY (bureau_id, operation_id)
);

-- Persons' keys, wrapped under the master key. wrapped is NULL once the law demanded destruction: the row stays as its proof.
CREATE TABLE person (
    bureau_id BIGINT NOT NULL,
    person_id UUID NOT NULL,
    suite     BIGINT NOT NULL,   -- 1: AES-256-GCM
    nonce     BYTEA NOT NULL,
    wrapped   BYTEA,
    PRIMARY KEY (bureau_id, person_id)
);

-- Personal values, encrypted under their person's key.
CREATE TABLE value (
    bureau_id  BIGINT NOT NULL,
    value_id   UUID NOT NULL,
    person_id  UUID NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    suite      BIGINT NOT NULL,
    salt       BYTEA NOT NULL,  -- of the digest in the event
    nonce      BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    PRIMARY KEY (bureau_id, value_id)
);

CREATE INDEX value_person ON value (bureau_id, person_id);

-- Exact search by keyed hash, for identity numbers and names.
CREATE TABLE search_term (
    bureau_id BIGINT NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,   -- number, name
    hash      BYTEA NOT NULL,
    matter_id UUID NOT NULL,
    value_id  UUID NOT NULL,
    person_id UUID NOT NULL,
    PRIMARY KEY (bureau_id, kind, hash, matter_id, value_id)
);

CREATE INDEX search_term_person ON search_term (bureau_id, person_id);

-- Forms begun and not sent; what was typed is encrypted.
CREATE TABLE draft (
    bureau_id  BIGINT NOT NULL,
    token      BYTEA NOT NULL,
    procedure  TEXT COLLATE "C" NOT NULL,
    action     TEXT COLLATE "C" NOT NULL,
    suite      BIGINT NOT NULL,
    nonce      BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    saved      BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, token)
);

CREATE TABLE unit (
    bureau_id BIGINT NOT NULL,
    path      TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, path)
);

CREATE TABLE account (
    bureau_id BIGINT NOT NULL,
    account   TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, account)
);

CREATE TABLE session (
    bureau_id BIGINT NOT NULL,
    token     BYTEA NOT NULL,
    account   TEXT COLLATE "C" NOT NULL,
    began     BIGINT NOT NULL,
    seen      BIGINT NOT NULL,
    ends      BIGINT NOT NULL,
    PRIMARY KEY (bureau_id, token)
);

CREATE INDEX session_ends ON session (bureau_id, ends);

CREATE TABLE register_entry (
    bureau_id BIGINT NOT NULL,
    entry     TEXT COLLATE "C" NOT NULL,
    register  TEXT COLLATE "C" NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, entry)
);

CREATE INDEX register_entry_name ON register_entry (bureau_id, register, name, entry);

CREATE TABLE setting (
    bureau_id BIGINT NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    value     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, name)
);

CREATE TABLE plan (
    bureau_id BIGINT NOT NULL,
    year      BIGINT NOT NULL,
    revision  BIGINT NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bureau_id, year)
);
