-- Schema 7. Secret polls. A poll is one body of a fixed length: who has drawn, which ballots were cast, sums. No time, no order, no answer sheet.
CREATE TABLE poll (
    bureau_id INTEGER NOT NULL,
    poll      TEXT    NOT NULL,
    body      BLOB    NOT NULL,
    PRIMARY KEY (bureau_id, poll)
) STRICT, WITHOUT ROWID;
