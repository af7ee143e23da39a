/* Any bytes in a report. */

-- reading stops at a NUL, with a warning
SELECT uti_has('I have chills.' || char(0) || ' I have a fever.', 'chills'), uti_has('I have chills.' || char(0) || ' I have a fever.', 'fever');
SELECT json_array_length(warnings) > 0 FROM uti_assess('I have chills.' || char(0) || ' I have a fever.');

-- bad UTF-8 does not hide what stands around it
SELECT uti_urgency(CAST(x'fffe80' AS TEXT) || ' I have a UTI and chills ' || CAST(x'c3' AS TEXT));

-- a word before a character with a byte too many ends before that character
SELECT quote(substr(t, f.start, f.length)) = quote(f.text), f.text FROM (SELECT 'cold clamminess' || CAST(x'ca80826020' AS TEXT) AS t) JOIN uti_findings(t) AS f;

-- a byte order mark
SELECT uti_urgency(char(0xFEFF) || 'I have a UTI and chills.');

-- typographic apostrophes, dashes and spaces
SELECT uti_urgency('I’ve a UTI — no' || char(160) || 'fever, chills…');

-- numbers are read as text
SELECT uti_urgency(42), uti_urgency(3.5), uti_highlight(1e10, '[', ']');

-- a text of 1 MB, with something at its end
SELECT uti_urgency(replace(hex(zeroblob(50000)), '00', 'nothing special here ') || 'I have a UTI and chills.');

-- a text of 10 MB
SELECT uti_urgency(replace(hex(zeroblob(500000)), '00', 'nothing special here ') || 'I have a UTI and chills.');

-- 10 MB without a blank
SELECT uti_urgency(replace(hex(zeroblob(1250000)), '00', 'abcdefgh'));

-- 10 MB of one finding: every mention is a row
SELECT count(*) FROM uti_findings(replace(hex(zeroblob(100000)), '00', 'I have chills. '), NULL) WHERE concept = 'chills';

-- a long text and a short one in turn
SELECT uti_urgency(t || 'I have a UTI.'), uti_urgency('I have chills and a UTI.'), uti_urgency(t || 'I have a UTI and chills.') FROM (SELECT replace(hex(zeroblob(50000)), '00', 'nothing special here ') AS t);
