-- Schema 9. A session says whether a passkey began it.
ALTER TABLE session ADD COLUMN passkey BIGINT NOT NULL DEFAULT 0;
