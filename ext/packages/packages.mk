# What is handed on: source archive, Debian packages, Python wheel, npm package, and
# the extension as one C file. The version stands in ext/uti.h and nowhere else.
.PHONY: amalgamation dist deb wheel npm packages packages-deps test-packages

include ext/packages/windows.mk

PACKAGES = $(BUILD)/packages
VERSION := $(shell sed -n 's/^\#define UTI_VERSION "\(.*\)"$$/\1/p' ext/uti.h)
# The time inside archives is that of the last change, so that two runs give the same bytes.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2> /dev/null || stat -c %Y CHANGELOG.md)
export SOURCE_DATE_EPOCH
SOURCES = Makefile README.md LICENSE CHANGELOG.md .gitignore .ci cli ext fixtures sql tests
FILL = sed -e 's/@VERSION@/$(VERSION)/'

# What of this version is there, after each of them.
SUMS = cd $(PACKAGES) && sha256sum $$(ls | grep -F -e '-$(VERSION)' -e '_$(VERSION)_' | grep -E '[.](tar[.]gz|whl|tgz|deb)$$') > SHA256SUMS && cat SHA256SUMS

packages: dist deb wheel npm

amalgamation: $(BUILD)/uti.c

$(BUILD)/uti.c: ext/packages/amalgamation/amalgamate.py $(BUILD)/ext/knowledge/builtin.c $(CORE_SOURCES) $(PACK_SOURCES) $(ADAPTER_SOURCES) $(wildcard ext/*.h ext/*/*.h)
	python3 $< $(BUILD) $(BUILD)/ext/knowledge/builtin.c $(CORE_SOURCES) $(PACK_SOURCES) $(ADAPTER_SOURCES)

# One archive holds nothing of the machine: sorted, without owners, one time; and in a
# clone what git knows alone, as tables of patients may lie about beside it. A step of
# its own for each program: a pipe would hide that the first one failed.
dist:
	@mkdir -p $(PACKAGES)
	(git ls-files --cached 2> /dev/null | grep . || find $(SOURCES) -type f) | LC_ALL=C sort > $(PACKAGES)/files
	tar --create --no-recursion --files-from=$(PACKAGES)/files --transform='s,^,uti-$(VERSION)/,' --owner=0 --group=0 --numeric-owner \
	  --mode=u+rw,go=rX --mtime=@$(SOURCE_DATE_EPOCH) --format=ustar --file=$(PACKAGES)/uti-$(VERSION).tar
	gzip -9 --no-name --force $(PACKAGES)/uti-$(VERSION).tar
	@rm $(PACKAGES)/files
	@$(SUMS)

$(PACKAGES)/uti.so: $(BUILD)/uti.so
	@mkdir -p $(@D)
	strip --strip-unneeded -o $@ $<

# manylinux names the C library that the extension needs: the newest of its symbols.
wheel: $(PACKAGES)/uti.so
	rm -rf $(PACKAGES)/python && cp -R ext/packages/python $(PACKAGES)/python
	cp $(PACKAGES)/uti.so $(PACKAGES)/python/uti_sqlite/uti.so && cp LICENSE $(PACKAGES)/python
	$(FILL) -i $(PACKAGES)/python/pyproject.toml $(PACKAGES)/python/uti_sqlite/__init__.py
	glibc=$$(objdump -T $(PACKAGES)/uti.so | grep -o 'GLIBC_2[.][0-9]*' | sort -Vu | tail -1 | sed 's/GLIBC_2[.]//') && \
	cd $(PACKAGES)/python && UTI_WHEEL_PLATFORM=manylinux_2_$${glibc}_$$(uname -m) /usr/bin/python3 setup.py --quiet bdist_wheel --dist-dir ..
	@$(SUMS)

npm: $(PACKAGES)/uti.so
	rm -rf $(PACKAGES)/npm && cp -R ext/packages/npm $(PACKAGES)/npm
	cp $(PACKAGES)/uti.so LICENSE $(PACKAGES)/npm
	$(FILL) -e 's/@OS@/linux/' -e 's/@CPU@/$(if $(filter aarch64,$(shell uname -m)),arm64,x64)/' -i $(PACKAGES)/npm/package.json
	cd $(PACKAGES) && npm pack --silent ./npm
	@$(SUMS)

deb: dist
	rm -rf $(PACKAGES)/deb && mkdir -p $(PACKAGES)/deb && tar -xzf $(PACKAGES)/uti-$(VERSION).tar.gz -C $(PACKAGES)/deb
	sh ext/packages/debian/fill.sh $(PACKAGES)/deb/uti-$(VERSION) $(VERSION)
	cd $(PACKAGES)/deb/uti-$(VERSION) && env -u MAKEFLAGS -u MAKELEVEL -u BUILD DEB_BUILD_OPTIONS="parallel=2 noautodbgsym $(DEB_BUILD_OPTIONS)" dpkg-buildpackage --build=binary --no-sign
	cp $(PACKAGES)/deb/*.deb $(PACKAGES)
	@$(SUMS)

# What comes from elsewhere than Debian's packages is not installed a second time.
packages-deps:
	@sh tests/tools/install.sh build-essential debhelper lintian pkg-config python3 python3-setuptools python3-wheel python3-venv \
	  gcc-mingw-w64-x86-64 dpkg-dev tcl wine wine64 $$(command -v npm > /dev/null || echo npm)

test-packages: all
	@BUILD=$(BUILD) CC="$(CC)" VERSION=$(VERSION) sh tests/packages/run.sh
