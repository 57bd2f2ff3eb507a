-- Schema 2. The matters that live inside another are one range of an index. Few matters have a parent: the others cost nothing.
ALTER TABLE matter ADD COLUMN parent BLOB;

UPDATE matter SET parent = unhex(replace(json_extract(body, '$.parent'), '-', '')) WHERE json_extract(body, '$.parent') IS NOT NULL;

CREATE INDEX matter_parent ON matter (bureau_id, parent, matter_id) WHERE parent IS NOT NULL;
