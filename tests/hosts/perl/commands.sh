host_version() { perl -MDBD::SQLite -e 'print "DBD::SQLite $DBD::SQLite::VERSION, Perl ", substr($^V, 1), "\n"'; }
host_answers() { perl answers.pl; }
