/* uti_highlight and uti_context. */

-- each present finding is wrapped
SELECT uti_highlight('Flank pain and chills since Monday.', '[', ']');

-- what is denied is not
SELECT uti_highlight('Flank pain but no chills.', '[', ']');

-- one concept only
SELECT uti_highlight('Flank pain and chills since Monday.', '<b>', '</b>', 'chills');

-- a concept that is not there leaves the text as it is
SELECT uti_highlight('Flank pain and chills since Monday.', '<b>', '</b>', 'dysuria');

-- nothing found, nothing changed
SELECT uti_highlight('Hello!', '[', ']'), uti_highlight('', '[', ']') = '';

-- marks may be empty or long
SELECT uti_highlight('I have chills.', '', '') = 'I have chills.', length(uti_highlight('I have chills.', printf('%.*c', 1000, '<'), '>')) - length('I have chills.');

-- without its marks the text is what it was, byte by byte
SELECT replace(replace(uti_highlight(t, char(1), char(2)), char(1), ''), char(2), '') = t
FROM (SELECT 'Été – flank pain 😖 ' || CAST(x'ff80' AS TEXT) || ' chills' AS t);

-- a number is a text without findings
SELECT uti_highlight(42, '[', ']');

-- the status of a phrase that the caller names
SELECT uti_context('I have a headache.', 'headache'),
       uti_context('No headache at all.', 'headache'),
       uti_context('I had a headache last year, it is gone.', 'headache'),
       uti_context('Could it be a migraine?', 'migraine'),
       uti_context('Come back if you get a headache.', 'headache'),
       uti_context('Family history: headache in my sister.', 'headache');

-- a phrase that is not in the text
SELECT uti_context('I have a headache.', 'toothache'), uti_context('I have a headache.', ''), uti_context('', 'headache');

-- blanks and case do not matter
SELECT uti_context('I have a  SORE' || char(10) || 'Throat', '  sore   throat ');

-- of several occurrences the status that comes first in the order
SELECT uti_context('No headache yesterday. Today I have a headache.', 'headache');

-- a phrase is whole words
SELECT uti_context('I have a headache.', 'head');

-- uti_has: present, absent, not mentioned
SELECT uti_has('I have chills, no fever.', 'chills'), uti_has('I have chills, no fever.', 'fever'), uti_has('I have chills, no fever.', 'dysuria');

-- in any other status it is NULL
SELECT uti_has('Could it be a kidney infection?', 'pyelonephritis'), uti_has('I had a kidney infection last year.', 'pyelonephritis'), uti_has('Come back if you get a fever.', 'fever');
