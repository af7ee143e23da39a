/* The knowledge in force, as tables. */

-- every table has rows
SELECT 'uti_rules', count(*) > 0 FROM uti_rules UNION ALL
SELECT 'uti_concepts', count(*) > 0 FROM uti_concepts UNION ALL
SELECT 'uti_phrases', count(*) > 0 FROM uti_phrases UNION ALL
SELECT 'uti_contexts', count(*) > 0 FROM uti_contexts UNION ALL
SELECT 'uti_words', count(*) > 0 FROM uti_words UNION ALL
SELECT 'uti_facts', count(*) > 0 FROM uti_facts UNION ALL
SELECT 'uti_mechanisms', count(*) > 0 FROM uti_mechanisms UNION ALL
SELECT 'uti_scores', count(*) > 0 FROM uti_scores UNION ALL
SELECT 'uti_sources', count(*) > 0 FROM uti_sources UNION ALL
SELECT 'uti_codes', count(*) > 0 FROM uti_codes;

-- the columns are those of the pack's files
SELECT 'uti_rules', group_concat(name, ' ') FROM pragma_table_xinfo('uti_rules') UNION ALL
SELECT 'uti_concepts', group_concat(name, ' ') FROM pragma_table_xinfo('uti_concepts') UNION ALL
SELECT 'uti_phrases', group_concat(name, ' ') FROM pragma_table_xinfo('uti_phrases') UNION ALL
SELECT 'uti_contexts', group_concat(name, ' ') FROM pragma_table_xinfo('uti_contexts') UNION ALL
SELECT 'uti_words', group_concat(name, ' ') FROM pragma_table_xinfo('uti_words') UNION ALL
SELECT 'uti_facts', group_concat(name, ' ') FROM pragma_table_xinfo('uti_facts') UNION ALL
SELECT 'uti_mechanisms', group_concat(name, ' ') FROM pragma_table_xinfo('uti_mechanisms') UNION ALL
SELECT 'uti_scores', group_concat(name, ' ') FROM pragma_table_xinfo('uti_scores') UNION ALL
SELECT 'uti_sources', group_concat(name, ' ') FROM pragma_table_xinfo('uti_sources') UNION ALL
SELECT 'uti_codes', group_concat(name, ' ') FROM pragma_table_xinfo('uti_codes');

-- every rule, concept, phrase, fact and mechanism has a source that is listed
SELECT 'uti_rules', count(*) FROM uti_rules WHERE source NOT IN (SELECT source FROM uti_sources) OR source IS NULL UNION ALL
SELECT 'uti_concepts', count(*) FROM uti_concepts WHERE source NOT IN (SELECT source FROM uti_sources) OR source IS NULL UNION ALL
SELECT 'uti_phrases', count(*) FROM uti_phrases WHERE source NOT IN (SELECT source FROM uti_sources) OR source IS NULL UNION ALL
SELECT 'uti_facts', count(*) FROM uti_facts WHERE source NOT IN (SELECT source FROM uti_sources) OR source IS NULL UNION ALL
SELECT 'uti_scores', count(*) FROM uti_scores WHERE source NOT IN (SELECT source FROM uti_sources) OR source IS NULL UNION ALL
SELECT 'uti_mechanisms', count(*) FROM uti_mechanisms WHERE source NOT IN (SELECT source FROM uti_sources) OR source IS NULL;

-- the article's rules
SELECT id, gives FROM uti_rules WHERE id GLOB 'A[0-9]*' ORDER BY id;

-- limits are numbers
SELECT fact, unit, minimum, maximum, typeof(minimum) FROM uti_facts WHERE fact IN ('temp_f', 'temp_c', 'potassium', 'heart_rate') ORDER BY fact;

-- every concept can be asked for, and given as a fact
SELECT count(*) FROM uti_concepts WHERE uti_has('x', concept) IS NOT NULL;
SELECT count(*) FROM uti_concepts WHERE uti_has('x', concept, concept, 1) IS NOT 1;

-- the concepts of the interface are all there
SELECT value FROM json_each('["dysuria","urinary_urgency","urinary_frequency","nocturia","suprapubic_pain","hematuria","cloudy_or_foul_urine","urinary_retention","uti","pyelonephritis","fever","high_fever","chills","flank_pain","back_pain","nausea","vomiting","persistent_vomiting","confusion","fatigue","body_aches","muscle_weakness","reduced_fluid_intake","dehydration","sweating","diarrhea","low_potassium","low_sodium","low_magnesium","low_calcium","leg_cramps","muscle_cramps","abdominal_cramps","bladder_spasm","pelvic_pain","leg_pain","upper_leg_pain","leg_swelling","leg_redness","leg_warmth","dvt","chest_pain","shortness_of_breath","saddle_numbness","leg_weakness","leg_numbness","leg_cold","incontinence","pain_spreads_to_leg","dark_urine","thirst","vaginal_discharge","pregnancy","diabetes","immunosuppressed","catheter","kidney_stone","recurrent_uti","diuretic","statin","fluoroquinolone"]')
WHERE value NOT IN (SELECT concept FROM uti_concepts);

-- so are its facts
SELECT value FROM json_each('["temp_f","temp_c","temp","heart_rate","resp_rate","systolic_bp","spo2","on_oxygen","avpu","wbc","potassium","sodium","magnesium","calcium","age","sex","pregnant","days","uti_confirmed","nitrite","leukocyte_esterase","culture_positive","creatinine","glucose","urea","ck","hours_no_urine","usual_systolic","spo2_scale2","paco2","bands","age_months","postpartum","not_better_on_antibiotics","active_cancer","leg_plaster","bedridden","recent_surgery","calf_difference_cm","prior_dvt","alternative_diagnosis","reported_at"]')
WHERE value NOT IN (SELECT fact FROM uti_facts UNION SELECT concept FROM uti_concepts);

-- the tables cannot be written
DELETE FROM uti_rules;

-- sixteen hexadecimal digits
SELECT uti_rules_id() GLOB replace(hex(zeroblob(16)), '00', '[0-9a-f]');

-- version and build
SELECT uti_version() GLOB '[0-9]*.[0-9]*.[0-9]* (*)';
