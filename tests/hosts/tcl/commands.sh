# shellcheck disable=SC2016  # the variable is Tcl's
host_version() { echo 'puts "sqlite3 [package require sqlite3], Tcl $tcl_patchLevel"' | tclsh; }
host_answers() { tclsh answers.tcl; }
