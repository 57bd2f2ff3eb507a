-- Schema 7. Secret polls. A poll is one body of a fixed length: who has drawn, which ballots were cast, sums. No time, no order, no answer sheet.
CREATE TABLE poll (
    bureau_id BIGINT NOT NULL,
    poll      TEXT COLLATE "C" NOT NULL,
    body      BYTEA NOT NULL,
    PRIMARY KEY (bureau_id, poll)
);
