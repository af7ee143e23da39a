/* doctor.h - what is checked, and how a finding is shown. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "options/options.h"

typedef enum { DOCTOR_GOOD, DOCTOR_NOTE, DOCTOR_PROBLEM } doctor_grade;

typedef struct doctor {
  const options *options;
  bool colored;
  size_t problems;
} doctor;

/* One line, broken at the terminal's width: "ok       python3: loads the extension". */
void doctor_say(doctor *, doctor_grade, const char *format, ...) __attribute__((format(printf, 3, 4)));
void doctor_heading(const doctor *, const char *);

/* The extension's file in `path`; false where none was found. */
bool doctor_extension(doctor *, text *path);
void doctor_hosts(doctor *, const char *extension);
void doctor_environment(doctor *);
void doctor_database(doctor *, const char *file);

#endif
