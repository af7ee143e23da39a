"""The same on a Spark DataFrame: mapInArrow, a call a batch."""
import os

from .batch import COLUMNS, Library, check


def _task(name, text, facts, rule_set):
    def assess_batches(batches):
        # Imported on the executor, where SparkFiles knows this application's folder.
        from pyspark import SparkFiles
        from uti_spark.batch import Library, assess_batch

        library = Library.at(SparkFiles.get(name))
        for batch in batches:
            yield from assess_batch(batch, text, facts, rule_set, library)

    return assess_batches


def _ship(context, library):
    """Sends the library and this package to every executor, now and later."""
    import zipfile
    import tempfile

    context.addFile(library)
    package = os.path.dirname(os.path.abspath(__file__))
    archive = os.path.join(tempfile.mkdtemp(prefix="uti_spark"), "uti_spark.zip")
    with zipfile.ZipFile(archive, "w") as packed:
        for name in sorted(os.listdir(package)):
            if name.endswith(".py"):
                packed.write(os.path.join(package, name), "uti_spark/" + name)
    context.addPyFile(archive)


def assess(df, text="note", facts=None, rule_set="full", library=None):
    """The DataFrame with the columns of uti_assess added. facts maps names of
    facts to columns. library: the path of libuti_batch.so on the driver; it is
    sent to the executors."""
    from pyspark.sql.types import IntegerType, StringType, StructType

    facts = dict(facts or {})
    check(df.columns, text, facts, rule_set)
    path = os.path.abspath(library or Library.find())
    loaded = Library.at(path)
    for name in facts:
        loaded.fact(name)
    context = df.sparkSession.sparkContext
    shipped = getattr(context, "_uti_spark_library", None)
    if shipped is None:
        _ship(context, path)
        context._uti_spark_library = shipped = path
    schema = StructType(list(df.schema.fields))
    for name in COLUMNS:
        schema = schema.add(name, IntegerType() if name == "urgency_rank" else StringType())
    return df.mapInArrow(_task(os.path.basename(shipped), text, facts, rule_set), schema)
