-- Schema 2. The matters that live inside another are one range of an index. Few matters have a parent: the others cost nothing.
ALTER TABLE matter ADD COLUMN parent UUID;

UPDATE matter SET parent = (body::json ->> 'parent')::uuid WHERE body::json ->> 'parent' IS NOT NULL;

CREATE INDEX matter_parent ON matter (bureau_id, parent, matter_id) WHERE parent IS NOT NULL;
