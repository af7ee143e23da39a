# The libraries of the command line for Windows, out of SOURCES (see fetch.sh) into
# OUT/libraries.a and OUT/include. Called by windows.mk when the sources are there.
# A library's own configuration would ask the machine it is built on; what it would
# find for Windows stands here instead.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := $(OUT)/libraries.a

CONFIG = $(OUT)/config
# Numbers are written and read as C says, not as old versions of Windows did.
CFLAGS = -O2 -D__USE_MINGW_ANSI_STDIO=1 -D_FILE_OFFSET_BITS=64 -I$(OUT)/include
# Names of files are UTF-8 and failures are noted: see cli/system/windows_files.h.
FILES = -Icli -include cli/system/windows_files.h -Dfopen=system_fopen -Dfopen64=system_fopen -Drewind=system_rewind

zlib = $(wildcard $(SOURCES)/zlib/*.c)
minizip = $(addprefix $(SOURCES)/minizip/,ioapi.c zip.c unzip.c)
expat = $(addprefix $(SOURCES)/expat/expat/lib/,xmlparse.c xmlrole.c xmltok.c)
libcsv = $(SOURCES)/libcsv/libcsv.c
jansson = $(wildcard $(SOURCES)/jansson/src/*.c)
pcre2 = $(filter-out %fuzzsupport.c %jit_match.c %jit_misc.c %jit_test.c %printint.c %ucptables.c %test.c %grep.c %posix.c %demo.c %dftables.c,$(wildcard $(SOURCES)/pcre2/src/pcre2_*.c)) $(CONFIG)/pcre2/pcre2_chartables.c
libsodium = $(shell find $(SOURCES)/libsodium/src/libsodium -name '*.c')
libxlsxwriter = $(wildcard $(SOURCES)/libxlsxwriter/src/*.c)
sqlite3 = $(CONFIG)/sqlite3/sqlite3.c

zlib_flags =
minizip_flags = -DNOCRYPT -DNOUNCRYPT $(FILES)
expat_flags = -DXML_STATIC -DXML_NS -DXML_DTD -DXML_CONTEXT_BYTES=1024 -DBYTEORDER=1234 -I$(CONFIG)/expat
jansson_flags = -DHAVE_STDINT_H -DUSE_WINDOWS_CRYPTOAPI -I$(CONFIG)/jansson
pcre2_flags = -DHAVE_CONFIG_H -DPCRE2_STATIC -DPCRE2_CODE_UNIT_WIDTH=8 -DSUPPORT_PCRE2_8 -DSUPPORT_UNICODE -I$(CONFIG)/pcre2 -I$(SOURCES)/pcre2/src
libsodium_flags = -DCONFIGURED=1 -DSODIUM_STATIC -DNATIVE_LITTLE_ENDIAN -w -I$(CONFIG)/libsodium -I$(CONFIG)/libsodium/sodium -I$(SOURCES)/libsodium/src/libsodium/include -I$(SOURCES)/libsodium/src/libsodium/include/sodium
libxlsxwriter_flags = -DUSE_SYSTEM_MINIZIP -DUSE_STANDARD_TMPFILE -DUSE_NO_MD5 -I$(SOURCES)/libxlsxwriter/include $(FILES)
# The program has a lxw_tmpfile() of its own.
libxlsxwriter_utility.c_flags = -Dlxw_tmpfile=unused_tmpfile
# As Debian builds it, so far as queries can tell.
sqlite3_flags = -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_FTS3_PARENTHESIS -DSQLITE_ENABLE_FTS4 \
	-DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE=1 -DSQLITE_SOUNDEX=1 -DSQLITE_ENABLE_UNLOCK_NOTIFY -DSQLITE_ENABLE_DBSTAT_VTAB \
	-DSQLITE_ENABLE_UPDATE_DELETE_LIMIT=1 -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_THREADSAFE=1 -DSQLITE_USE_URI=1 \
	-DSQLITE_MAX_SCHEMA_RETRY=25 -DSQLITE_ENABLE_PREUPDATE_HOOK -DSQLITE_ENABLE_SESSION -DSQLITE_ENABLE_STMTVTAB -DSQLITE_MAX_VARIABLE_NUMBER=250000 \
	-DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_TEMP_STORE=1

NAMES = zlib minizip expat libcsv jansson pcre2 libsodium libxlsxwriter sqlite3

# ---- Headers, as the program includes them ----

CONFIGURED = $(OUT)/configured

$(CONFIGURED): $(CONFIG)/sqlite3/sqlite3.c
	mkdir -p $(OUT)/include/minizip $(addprefix $(CONFIG)/,expat jansson pcre2 libsodium/sodium)
	cp $(addprefix $(SOURCES)/,zlib/zlib.h zlib/zconf.h libcsv/csv.h jansson/src/jansson.h jansson/android/jansson_config.h) $(OUT)/include
	cp $(addprefix $(SOURCES)/minizip/,zip.h unzip.h ioapi.h) $(OUT)/include/minizip
	cp $(addprefix $(SOURCES)/expat/expat/lib/,expat.h expat_external.h) $(OUT)/include
	cp -R $(SOURCES)/libxlsxwriter/include/. $(OUT)/include
	cp -R $(SOURCES)/libsodium/src/libsodium/include/. $(OUT)/include
	cp $(CONFIG)/sqlite3/sqlite3.h $(CONFIG)/sqlite3/sqlite3ext.h $(OUT)/include
	: > $(CONFIG)/expat/expat_config.h
	: > $(CONFIG)/jansson/jansson_private_config.h
	sed -e 's/@VERSION@/1.0.18/' -e 's/@SODIUM_LIBRARY_VERSION_MAJOR@/10/' -e 's/@SODIUM_LIBRARY_VERSION_MINOR@/3/' -e 's/@SODIUM_LIBRARY_MINIMAL_DEF@//' \
	  $(SOURCES)/libsodium/src/libsodium/include/sodium/version.h.in > $(OUT)/include/sodium/version.h
	cp $(OUT)/include/sodium/version.h $(CONFIG)/libsodium/sodium/version.h
	cp $(SOURCES)/pcre2/src/config.h.generic $(CONFIG)/pcre2/config.h
	cp $(SOURCES)/pcre2/src/pcre2.h.generic $(CONFIG)/pcre2/pcre2.h
	cp $(CONFIG)/pcre2/pcre2.h $(OUT)/include
	touch $@

$(CONFIG)/pcre2/pcre2_chartables.c: $(CONFIGURED)
	cp $(SOURCES)/pcre2/src/pcre2_chartables.c.dist $@

# One file of the many, by the library's own rules and this machine's compiler.
$(CONFIG)/sqlite3/sqlite3.c:
	mkdir -p $(@D)
	cd $(@D) && $(abspath $(SOURCES))/sqlite3/configure > configure.out && env -u MAKEFLAGS $(MAKE) -s sqlite3.c sqlite3.h shell.c > make.out
	cp $(SOURCES)/sqlite3/src/sqlite3ext.h $(@D)
	touch $@

# ---- Objects ----

# An object's name is its source's, below the folder of its library.
object = $(OUT)/objects/$(1)/$(subst /,_,$(patsubst $(abspath $(CONFIG))/%,%,$(patsubst $(abspath $(SOURCES))/%,%,$(abspath $(2))))).o

define rule
$(call object,$(1),$(2)): $(2) $(CONFIGURED)
	@mkdir -p $$(@D)
	$(WINDOWS_CC) $(CFLAGS) $($(1)_flags) $($(1)_$(notdir $(2))_flags) -c $$< -o $$@
OBJECTS += $(call object,$(1),$(2))
endef
$(foreach name,$(NAMES),$(foreach file,$($(name)),$(eval $(call rule,$(name),$(file)))))

$(OUT)/libraries.a: $(OBJECTS)
	rm -f $@ && $(WINDOWS_AR) rcs $@ $^
