host_install() { npm_install better-sqlite3@12.11.1; }
host_version() { echo "better-sqlite3 $(npm_version better-sqlite3), Node $(node --version)"; }
host_answers() { node answers.js; }
