/* A database in UTF-16. */
PRAGMA encoding = 'UTF-16le';
CREATE TABLE reports (id INTEGER PRIMARY KEY, report TEXT);
INSERT INTO reports (report) VALUES ('Dysuria. No fever.'), ('Été? 😖 I have chills, and flank pain'), (NULL);

-- the encoding
PRAGMA encoding;

-- levels
SELECT id, uti_urgency(report), uti_urgency(report, 'temp_f', 103.1) FROM reports;

-- positions
SELECT id, concept, substr(r.report, start, length) = text FROM reports AS r, uti_findings(r.report) WHERE start IS NOT NULL ORDER BY id, start, concept;

-- marks
SELECT uti_highlight(report, '«', '»') FROM reports;

-- facts from a column of text
CREATE TABLE facts (id INTEGER PRIMARY KEY, facts_json TEXT);
INSERT INTO facts VALUES (1, '{"temp_f":103.1}'), (2, NULL), (3, '{"uti":1}');
SELECT id, urgency FROM reports AS r JOIN facts USING (id) JOIN uti_assess(r.report, facts.facts_json) ORDER BY id;
