# For Windows, by the cross compiler of mingw-w64: the extension, and the command line
# with its libraries, which are compiled out of Debian's sources of them.
.PHONY: windows windows-deps

WINDOWS = $(BUILD)/windows
WINDOWS_TOOL ?= x86_64-w64-mingw32-
WINDOWS_CC ?= $(WINDOWS_TOOL)gcc
WINDOWS_OBJECTS = $(patsubst %.c,$(WINDOWS)/%.o,$(CORE_SOURCES) $(PACK_SOURCES) $(ADAPTER_SOURCES)) $(WINDOWS)/builtin.o
# isfinite() of its headers converts numbers, so that one kind of warning is left out.
WINDOWS_CFLAGS = -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wno-float-conversion -Werror -O2 -Iext -isystem $(WINDOWS)/include -MMD -MP
# Headers that are the same on every system, unlike the others of their folder.
WINDOWS_HEADERS = /usr/include/sqlite3.h /usr/include/sqlite3ext.h /usr/include/jsmn.h

windows: $(WINDOWS)/uti.dll $(WINDOWS)/uti-report.exe

$(WINDOWS)/include: $(WINDOWS_HEADERS)
	mkdir -p $@ && cp $^ $@ && touch $@

$(WINDOWS)/%.o: %.c | $(WINDOWS)/include
	@mkdir -p $(@D)
	$(WINDOWS_CC) $(WINDOWS_CFLAGS) -c $< -o $@

$(WINDOWS)/builtin.o: $(BUILD)/ext/knowledge/builtin.c | $(WINDOWS)/include
	$(WINDOWS_CC) $(WINDOWS_CFLAGS) -Iext/core -c $< -o $@

$(WINDOWS)/uti.dll: $(WINDOWS_OBJECTS)
	$(WINDOWS_CC) -shared -static-libgcc -Wl,--exclude-all-symbols,--no-insert-timestamp -s $^ -o $@

# ---- The command line ----

WINDOWS_LIBRARIES = zlib minizip expat libcsv jansson pcre2 libsodium sqlite3 libxlsxwriter
WINDOWS_CLI = $(WINDOWS)/program
WINDOWS_CLI_SOURCES = $(filter-out cli/system/posix%,$(wildcard cli/*.c cli/*/*.c)) $(CORE_SOURCES) $(PACK_SOURCES) $(ADAPTER_SOURCES)
WINDOWS_CLI_OBJECTS = $(WINDOWS_CLI_SOURCES:%.c=$(WINDOWS_CLI)/%.o) $(WINDOWS_CLI)/sql_files.o $(WINDOWS_CLI)/resources.o
# Formats of printf() are checked where the command is compiled for Linux: the compiler
# takes those of C for those of old versions of Windows.
WINDOWS_CLI_CFLAGS = -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wno-float-conversion -Wno-format -Werror -O2 -fstack-protector-strong \
	-D__USE_MINGW_ANSI_STDIO=1 -D_FILE_OFFSET_BITS=64 -D_WIN32_WINNT=0x0601 -D_CRT_RAND_S -D_POSIX_C_SOURCE=200809L -DSQLITE_CORE -DPCRE2_STATIC -DSODIUM_STATIC -DXML_STATIC \
	-Iext -Icli -I$(WINDOWS_CLI) -isystem $(WINDOWS)/libraries/include -isystem $(WINDOWS)/include -include cli/system/windows_names.h -MMD -MP

windows-deps: $(WINDOWS)/sources/fetched

$(WINDOWS)/sources/fetched: ext/packages/windows/fetch.sh
	sh $< $(@D) $(WINDOWS_LIBRARIES)
	touch $@

# MAKE_COMMAND, as `make -n` would run $(MAKE) where the sources are not fetched yet.
$(WINDOWS)/libraries/libraries.a: ext/packages/windows/libraries.mk $(WINDOWS)/sources/fetched cli/system/windows_files.h
	$(MAKE_COMMAND) -s -f $< SOURCES=$(WINDOWS)/sources OUT=$(@D) WINDOWS_CC=$(WINDOWS_CC) WINDOWS_AR=$(WINDOWS_TOOL)ar

$(WINDOWS)/widths: ext/packages/windows/widths.c
	@mkdir -p $(@D)
	$(CC) $(WARNINGS) $< -o $@

$(WINDOWS_CLI)/widths.h: $(WINDOWS)/widths
	@mkdir -p $(@D)
	$< > $@

$(WINDOWS_CLI)/%.o: %.c $(WINDOWS)/libraries/libraries.a | $(WINDOWS)/include $(WINDOWS_CLI)/widths.h
	@mkdir -p $(@D)
	$(WINDOWS_CC) $(WINDOWS_CLI_CFLAGS) -c $< -o $@

$(WINDOWS_CLI)/sql_files.o: $(BUILD)/cli/library/sql_files.c $(WINDOWS)/libraries/libraries.a
	@mkdir -p $(@D)
	$(WINDOWS_CC) $(WINDOWS_CLI_CFLAGS) -c $< -o $@

$(WINDOWS_CLI)/resources.o: ext/packages/windows/uti-report.rc ext/packages/windows/uti-report.manifest
	@mkdir -p $(@D)
	cd $(<D) && $(WINDOWS_TOOL)windres $(<F) $(abspath $@)

$(WINDOWS)/uti-report.exe: $(WINDOWS_CLI_OBJECTS) $(WINDOWS)/builtin.o $(WINDOWS)/libraries/libraries.a
	$(WINDOWS_CC) -static -s -Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp,--stack,8388608 $^ -lssp -lpthread -ladvapi32 -lshell32 -lntdll -o $@

# For the tests: the shell of the same SQLite, as a program that loads the extension.
$(WINDOWS)/sqlite3.exe: $(WINDOWS)/libraries/libraries.a
	$(WINDOWS_CC) -O1 -w -static -s -I$(WINDOWS)/libraries/include $(WINDOWS)/libraries/config/sqlite3/shell.c $< -o $@

-include $(WINDOWS_OBJECTS:.o=.d) $(WINDOWS_CLI_OBJECTS:.o=.d)
