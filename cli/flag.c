#include "options.h"
int run_flag(const options *o) { (void)o; return 1; }
int run_explain(const options *o) { (void)o; return 1; }
