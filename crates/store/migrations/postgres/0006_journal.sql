-- Schema 6. The journal: what is done and looked at beside the matters' logs. Each row carries a link over the one before; the head says
-- where it ends, so that a cut tail is found. Nodes that write at once wait for each other at the head.
CREATE TABLE journal (
    bureau_id BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    at        BIGINT NOT NULL,   -- microseconds since 1970
    account   TEXT COLLATE "C" NOT NULL,
    deed      TEXT COLLATE "C" NOT NULL,
    about     TEXT COLLATE "C" NOT NULL,
    detail    TEXT COLLATE "C" NOT NULL,
    link      BYTEA NOT NULL,    -- SM3 over the link before and all the rest
    PRIMARY KEY (bureau_id, seq)
);

CREATE INDEX journal_account ON journal (bureau_id, account, seq);
CREATE INDEX journal_about   ON journal (bureau_id, about, seq);
CREATE INDEX journal_deed    ON journal (bureau_id, deed, seq);

CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'journal is append-only'; END $$;

CREATE TRIGGER journal_is_not_changed BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_is_not_removed BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();

CREATE TABLE journal_head (
    bureau_id BIGINT NOT NULL PRIMARY KEY,
    seq       BIGINT NOT NULL,
    link      BYTEA NOT NULL
);
