-- Schema 3. What belongs to a matter goes with it when it is destroyed (销毁): a value knows the matter that it was entered in.
ALTER TABLE value ADD COLUMN matter_id UUID;

UPDATE value SET matter_id = used.matter_id
FROM (
    SELECT event.bureau_id, event.matter_id, part #>> '{}' AS value_id
    FROM event, jsonb_path_query(event.body::jsonb, '$.**.value') AS part
) AS used
WHERE value.bureau_id = used.bureau_id AND value.value_id::text = used.value_id;

-- Other matters whose events refer to a value: those of a joint act, or one opened inside another. It stays until the last of them goes.
CREATE TABLE value_use (
    bureau_id BIGINT NOT NULL,
    value_id  UUID NOT NULL,
    matter_id UUID NOT NULL,
    PRIMARY KEY (bureau_id, value_id, matter_id)
);

-- Matters whose values were lawfully destroyed. Their logs stay and verify.
CREATE TABLE destruction (
    bureau_id BIGINT NOT NULL,
    matter_id UUID NOT NULL,
    PRIMARY KEY (bureau_id, matter_id)
);
