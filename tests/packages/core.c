/* core.c - a program of somebody else on the installed library, without SQLite. */
#include <stdio.h>
#include <string.h>
#include <uti.h>

int main(void) {
  static const char report[] = "UTI and shaking chills.";
  uti_reader *reader = uti_reader_new(uti_knowledge_builtin(), NULL);
  uti_assessment assessment;
  if (reader == NULL || uti_assess(reader, (uti_slice){report, strlen(report)}, NULL, &assessment) != UTI_OK) return 1;
  puts(uti_level_name(assessment.level));
  uti_reader_free(reader);
  return 0;
}
