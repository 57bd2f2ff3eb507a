-- Schema 6. The journal: what is done and looked at beside the matters' logs. Each row carries a link over the one before; the head says
-- where it ends, so that a cut tail is found.
CREATE TABLE journal (
    bureau_id INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,   -- microseconds since 1970
    account   TEXT    NOT NULL,
    deed      TEXT    NOT NULL,
    about     TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    link      BLOB    NOT NULL,   -- SM3 over the link before and all the rest
    PRIMARY KEY (bureau_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_account ON journal (bureau_id, account, seq);
CREATE INDEX journal_about   ON journal (bureau_id, about, seq);
CREATE INDEX journal_deed    ON journal (bureau_id, deed, seq);

CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

CREATE TRIGGER journal_is_not_removed BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

CREATE TABLE journal_head (
    bureau_id INTEGER NOT NULL PRIMARY KEY,
    seq       INTEGER NOT NULL,
    link      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
