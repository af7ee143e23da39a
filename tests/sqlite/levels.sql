/* The level, its rank and the mechanism of cramps. */

-- nothing that concerns a UTI or a leg clot
SELECT uti_urgency('I have a sore throat and a runny nose.');

-- a urinary infection by itself
SELECT uti_urgency('It burns when I pee.');

-- with a fever
SELECT uti_urgency('It burns when I pee and I have a fever of 100.8 F.');

-- with chills
SELECT uti_urgency('It burns when I pee and I have shaking chills.');

-- leg cramps with a swollen leg, UTI or not
SELECT uti_urgency('Leg cramps all night and my calf is swollen.'), cramp_mechanism('Leg cramps all night and my calf is swollen.');

-- what is denied does not count
SELECT uti_urgency('It burns when I pee. No fever, no chills, no flank pain.');

-- facts count as the text does
SELECT uti_urgency('It burns when I pee.', 'temp_f', 103.1), uti_urgency('It burns when I pee.', '{"temp_f":103.1}'), uti_urgency('It burns when I pee.', 'chills', 1);

-- ranks
SELECT value, uti_urgency_rank(value) FROM json_each('["none","routine","soon","urgent","emergency"]');

-- a word that is no level
SELECT uti_urgency_rank('severe');

-- the rank of a report
SELECT uti_urgency_rank(uti_urgency('It burns when I pee and I have shaking chills.'));

-- cramps without a urinary infection are not explained
SELECT cramp_mechanism('My legs cramp at night.');

-- cramps with one, and low potassium
SELECT cramp_mechanism('I have a UTI and leg cramps.', 'potassium', 3.1);

-- cramps with one, and nothing that would explain them
SELECT cramp_mechanism('I have a UTI and leg cramps.');

-- no cramps, nothing to explain
SELECT cramp_mechanism('I have a UTI.');

-- every mechanism is listed with its rank, best first
SELECT count(*), count(DISTINCT mechanism), min(rank), max(rank) FROM cramp_mechanisms('I have a UTI and leg cramps.', '{"potassium":3.1}');
SELECT count(*) FROM cramp_mechanisms('I have a UTI and leg cramps.') AS a JOIN cramp_mechanisms('I have a UTI and leg cramps.') AS b WHERE a.rank < b.rank AND a.score < b.score;

-- and with the reasoning, and what speaks for it here
SELECT mechanism, grade, support <> '' AS reasoned, evidence FROM cramp_mechanisms('I have a UTI and leg cramps.', '{"potassium":3.1}') WHERE rank = 1;

-- the reasons name the findings and the rules
SELECT uti_reasons('It burns when I pee and I have flank pain.');
SELECT uti_reasons('It burns when I pee.', 'temp_f', 103.1) LIKE '%103.1 °F > 102 °F%[A2 %A8]';
