/* report_rows.c - the rows of uti_findings, uti_assess and cramp_mechanisms. */
#include "grid.h"

#include <string.h>

/* Texts that nobody asked for are not made or copied. */
static bool wanted(unsigned used, int column) { return (used >> column & 1u) != 0; }

static void grid_slice(uti_grid *grid, uti_slice report, size_t start, size_t length, bool asked) {
  if (length == 0 || !asked) {
    uti_grid_null(grid);
  } else {
    uti_grid_text(grid, report.bytes + start, length);
  }
}

/* ---- uti_findings ---- */

enum { FINDING_TEXT = 6, FINDING_CUE = 7, FINDING_COLUMNS = 11 };

static void grid_finding(uti_grid *grid, uti_slice report, const uti_finding *finding,
                         unsigned used) {
  uti_grid_string(grid, finding->name);
  uti_grid_string(grid, finding->label);
  uti_grid_string(grid, uti_status_name(finding->status));
  uti_grid_string(grid, finding->qualifier);
  if (finding->length > 0) {
    uti_grid_integer(grid, (sqlite3_int64)finding->start_character);
    uti_grid_integer(grid, (sqlite3_int64)finding->characters);
  } else {
    uti_grid_null(grid);
    uti_grid_null(grid);
  }
  grid_slice(grid, report, finding->start, finding->length, wanted(used, FINDING_TEXT));
  grid_slice(grid, report, finding->cue_start, finding->cue_length, wanted(used, FINDING_CUE));
  if (finding->has_value) {
    uti_grid_real(grid, finding->value);
    uti_grid_string(grid, finding->unit);
  } else {
    uti_grid_null(grid);
    uti_grid_null(grid);
  }
  uti_grid_string(grid, uti_origin_name(finding->origin));
}

static void fill_findings(uti_grid *grid, uti_desk *desk, unsigned used) {
  uti_slice report = uti_desk_report(desk);
  for (size_t i = 0; i < desk->assessment.finding_count; i++) {
    grid_finding(grid, report, &desk->assessment.findings[i], used);
  }
}

/* ---- uti_assess ---- */

enum {
  ASSESS_REASONS = 3,
  ASSESS_RULES,
  ASSESS_FINDINGS,
  ASSESS_WARNINGS,
  ASSESS_RULES_ID,
  ASSESS_COLUMNS
};

static void grid_reasons(uti_grid *grid, uti_desk *desk, unsigned used) {
  if (!wanted(used, ASSESS_REASONS) || desk->assessment.level == UTI_NOT_ASSESSABLE) {
    uti_grid_null(grid);
    return;
  }
  size_t length = 0;
  const char *reasons = uti_write_reasons(desk->reader, &desk->assessment, &length);
  if (reasons == NULL) {
    grid->failed = true;
  } else {
    uti_grid_text(grid, reasons, length);
  }
}

static void grid_documents(uti_grid *grid, uti_desk *desk, unsigned used) {
  const uti_assessment *assessment = &desk->assessment;
  for (int column = ASSESS_RULES; column <= ASSESS_WARNINGS; column++) {
    size_t length = 0;
    const char *json;
    if (!wanted(used, column)) {
      uti_grid_null(grid);
      continue;
    }
    switch (column) {
    case ASSESS_RULES:
      json = uti_write_rules_json(desk->reader, assessment, &length);
      break;
    case ASSESS_FINDINGS:
      json = uti_write_findings_json(desk->reader, assessment, uti_desk_report(desk), &length);
      break;
    default:
      json = uti_write_warnings_json(desk->reader, assessment, &length);
      break;
    }
    uti_grid_json(grid, json, length);
  }
}

static void fill_assess(uti_grid *grid, uti_desk *desk, unsigned used) {
  const uti_assessment *assessment = &desk->assessment;
  const uti_knowledge *knowledge = uti_reader_knowledge(desk->reader);
  char id[17];
  uti_grid_string(grid, uti_level_name(assessment->level));
  if (assessment->level == UTI_NOT_ASSESSABLE) {
    uti_grid_null(grid);
  } else {
    uti_grid_integer(grid, assessment->level);
  }
  if (assessment->mechanism < 0) {
    uti_grid_null(grid);
  } else {
    uti_grid_string(grid, uti_mechanism_name(knowledge, (size_t)assessment->mechanism));
  }
  grid_reasons(grid, desk, used);
  grid_documents(grid, desk, used);
  if (wanted(used, ASSESS_RULES_ID)) {
    uti_rules_id(knowledge, uti_reader_rule_set(desk->reader), id);
    uti_grid_string(grid, id);
  } else {
    uti_grid_null(grid);
  }
}

/* ---- cramp_mechanisms ---- */

static void fill_mechanisms(uti_grid *grid, uti_desk *desk, unsigned used) {
  (void)used;
  for (size_t i = 0; i < desk->assessment.mechanism_count; i++) {
    const uti_mechanism_support *mechanism = &desk->assessment.mechanisms[i];
    uti_grid_string(grid, mechanism->name);
    uti_grid_integer(grid, mechanism->rank);
    uti_grid_real(grid, mechanism->score);
    uti_grid_string(grid, mechanism->grade);
    uti_grid_string(grid, mechanism->support);
    uti_grid_string(grid, mechanism->evidence);
  }
}

const uti_report_table uti_report_tables[] = {
  {"uti_findings",
   "concept TEXT, label TEXT, status TEXT, qualifier TEXT, start INTEGER, length INTEGER, "
   "text TEXT, cue TEXT, value REAL, unit TEXT, source TEXT",
   FINDING_COLUMNS, 10, fill_findings},
  {"uti_assess",
   "urgency TEXT, urgency_rank INTEGER, cramp_mechanism TEXT, reasons TEXT, rules TEXT, "
   "findings TEXT, warnings TEXT, rules_id TEXT",
   ASSESS_COLUMNS, 1, fill_assess},
  {"cramp_mechanisms",
   "mechanism TEXT, rank INTEGER, score REAL, grade TEXT, support TEXT, evidence TEXT", 6, 6,
   fill_mechanisms},
  {"wells_dvt_items", UTI_SCORE_COLUMNS, UTI_SCORE_COLUMN_COUNT, 11, uti_fill_wells_dvt},
  {"news2_items", UTI_SCORE_COLUMNS, UTI_SCORE_COLUMN_COUNT, 8, uti_fill_news2},
  {"qsofa_items", UTI_SCORE_COLUMNS, UTI_SCORE_COLUMN_COUNT, 4, uti_fill_qsofa},
  {"sirs_items", UTI_SCORE_COLUMNS, UTI_SCORE_COLUMN_COUNT, 5, uti_fill_sirs},
  {"uti_probability_items", UTI_SCORE_COLUMNS, UTI_SCORE_COLUMN_COUNT, 9, uti_fill_uti_probability},
};
const size_t uti_report_table_count = sizeof uti_report_tables / sizeof *uti_report_tables;
