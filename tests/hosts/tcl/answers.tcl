package require sqlite3
fconfigure stdout -encoding utf-8
sqlite3 database $env(UTI_DATABASE)
database enable_load_extension 1
database eval {SELECT load_extension($env(UTI_EXTENSION), 'sqlite3_uti_init')}
set file [open $env(UTI_QUERY)]
fconfigure $file -encoding utf-8
database eval [read $file] row {puts $row(answer)}
