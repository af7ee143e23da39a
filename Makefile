# Builds into build/. Two commands for a new machine:
#   make deps demo        install what is missing, build, run the main job
#   make test-deps test   install what the tests need, run them all
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all deps test-deps demo test bench eval eval-typing tables datasette serve-demo test-datasette hosts-deps test-hosts pictures-deps pictures install install-libraries install-program uninstall clean help

BUILD ?= build
PREFIX ?= /usr/local
CC ?= cc
CFLAGS ?= -O2 -g
WARNINGS = -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror
HARDENING = -fstack-protector-strong -D_FORTIFY_SOURCE=2
ALL_CFLAGS = $(WARNINGS) $(CFLAGS) $(if $(findstring -O0,$(CFLAGS)),-fstack-protector-strong,$(HARDENING)) \
	-fPIC -fvisibility=hidden -Iext -Icli -MMD -MP
CLI_LIBRARIES = -lxlsxwriter -lminizip -lexpat -lcsv -ljansson -lpcre2-8 -lsodium -lsqlite3 -lpthread -lm

CORE_SOURCES = $(wildcard ext/core/*.c)
PACK_SOURCES = $(wildcard ext/pack/*.c)
ADAPTER_SOURCES = $(wildcard ext/sqlite/*.c)
CLI_SOURCES = $(filter-out cli/system/windows%,$(wildcard cli/*.c cli/*/*.c))
KNOWLEDGE = $(wildcard ext/knowledge/*.tsv)
SQL_FILES = $(sort $(wildcard sql/*.sql))

CORE_OBJECTS = $(CORE_SOURCES:%.c=$(BUILD)/%.o)
PACK_OBJECTS = $(PACK_SOURCES:%.c=$(BUILD)/%.o)
ADAPTER_OBJECTS = $(ADAPTER_SOURCES:%.c=$(BUILD)/%.o)
ADAPTER_STATIC_OBJECTS = $(ADAPTER_SOURCES:%.c=$(BUILD)/static/%.o)
CLI_OBJECTS = $(CLI_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/cli/library/sql_files.o

ifeq ($(shell uname -s),Darwin)
# Untested: there was no macOS to try it on. The extension is plain C and POSIX; the
# command asks for functions of Linux (pipe2, O_TMPFILE) and is left out.
# `make windows` builds for Windows.
EXTENSION = uti.dylib
SHARED = -dynamiclib
PROGRAM =
else
EXTENSION = uti.so
SHARED = -shared -Wl,-z,defs
LINK_HARDENING = -Wl,-z,relro,-z,now
PROGRAM = $(BUILD)/uti-report
endif

KNOWLEDGE_OBJECT = $(BUILD)/ext/knowledge/builtin.o

all: $(BUILD)/$(EXTENSION) $(PROGRAM)

include ext/packages/packages.mk

help:
	@echo 'Begin'
	@echo '  make deps demo          install what is missing, build, flag the shipped report table'
	@echo '  make test-deps test     install what the tests need, run every test'
	@echo '  make                    build build/uti.so and build/uti-report'
	@echo '  make install            PREFIX=/usr/local DESTDIR=; make uninstall removes what it copied'
	@echo '  make clean              remove the folder build'
	@echo 'Look'
	@echo '  make serve-demo         pages of the shipped table in a browser, on this machine alone (PORT=8001)'
	@echo '  make eval               DATA=DIR: compare with labelled texts (DIR/*.ndjson); eval-typing: with typing errors'
	@echo '  make tables             TABLES=DIR: levels of public tables whose symptoms are columns'
	@echo '  make bench              measure the speed (BENCH_RECORD=NAME keeps it in tests/bench/history.tsv)'
	@echo '  make pictures           the pictures of the README; pictures-deps installs what it needs'
	@echo 'Hand on, into build/packages'
	@echo '  make dist deb wheel npm source archive, Debian, Python and Node packages'
	@echo '  make amalgamation       the extension as build/uti.c and build/uti.h'
	@echo '  make windows            build/windows/uti.dll, build/windows/uti-report.exe; windows-deps fetches sources'
	@echo '  make test-packages      install each and compare the answers; packages-deps installs what it needs'
	@echo 'Other programs'
	@echo '  make test-hosts         the extension in every host of tests/hosts (HOSTS="go rust"); hosts-deps installs them'
	@echo '  make test-datasette     click through the pages in a headless Chromium'
	@echo '  make test-spark         ROWS=1000000: Apache Spark with two executors against SQLite'
	@echo '  make test-rqlite        three nodes of rqlite'
	@echo 'Trust'
	@echo '  make fuzz               SECONDS=60 for each target'
	@echo '  make faults             one call of the commands to the system after another fails'
	@echo '  make kills              TIMES=200: commands that write, killed at random moments'
	@echo '  make coverage           branches that the tests take'
	@echo '  make sanitize           the tests under the sanitizers; sanitize-threads'
	@echo '  make analyze valgrind   static analysis; the tests under valgrind'
	@echo '  make determinism        the same answers from other compilers and options'
	@echo '  make soak               CALLS=50000000: memory stays flat'

# ---- What the project is made of ----

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/static/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DSQLITE_CORE -c $< -o $@

$(BUILD)/ext/knowledge/generate: $(BUILD)/ext/knowledge/generate.o $(CORE_OBJECTS)
	$(CC) $(CFLAGS) $^ -lm -o $@

$(BUILD)/ext/knowledge/builtin.c: $(BUILD)/ext/knowledge/generate $(KNOWLEDGE)
	$< ext/knowledge > $@

$(KNOWLEDGE_OBJECT): $(BUILD)/ext/knowledge/builtin.c
	$(CC) $(ALL_CFLAGS) -Iext/core -c $< -o $@

$(BUILD)/cli/library/sql_files.c: cli/library/embed.sh $(SQL_FILES)
	@mkdir -p $(@D)
	sh $^ > $@

$(BUILD)/cli/library/sql_files.o: $(BUILD)/cli/library/sql_files.c
	$(CC) $(ALL_CFLAGS) -c $< -o $@

$(BUILD)/libuti_core.a: $(CORE_OBJECTS) $(KNOWLEDGE_OBJECT)
	@rm -f $@
	$(AR) rcs $@ $^

# For programs that link the assessment in, with or without SQLite.
$(BUILD)/libuti.a: $(CORE_OBJECTS) $(KNOWLEDGE_OBJECT) $(PACK_OBJECTS) $(ADAPTER_STATIC_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/$(EXTENSION): $(ADAPTER_OBJECTS) $(PACK_OBJECTS) $(BUILD)/libuti_core.a
	$(CC) $(CFLAGS) $(SHARED) $(LINK_HARDENING) $^ -lm -o $@

# The core for Apache Spark and pyarrow: one call a batch of Arrow buffers.
$(BUILD)/libuti_batch.so: $(BUILD)/ext/spark/uti_batch.o $(BUILD)/libuti_core.a
	$(CC) $(CFLAGS) $(SHARED) $(LINK_HARDENING) $^ -lm -o $@

$(BUILD)/uti-report: $(CLI_OBJECTS) $(ADAPTER_STATIC_OBJECTS) $(PACK_OBJECTS) $(BUILD)/libuti_core.a
	$(CC) $(CFLAGS) -pie $(LINK_HARDENING) $^ $(CLI_LIBRARIES) -o $@

-include $(BUILD)/ext/spark/uti_batch.d $(BUILD)/ext/knowledge/generate.d $(BUILD)/ext/knowledge/builtin.d $(CORE_OBJECTS:.o=.d) $(PACK_OBJECTS:.o=.d) $(ADAPTER_OBJECTS:.o=.d) $(ADAPTER_STATIC_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d)

# ---- What the machine needs ----

# What is installed must be there before anything is compiled.
ifneq ($(filter deps %-deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

APT_BUILD = gcc libc6-dev sqlite3 libsqlite3-dev libxlsxwriter-dev libminizip-dev zlib1g-dev libexpat1-dev libcsv-dev libjansson-dev libjsmn-dev libpcre2-dev libsodium-dev
APT_TEST = bats python3 python3-openpyxl libxml2-utils unzip

deps:
	@sh tests/tools/install.sh $(APT_BUILD)

test-deps: deps
	@sh tests/tools/install.sh $(APT_TEST)

# ---- What it is for ----

demo: all
	@mkdir -p $(BUILD)/demo
	$(BUILD)/uti-report flag fixtures/reports/clinic.csv -o $(BUILD)/demo/flagged.xlsx --force

test: all
	@BUILD=$(BUILD) CC="$(CC)" sh tests/run.sh

# Pages of the shipped table in a browser, on this machine alone. What it needs goes
# into build/datasette.
PORT ?= 8001
datasette: $(BUILD)/datasette/bin/datasette

$(BUILD)/datasette/bin/datasette:
	@sh tests/tools/install.sh python3 python3-venv
	"$$(sh tests/tools/python.sh)" -m venv $(BUILD)/datasette
	$(BUILD)/datasette/bin/pip install --quiet 'datasette<1' selenium

serve-demo: all datasette
	@mkdir -p $(BUILD)/demo
	$(BUILD)/uti-report import fixtures/reports/clinic.csv --db $(BUILD)/demo/clinic.db --quiet
	BUILD=$(BUILD) DATASETTE=$(BUILD)/datasette/bin/datasette sql/datasette/serve.sh $(BUILD)/demo/clinic.db $(PORT)

test-datasette: all datasette
	@sh tests/tools/install.sh chromium chromium-driver
	@BUILD=$(BUILD) sh tests/datasette/run.sh $(PICTURE)

# How fast: ratios with their goals; see tests/bench/run.sh for its settings.
bench: all
	@BUILD=$(BUILD) CC="$(CC)" sh tests/bench/run.sh

hosts-deps:
	@sh tests/tools/install.sh $$(sh tests/hosts/run.sh --packages)

test-hosts: all
	@BUILD=$(BUILD) sh tests/hosts/run.sh $(if $(WRITE),--write) $(HOSTS)

pictures-deps:
	@sh tests/tools/install.sh aha chromium chromium-driver fonts-dejavu-core libreoffice-calc poppler-utils imagemagick pngquant

pictures: all datasette
	@BUILD=$(BUILD) sh fixtures/pictures/make.sh

DATA ?= fixtures/reports
eval: $(BUILD)/uti-report $(BUILD)/$(EXTENSION)
	@found=0; for file in $(DATA)/*.ndjson; do \
	  test -f "$$file" || continue; found=1; echo "== $$file"; \
	  $(BUILD)/uti-report eval "$$file"; done; \
	BUILD=$(BUILD) sh tests/eval/contexts.sh $(wildcard $(DATA)/*.tsv); \
	test $$found = 1 || echo "eval: no labelled texts in $(DATA): give DATA=DIR; skipped"

# What one typing error in 15 % of the longer words costs.
eval-typing: $(BUILD)/uti-report
	@UTI_REPORT=$(BUILD)/uti-report sh tests/eval/run.sh $(wildcard $(DATA)/*.ndjson)

TABLES ?= ../shared/data
tables: $(BUILD)/$(EXTENSION)
	@UTI_DATA="$(TABLES)" BUILD=$(BUILD) sh tests/sql/real_tables.sh

# The manual page, and completions for bash, zsh and fish: made by the program.
MANUAL_FILES = share/man/man1/uti-report.1 share/bash-completion/completions/uti-report \
	share/zsh/site-functions/_uti-report share/fish/vendor_completions.d/uti-report.fish

LIBDIR ?= lib
DEVELOPMENT_FILES = include/uti.h include/uti_pack.h include/uti_sqlite.h $(LIBDIR)/libuti.a $(LIBDIR)/pkgconfig/uti.pc

install: install-libraries $(if $(PROGRAM),install-program)

# Queries for the shell, and the pages for a browser.
SQL_TREE = $(SQL_FILES) $(sort $(wildcard sql/datasette/*.* sql/datasette/*/*.*))

install-libraries: $(BUILD)/$(EXTENSION) $(BUILD)/libuti.a
	install -d $(foreach folder,lib/sqlite3 include $(LIBDIR)/pkgconfig $(addprefix share/uti/,$(sort $(dir $(SQL_TREE)))),$(DESTDIR)$(PREFIX)/$(folder))
	install -m 644 ext/uti.h ext/uti_pack.h $(DESTDIR)$(PREFIX)/include
	install -m 644 ext/sqlite/entry.h $(DESTDIR)$(PREFIX)/include/uti_sqlite.h
	install -m 644 $(BUILD)/libuti.a $(DESTDIR)$(PREFIX)/$(LIBDIR)/libuti.a
	sed -e 's,@PREFIX@,$(PREFIX),' -e 's,@LIBDIR@,$(LIBDIR),' -e 's,@VERSION@,$(VERSION),' -e 's,@EXTENSION@,$(EXTENSION),' ext/packages/pkg-config/uti.pc.in > $(DESTDIR)$(PREFIX)/$(LIBDIR)/pkgconfig/uti.pc
	install -m 755 $(BUILD)/$(EXTENSION) $(DESTDIR)$(PREFIX)/lib/sqlite3/$(EXTENSION)
	for file in $(SQL_TREE); do install -m 644 $$file $(DESTDIR)$(PREFIX)/share/uti/$$file || exit; done
	chmod 755 $(DESTDIR)$(PREFIX)/share/uti/sql/datasette/serve.sh

install-program: $(BUILD)/uti-report
	install -d $(foreach file,bin/uti-report $(MANUAL_FILES),$(DESTDIR)$(PREFIX)/$(dir $(file)))
	install -m 755 $(BUILD)/uti-report $(DESTDIR)$(PREFIX)/bin/uti-report
	$(BUILD)/uti-report help --man > $(DESTDIR)$(PREFIX)/$(word 1,$(MANUAL_FILES))
	$(BUILD)/uti-report completions bash > $(DESTDIR)$(PREFIX)/$(word 2,$(MANUAL_FILES))
	$(BUILD)/uti-report completions zsh > $(DESTDIR)$(PREFIX)/$(word 3,$(MANUAL_FILES))
	$(BUILD)/uti-report completions fish > $(DESTDIR)$(PREFIX)/$(word 4,$(MANUAL_FILES))

uninstall:
	rm -f $(foreach file,bin/uti-report lib/sqlite3/$(EXTENSION) $(MANUAL_FILES) $(DEVELOPMENT_FILES) $(SQL_TREE:%=share/uti/%),$(DESTDIR)$(PREFIX)/$(file))
	rmdir $(foreach folder,/sql/datasette/plugins /sql/datasette/static /sql/datasette /sql /,$(DESTDIR)$(PREFIX)/share/uti$(folder)) 2> /dev/null || true

include tests/trust.mk
include tests/spark.mk

clean:
	rm -rf $(BUILD)
