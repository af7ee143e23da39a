# How far the extension can be trusted: fuzzing, coverage, sanitizers, analysis,
# soak. Each builds into a folder of its own under build/.
.PHONY: fuzz fuzz-build coverage sanitize sanitize-threads valgrind analyze soak

# ---- make fuzz SECONDS=60 [FUZZ_TARGETS="text sql"]: that long for each target ----

SECONDS ?= 60
FUZZ_CC ?= clang
FUZZ_BUILD = build/fuzz
FUZZ_TARGETS ?= text facts_json pack sql differential
FUZZ_FLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

fuzz-build:
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=$(FUZZ_CC) CFLAGS="$(FUZZ_FLAGS)" fuzz-programs

.PHONY: fuzz-programs
fuzz-programs: $(FUZZ_TARGETS:%=$(BUILD)/%_fuzzer)

$(BUILD)/%_fuzzer: tests/fuzz/%.c tests/fuzz/fuzz.h $(ADAPTER_STATIC_OBJECTS) $(PACK_OBJECTS) $(BUILD)/libuti_core.a
	$(CC) -std=c11 $(CFLAGS) -fsanitize=fuzzer -Iext -Itests/fuzz $(filter-out %.h,$^) -lsqlite3 -lm -o $@

fuzz: fuzz-build
	@SECONDS_EACH=$(SECONDS) FUZZ_BUILD=$(FUZZ_BUILD) sh tests/fuzz/run.sh $(FUZZ_TARGETS)
