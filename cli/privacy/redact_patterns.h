/* redact_patterns.h - how names, addresses and numbers are written. */
#ifndef CLI_REDACT_PATTERNS_H
#define CLI_REDACT_PATTERNS_H

/* Perl's regular expressions; what stands before \K is looked for but not hidden. */
typedef struct redact_pattern {
  const char *name;
  const char *expression;
} redact_pattern;

extern const redact_pattern redact_patterns[];   /* the last has no name */

#endif
