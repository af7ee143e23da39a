/* Codes of other systems: ICD-10-CM, LOINC, SNOMED CT. */

-- beside the concept stand the codes in force
SELECT concept, icd10cm, loinc, snomed FROM uti_concepts WHERE concept IN ('suprapubic_pain', 'fever', 'low_magnesium', 'uti', 'leg_warmth') ORDER BY concept;

-- a concept's ICD-10-CM code is one of its codes in force, and none is without
SELECT concept, icd10cm FROM uti_concepts
WHERE icd10cm IS NOT NULL AND icd10cm NOT IN (SELECT code FROM uti_codes WHERE uti_codes.concept = uti_concepts.concept AND system = 'icd10cm' AND valid_to IS NULL);

-- flank and suprapubic pain have codes of their own since 1 October 2025; what was valid before is kept
SELECT concept, code, valid_from, valid_to FROM uti_codes WHERE concept IN ('flank_pain', 'suprapubic_pain') AND system = 'icd10cm' ORDER BY concept, valid_from;

-- a day asks for the codes of that day
SELECT code FROM uti_codes WHERE concept = 'suprapubic_pain' AND system = 'icd10cm' AND '2025-09-30' BETWEEN valid_from AND ifnull(valid_to, '9999');

-- suprapubic pain is not the code of left flank pain
SELECT count(*) FROM uti_codes WHERE code = '162049009';

-- nothing is coded twice, and every row has a source that is listed
SELECT concept, system, code FROM uti_codes GROUP BY concept, system, code HAVING count(*) > 1;
SELECT count(*) FROM uti_codes WHERE source IS NULL OR source NOT IN (SELECT source FROM uti_sources);

-- rules that name a disease carry its code
SELECT concept, code, display FROM uti_codes WHERE concept GLOB 'rule:*' ORDER BY concept;

-- the LOINC codes of the facts
SELECT substr(concept, 6) AS fact, group_concat(code, ' ') FROM (SELECT * FROM uti_codes WHERE system = 'loinc' AND concept GLOB 'fact:*' ORDER BY concept, code) GROUP BY fact;

-- a fact may be named by each of them, in JSON: the answer is that of the fact's own name (mass codes have another unit)
SELECT concept, code FROM uti_codes
WHERE system = 'loinc' AND concept GLOB 'fact:*' AND display NOT GLOB '*Mass/volume*'
  AND uti_explain('I have a UTI.', json_object(code, 37)) IS NOT uti_explain('I have a UTI.', json_object(substr(concept, 6), 37));
SELECT count(*) FROM uti_codes WHERE system = 'loinc' AND concept GLOB 'fact:*' AND uti_explain('I have a UTI.', json_object(code, 1)) IS NULL;

-- and as names of pairs
SELECT uti_urgency('I have a UTI.', '8310-5', 103.1), uti_urgency('I have a UTI.', '8310-5', 39.5);
SELECT uti_urgency('I have a UTI.', '8867-4', 131), uti_urgency('I have a UTI.', '9279-1', 25), uti_urgency('I have a UTI.', '8480-6', 90);
SELECT uti_urgency('I have a UTI.', '2823-3', 2.4), uti_urgency('I have a UTI.', '2951-2', 124), uti_urgency('I have a UTI.', '2601-3', 0.3);
SELECT uti_urgency('I feel fine.', '5802-4', 'yes'), uti_urgency('I feel fine.', '630-4', 1), uti_urgency('I have a UTI.', '30525-0', 70);
SELECT uti_urgency('I have a UTI.', '59408-5', 97, '2708-6', 96, '6690-2', 8, '5799-2', 1);

-- a code that is none is an error like any other name
SELECT uti_urgency('I have a UTI.', '8310-6', 39.5);
