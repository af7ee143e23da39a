host_install() { npm_install libsql@0.5.29; }
host_version() { echo "libsql $(npm_version libsql), Node $(node --version)"; }
host_answers() { node answers.js; }
