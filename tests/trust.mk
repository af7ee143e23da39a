# How far the extension and the command can be trusted: fuzzing, faults, kills,
# coverage, sanitizers, analysis, soak. Each builds into a folder of its own under build/.
.PHONY: fuzz fuzz-build coverage sanitize sanitize-threads faults kills analyze valgrind soak

# ---- make fuzz SECONDS=60 [FUZZ_TARGETS="text sql"]: that long for each target ----
# The first six drive the core and the extension, the others the command line's readers.

SECONDS ?= 60
FUZZ_CC ?= clang
FUZZ_BUILD = build/fuzz
FUZZ_READERS = csv ndjson fhir xlsx
FUZZ_TARGETS ?= text facts_json pack sql differential matcher $(FUZZ_READERS)
FUZZ_FLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -DUTI_CHECKED

fuzz-build:
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=$(FUZZ_CC) CFLAGS="$(FUZZ_FLAGS)" fuzz-programs

.PHONY: fuzz-programs
fuzz-programs: $(FUZZ_TARGETS:%=$(BUILD)/%_fuzzer)

# From an archive, as a target may define what it takes the place of.
$(BUILD)/libuti_cli.a: $(filter-out $(BUILD)/cli/main.o,$(CLI_OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

$(FUZZ_READERS:%=$(BUILD)/%_fuzzer): $(BUILD)/%_fuzzer: tests/fuzz/%.c tests/fuzz/fuzz_cli.c tests/fuzz/fuzz.h tests/fuzz/fuzz_cli.h $(BUILD)/libuti_cli.a $(ADAPTER_STATIC_OBJECTS) $(PACK_OBJECTS) $(BUILD)/libuti_core.a
	$(CC) -std=c11 $(CFLAGS) -fsanitize=fuzzer -Iext -Icli -Itests/fuzz $(filter-out %.h,$^) $(CLI_LIBRARIES) -o $@

$(BUILD)/%_fuzzer: tests/fuzz/%.c tests/fuzz/fuzz.h $(ADAPTER_STATIC_OBJECTS) $(PACK_OBJECTS) $(BUILD)/libuti_core.a
	$(CC) -std=c11 $(CFLAGS) -fsanitize=fuzzer -Iext -Itests/fuzz $< $(filter %.o %.a,$^) -lsqlite3 -lm -o $@

$(BUILD)/matcher_fuzzer: tests/core/plain_matcher.c ext/core/words.c

fuzz: fuzz-build
	@SECONDS_EACH=$(SECONDS) FUZZ_BUILD=$(FUZZ_BUILD) sh tests/fuzz/run.sh $(FUZZ_TARGETS)

# ---- make faults: commands while one call to the system after another fails ----

faults: all
	@sh tests/faults/run.sh all

# ---- make kills TIMES=200: commands that write, killed at random moments ----

TIMES ?= 200

kills: all
	@sh tests/faults/kills.sh $(TIMES)

# ---- make coverage: branches of ext/ and lines of cli/ that the suite takes ----

# Threads that count without a lock lose counts, and gcov makes branches of what is lost.
COUNTED = --coverage -fprofile-update=atomic

coverage:
	@find build/coverage -name '*.gcda' -delete 2> /dev/null || true
	@$(MAKE) --no-print-directory BUILD=build/coverage CFLAGS="-O0 -g $(COUNTED)" all
	@BUILD=build/coverage CC="$(CC) $(COUNTED)" PART_FLAGS="-O0 -g" sh tests/run.sh; suite=$$?; \
	  BUILD=build/coverage sh tests/coverage.sh && exit $$suite

# ---- make sanitize, make sanitize-threads: the suite under the sanitizers ----

sanitize: all
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory BUILD=build/sanitize \
	  CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -DUTI_CHECKED" all
	@BUILD=build/sanitize CC="$(CC)" sh tests/sanitize.sh address

sanitize-threads:
	@$(MAKE) --no-print-directory BUILD=build/threads CFLAGS="-O1 -g -fsanitize=thread" build/threads/uti.so build/threads/libuti_core.a
	@BUILD=build/threads CC="$(CC)" sh tests/sanitize.sh thread

# ---- make determinism: the same answers from gcc -O0 and -O3, with and without AVX2, without SSE2, and from clang ----

GOLDEN_REPORTS ?= 100000

.PHONY: determinism
determinism:
	@$(MAKE) --no-print-directory BUILD=build/gcc0 CC=gcc CFLAGS=-O0 build/gcc0/golden
	@$(MAKE) --no-print-directory BUILD=build/gcc3 CC=gcc CFLAGS=-O3 build/gcc3/golden
	@$(MAKE) --no-print-directory BUILD=build/gcc_avx2 CC=gcc CFLAGS="-O3 -mavx2 -mfma" build/gcc_avx2/golden
	@$(MAKE) --no-print-directory BUILD=build/portable CC=gcc CFLAGS="-O2 -DUTI_PORTABLE" build/portable/golden
	@$(MAKE) --no-print-directory BUILD=build/clang2 CC=clang CFLAGS=-O2 build/clang2/golden
	@for build in gcc0 gcc3 gcc_avx2 portable clang2; do \
	  if [ $$build = gcc_avx2 ] && ! grep -qw avx2 /proc/cpuinfo; then continue; fi; \
	  echo "$$build: $$(build/$$build/golden $(GOLDEN_REPORTS))"; done | tee build/golden.txt
	@test $$(cut -d: -f2 build/golden.txt | sort -u | wc -l) = 1

$(BUILD)/golden: tests/core/golden.c $(BUILD)/libuti_core.a
	$(CC) -std=c11 $(CFLAGS) -Iext $^ -lm -o $@

# ---- make analyze, make valgrind ----

analyze: all
	@sh tests/analyze.sh

# The core's own programs, without the test shell, which valgrind would look at too.
VALGRIND = valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,indirect --suppressions=tests/valgrind.supp

valgrind: all
	@mkdir -p $(BUILD)/tests
	@$(CC) -std=c11 -O1 -g -Iext tests/core/run_cases.c ext/pack/*.c $(BUILD)/libuti_core.a -lm -lpthread -o $(BUILD)/tests/run_cases_valgrind
	@$(VALGRIND) $(BUILD)/tests/run_cases_valgrind tests/core/cases/*.tsv fixtures/cases/*.tsv > $(BUILD)/tests/valgrind.tap && ! grep '^not ok' $(BUILD)/tests/valgrind.tap
	@echo ".load $(BUILD)/uti" | cat - tests/sqlite/*.sql | $(VALGRIND) sqlite3 :memory: > /dev/null 2> $(BUILD)/tests/valgrind.err; test $$? -ne 9 || { cat $(BUILD)/tests/valgrind.err; exit 1; }
	@$(VALGRIND) $(BUILD)/uti-report flag fixtures/reports/clinic.csv -o $(BUILD)/tests/valgrind.xlsx --force --quiet --threads 2
	@echo "valgrind: no error"

# ---- make soak CALLS=50000000: memory stays flat ----

CALLS ?= 50000000

soak: all
	@mkdir -p $(BUILD)/tests
	@$(CC) -std=c11 -O2 tests/sqlite/soak.c -lsqlite3 -lpthread -o $(BUILD)/tests/soak
	@$(BUILD)/tests/soak $(BUILD)/uti.so 1 $(CALLS)
	@$(BUILD)/tests/soak $(BUILD)/uti.so 8 $(CALLS)
