# The extension for Windows, by the cross compiler of mingw-w64. The command line
# is not built: Debian has none of its libraries for Windows.
.PHONY: windows

WINDOWS = $(BUILD)/windows
WINDOWS_CC ?= x86_64-w64-mingw32-gcc
WINDOWS_OBJECTS = $(patsubst %.c,$(WINDOWS)/%.o,$(CORE_SOURCES) $(PACK_SOURCES) $(ADAPTER_SOURCES)) $(WINDOWS)/builtin.o
# isfinite() of its headers converts numbers, so that one kind of warning is left out.
WINDOWS_CFLAGS = -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wno-float-conversion -Werror -O2 -Iext -isystem $(WINDOWS)/include -MMD -MP
# Headers that are the same on every system, unlike the others of their folder.
WINDOWS_HEADERS = /usr/include/sqlite3.h /usr/include/sqlite3ext.h /usr/include/jsmn.h

windows: $(WINDOWS)/uti.dll

$(WINDOWS)/include: $(WINDOWS_HEADERS)
	mkdir -p $@ && cp $^ $@ && touch $@

$(WINDOWS)/%.o: %.c | $(WINDOWS)/include
	@mkdir -p $(@D)
	$(WINDOWS_CC) $(WINDOWS_CFLAGS) -c $< -o $@

$(WINDOWS)/builtin.o: $(BUILD)/ext/knowledge/builtin.c | $(WINDOWS)/include
	$(WINDOWS_CC) $(WINDOWS_CFLAGS) -Iext/core -c $< -o $@

$(WINDOWS)/uti.dll: $(WINDOWS_OBJECTS)
	$(WINDOWS_CC) -shared -static-libgcc -Wl,--exclude-all-symbols -s $^ -o $@

-include $(WINDOWS_OBJECTS:.o=.d)
