# Past one machine: Apache Spark and rqlite, for real. What they need goes into
# build/spark and build/rqlite.
.PHONY: spark test-spark rqlite test-rqlite

ROWS ?= 20000

spark: $(BUILD)/libuti_batch.so $(BUILD)/spark/installed

$(BUILD)/spark/installed:
	@command -v java > /dev/null || sh tests/tools/install.sh openjdk-17-jre-headless
	@sh tests/tools/install.sh python3 python3-venv
	"$$(sh tests/tools/python.sh)" -m venv $(BUILD)/spark
	$(BUILD)/spark/bin/pip install --quiet 'pyspark>=3.5,<4' pyarrow pandas 'setuptools<80'
	@touch $@

test-spark: all spark
	@BUILD=$(BUILD) ROWS=$(ROWS) sh tests/spark/run.sh

rqlite: $(BUILD)/rqlite/rqlited

$(BUILD)/rqlite/rqlited:
	@command -v go > /dev/null || sh tests/tools/install.sh golang-go
	sh tests/rqlite/build.sh $(BUILD)/rqlite

test-rqlite: all rqlite
	@BUILD=$(BUILD) sh tests/rqlite/run.sh
