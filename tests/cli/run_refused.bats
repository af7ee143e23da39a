# run: what a query may not do. A row of the table is a way to write, to open
# another file, to load code or to read a file; each is refused, before any
# statement has run, and the database and the folder stay as they were.
load helper
load run_helper

everything() { find . -type f ! -name '*.out' ! -name own.sql -exec sha256sum {} + | sort; }

# refuse SQL [WORDS]: after a statement that would be seen if it had run.
refuse() {
  printf '%s\n' "SELECT 'this was run';" "$1" > own.sql
  before=$(everything)
  uti run own.sql --db clinic.db --format markdown
  [ "$status" -eq 1 ] || { echo "not refused (exit status $status): $1"; echo "$data"; return 1; }
  [ -z "$data" ] || { echo "something was run before: $1"; return 1; }
  [ "$before" = "$(everything)" ] || { echo "changed by: $1"; return 1; }
  case $words in *"${2-}"*) ;; *) echo "for: $1"; echo "wanted: $2"; echo "got: $words"; return 1 ;; esac
}

# refuse_each: a line of stdin is a statement, then, after " # ", words of the message.
refuse_each() {
  count=0
  while IFS= read -r line; do
    [ -n "$line" ] || continue
    case $line in *" # "*) refuse "${line%% # *}" "${line##* # }" || return 1 ;; *) refuse "$line" || return 1 ;; esac
    count=$((count + 1))
  done
  [ "$count" -ge "$1" ] || { echo "only $count rows"; return 1; }
}

@test "rows are not written" {
  refuse_each 14 <<'TABLE'
INSERT INTO reports (report_id) VALUES ('x'); # own.sql line 2: INSERT is refused, and nothing was run
INSERT INTO reports (report_id) VALUES ('x') RETURNING report_id; # INSERT is refused
REPLACE INTO reports (report_id) VALUES ('R01'); # REPLACE is refused
INSERT INTO reports (report_id) SELECT 'x' ON CONFLICT DO NOTHING; # INSERT is refused
UPDATE reports SET report = ''; # UPDATE is refused
UPDATE reports SET report = '' RETURNING 1; # UPDATE is refused
DELETE FROM reports; # DELETE is refused
WITH x AS (SELECT 1) DELETE FROM reports; # DELETE is refused
WITH x AS (SELECT 1) INSERT INTO reports (report_id) SELECT 'x' FROM x; # INSERT is refused
WITH x AS (SELECT 1) UPDATE reports SET site = '' FROM x; # UPDATE is refused
EXPLAIN DELETE FROM reports; # DELETE is refused
UPDATE sqlite_master SET sql = '';
INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 2, 'CREATE TABLE x (a)');
DELETE FROM sqlite_schema;
/* hidden */   delete from reports # DELETE is refused
TABLE
}

@test "tables, views, indexes and triggers are not made, changed or dropped" {
  refuse_each 14 <<'TABLE'
CREATE TABLE x (a); # write it as WITH name AS (SELECT ...)
CREATE TABLE x AS SELECT * FROM reports; # CREATE TABLE is refused
CREATE TEMP TABLE x AS SELECT * FROM reports; # CREATE TEMP TABLE is refused
CREATE TEMPORARY TABLE x (a); # write it as WITH name AS (SELECT ...)
CREATE TEMP VIEW x AS SELECT 1; # CREATE TEMP VIEW is refused
CREATE VIEW x AS SELECT 1; # CREATE VIEW is refused
CREATE INDEX x ON reports (site); # CREATE INDEX is refused
CREATE UNIQUE INDEX x ON reports (site); # CREATE UNIQUE INDEX is refused
CREATE TRIGGER x AFTER INSERT ON reports BEGIN SELECT 1; END; # CREATE TRIGGER is refused
CREATE TEMP TRIGGER x AFTER INSERT ON reports BEGIN SELECT 1; END; # CREATE TEMP TRIGGER is refused
CREATE VIRTUAL TABLE x USING fts5(a); # CREATE VIRTUAL TABLE is refused
CREATE VIRTUAL TABLE temp.x USING fts5(a); # CREATE VIRTUAL TABLE is refused
DROP TABLE reports; # DROP TABLE is refused
DROP VIEW flagged_cases; # DROP VIEW is refused
DROP INDEX reports_by_time; # DROP INDEX is refused
DROP TRIGGER reviews_are_kept_delete; # DROP TRIGGER is refused
ALTER TABLE reports ADD COLUMN x; # ALTER TABLE is refused
ALTER TABLE reports RENAME TO x; # ALTER TABLE is refused
TABLE
}

@test "no other file is opened, and the database is not rebuilt or locked" {
  refuse_each 12 <<'TABLE'
ATTACH 'other.db' AS other; # ATTACH is refused
ATTACH ':memory:' AS m; # ATTACH is refused
ATTACH 'file:other.db?mode=rwc' AS other; # ATTACH is refused
DETACH main; # DETACH is refused
VACUUM; # VACUUM is refused
VACUUM INTO 'copy.db'; # VACUUM is refused
REINDEX; # REINDEX is refused
ANALYZE; # ANALYZE is refused
BEGIN; # BEGIN is refused
BEGIN EXCLUSIVE; # BEGIN is refused
COMMIT; # COMMIT is refused
ROLLBACK; # ROLLBACK is refused
SAVEPOINT x; # SAVEPOINT is refused
RELEASE x; # RELEASE is refused
TABLE
}

@test "the connection is not changed" {
  refuse_each 14 <<'TABLE'
PRAGMA journal_mode = WAL; # PRAGMA journal_mode with a value is refused
PRAGMA user_version = 7; # PRAGMA user_version with a value
PRAGMA application_id = 7; # PRAGMA application_id with a value
PRAGMA writable_schema = ON; # PRAGMA writable_schema with a value
PRAGMA query_only = OFF; # PRAGMA query_only with a value
PRAGMA trusted_schema = ON; # PRAGMA trusted_schema with a value
PRAGMA temp_store_directory = '/tmp'; # PRAGMA temp_store_directory
PRAGMA data_store_directory = '/tmp'; # nothing was run
PRAGMA wal_checkpoint(TRUNCATE); # PRAGMA wal_checkpoint
PRAGMA incremental_vacuum; # PRAGMA incremental_vacuum
PRAGMA optimize; # PRAGMA optimize
PRAGMA foreign_keys = ON; # PRAGMA foreign_keys with a value
PRAGMA locking_mode = EXCLUSIVE; # PRAGMA locking_mode
PRAGMA schema_version = 1; # PRAGMA schema_version with a value
PRAGMA key = 'x';
SELECT uti_rule_set('article'); # use --rule-set
SELECT uti_load_rules('.'); # use --rules DIR
TABLE
}

@test "no code is loaded and no file is read or written" {
  echo secret > secret.txt
  refuse_each 12 <<'TABLE'
SELECT load_extension('./evil'); # the function load_extension() is refused
SELECT load_extension('./evil', 'init'); # load_extension() is refused
SELECT report FROM reports WHERE load_extension('x') IS NULL; # load_extension() is refused
WITH x AS (SELECT load_extension('x') AS y) SELECT * FROM x; # load_extension() is refused
SELECT fts3_tokenizer('simple');
SELECT fts3_tokenizer('simple', x'0011');
SELECT readfile('secret.txt');
SELECT writefile('new.txt', 'x');
SELECT * FROM fsdir('.');
SELECT edit('x', 'vi');
SELECT * FROM csv('secret.txt');
SELECT * FROM zipfile('secret.txt');
SELECT * FROM sqlite_dbdata;
SELECT eval('DELETE FROM reports');
TABLE
  says_nothing_of secret
}

@test "a view or a trigger of the database can do no more than a query" {
  sqlite3 clinic.db "CREATE VIEW loading AS SELECT load_extension('x') AS y; CREATE VIEW ruling AS SELECT uti_load_rules('.') AS y; CREATE VIEW setting AS SELECT uti_rule_set('article') AS y"
  refuse_each 3 <<'TABLE'
SELECT * FROM loading;
SELECT * FROM ruling;
SELECT * FROM setting;
TABLE
}

@test "what only asks is allowed" {
  for sql in "SELECT 1" "VALUES (1)" "WITH x(a) AS (SELECT 1) SELECT a FROM x" "PRAGMA table_info(reports)" "PRAGMA index_list('reports')" "SELECT name FROM pragma_table_info('reports')" \
    "PRAGMA user_version" "PRAGMA encoding" "PRAGMA integrity_check" "SELECT name FROM sqlite_schema" "EXPLAIN QUERY PLAN SELECT * FROM reports" "EXPLAIN SELECT 1" \
    "SELECT * FROM json_each('[1]')" "SELECT concept FROM uti_findings('UTI and fever', NULL)" "SELECT id FROM uti_rules" "SELECT * FROM flagged_cases" "SELECT sqlite_version()" \
    "SELECT uti_urgency('UTI')" "SELECT name FROM pragma_function_list WHERE name = 'uti_urgency'"; do
    asks "$sql" --format csv
    [ "$status" -eq 0 ] || { echo "refused: $sql"; echo "$words"; return 1; }
    [ -n "$data" ]
  done
}

@test "reading leaves the bytes of the database alone" {
  before=$(sha256sum clinic.db)
  for name in flagged_today by_site episodes; do run_query "$name"; done
  run_query by_site flagged_today -o out.xlsx
  [ "$before" = "$(sha256sum clinic.db)" ]
  [ "$(find . -name 'clinic.db*' | wc -l)" -eq 1 ]
}

@test "the database and the query cannot be the output" {
  echo "SELECT 1" > own.sql
  cp clinic.db clinic.csv
  uti run by_site --db clinic.csv -o clinic.csv --force
  exits 2
  says "wanted another file than the database"
  ln -s clinic.csv link.csv
  uti run by_site --db clinic.csv -o link.csv --force
  exits 2
  cp own.sql own.csv
  uti run ./own.csv --db clinic.db -o own.csv --force
  exits 2
  says "wanted another file than the query"
}
