"""The shared library on pyarrow: one native call a batch, no Python a row."""
import ctypes
import os
import threading

import pyarrow as pa

ABI = 1
COLUMNS = ("urgency", "urgency_rank", "cramp_mechanism", "reasons", "rules", "findings", "warnings", "rules_id")
RULE_SETS = ("article", "core", "full")
LIBRARY_NAME = "libuti_batch.so"
ROWS_A_CALL = 65536

_TEXT, _LARGE_TEXT, _INTEGER, _REAL = 1, 2, 3, 4
_OK, _SPLIT = 0, 2
_ERRORS = {
    1: "out of memory",
    3: "a report is over 256 MiB: leave such rows out",
    4: "a column has a kind that is not read",
    5: "no such rule set",
}


class UtiError(Exception):
    """Says what was wanted and given, never a report's text."""


class _Column(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int32), ("fact", ctypes.c_int32), ("offset", ctypes.c_int64),
                ("validity", ctypes.c_void_p), ("offsets", ctypes.c_void_p), ("values", ctypes.c_void_p)]


class _Output(ctypes.Structure):
    _fields_ = [("nulls", ctypes.c_int64), ("bytes", ctypes.c_int64), ("validity", ctypes.c_void_p),
                ("offsets", ctypes.c_void_p), ("values", ctypes.c_void_p)]


class _Result(ctypes.Structure):
    _fields_ = [("rows", ctypes.c_int64), ("columns", _Output * len(COLUMNS))]


class _Owner:
    """Gives a result back when the last array on its buffers is gone."""

    def __init__(self, library, result):
        self._free, self._result = library.uti_batch_free, result

    def __del__(self):
        self._free(self._result)


def _as_read(array):
    """The array as one of the four kinds that the library reads."""
    kind = array.type
    if isinstance(array, pa.DictionaryArray):
        return _as_read(array.dictionary_decode())
    if pa.types.is_string(kind):
        return _TEXT, array
    if pa.types.is_large_string(kind):
        return _LARGE_TEXT, array
    if pa.types.is_int64(kind):
        return _INTEGER, array
    if pa.types.is_float64(kind):
        return _REAL, array
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return _INTEGER, array.cast(pa.int64())
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _REAL, array.cast(pa.float64())
    if pa.types.is_null(kind):
        return _TEXT, array.cast(pa.string())
    # A time is text as SQLite's date functions write it.
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _TEXT, array.cast(pa.string())
    raise UtiError(f"wanted a column of text, numbers, booleans or times, got {kind}")


def _column(array, fact):
    kind, array = _as_read(array)
    buffers = array.buffers()
    texts = kind in (_TEXT, _LARGE_TEXT)
    address = [0 if b is None else b.address for b in buffers]
    offsets, values = (address[1], address[2]) if texts else (0, address[1])
    return _Column(kind, fact, array.offset, address[0] or None, offsets or None, values or None), array


class Library:
    """The shared library at a path; without one UTI_BATCH_LIBRARY, the file
    beside this package, or build/ of a checkout."""

    _loaded = {}
    _lock = threading.Lock()

    @classmethod
    def at(cls, path=None):
        path = os.path.abspath(path or cls.find())
        with cls._lock:
            if path not in cls._loaded:
                cls._loaded[path] = cls(path)
            return cls._loaded[path]

    @staticmethod
    def find():
        here = os.path.dirname(os.path.abspath(__file__))
        places = [os.environ.get("UTI_BATCH_LIBRARY"), os.path.join(here, LIBRARY_NAME),
                  os.path.join(here, "..", "..", "..", "build", LIBRARY_NAME)]
        for place in places:
            if place and os.path.exists(place):
                return place
        raise UtiError(f"{LIBRARY_NAME} not found: run make build/{LIBRARY_NAME}, "
                       "or name it in UTI_BATCH_LIBRARY or library=")

    def __init__(self, path):
        self._c = ctypes.CDLL(path)
        self._c.uti_batch_fact.argtypes = [ctypes.c_char_p, ctypes.c_int64]
        self._c.uti_batch_free.argtypes = [ctypes.c_void_p]
        self._c.uti_batch_free.restype = None
        self._c.uti_batch_assess.argtypes = [
            ctypes.c_char_p, ctypes.c_int64, ctypes.POINTER(_Column), ctypes.POINTER(_Column), ctypes.c_int32,
            ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_int64)]
        if self._c.uti_batch_abi() != ABI:
            raise UtiError(f"{path}: wanted version {ABI} of its interface, got {self._c.uti_batch_abi()}")

    def fact(self, name):
        encoded = name.encode()
        index = self._c.uti_batch_fact(encoded, len(encoded))
        if index < 0:
            raise UtiError(f"facts: no fact has the name {name!r}; SELECT name FROM uti_facts lists them")
        return index

    def assess(self, rows, text, facts, rule_set):
        """Arrays of equal length in (facts: {name: array}), eight arrays out."""
        report = None if text is None else _column(text, -1)
        columns = [_column(array, self.fact(name)) for name, array in facts.items()]
        array_of_columns = (_Column * max(len(columns), 1))(*(column for column, _ in columns))
        result, row = ctypes.c_void_p(), ctypes.c_int64(-1)
        status = self._c.uti_batch_assess(
            rule_set.encode(), rows, None if report is None else ctypes.byref(report[0]), array_of_columns,
            len(columns), ctypes.byref(result), ctypes.byref(row))
        if status == _SPLIT and rows > 1:
            return self._in_halves(rows, text, facts, rule_set)
        if status != _OK:
            where = f" (row {row.value} of the batch)" if row.value >= 0 else ""
            raise UtiError(f"assess: {_ERRORS.get(status, f'failed ({status})')}{where}")
        return self._arrays(result.value)

    def _in_halves(self, rows, text, facts, rule_set):
        half = rows // 2
        parts = []
        for start, count in ((0, half), (half, rows - half)):
            part = {name: array.slice(start, count) for name, array in facts.items()}
            parts.append(self.assess(count, None if text is None else text.slice(start, count), part, rule_set))
        return [pa.chunked_array(pair) for pair in zip(*parts)]

    def _arrays(self, address):
        owner = _Owner(self._c, address)
        result = _Result.from_address(address)
        arrays = []
        for name, output in zip(COLUMNS, result.columns):
            buffers = [pa.foreign_buffer(output.validity, result.rows // 8 + 1, owner)]
            if output.offsets:
                buffers.append(pa.foreign_buffer(output.offsets, 4 * (result.rows + 1), owner))
            buffers.append(pa.foreign_buffer(output.values, output.bytes, owner))
            kind = pa.int32() if name == "urgency_rank" else pa.string()
            arrays.append(pa.Array.from_buffers(kind, result.rows, buffers, output.nulls))
        return arrays


def check(columns, text, facts, rule_set):
    """Fails on the driver rather than in a thousand tasks."""
    if rule_set not in RULE_SETS:
        raise UtiError(f"rule_set: wanted one of {', '.join(RULE_SETS)}, got {rule_set!r}")
    if text is None and not facts:
        raise UtiError("text: wanted a column of reports, or facts")
    for name in ([] if text is None else [text]) + list(facts.values()):
        if name not in columns:
            raise UtiError(f"no column {name!r}; there are {', '.join(columns)}")
    taken = [name for name in COLUMNS if name in columns]
    if taken:
        raise UtiError(f"the columns {', '.join(taken)} are already there: drop or rename them")


def assess_batch(batch, text, facts, rule_set, library):
    """One RecordBatch with the eight columns added: a list of RecordBatches,
    nearly always of one."""
    names = batch.schema.names
    report = None if text is None else batch.column(names.index(text))
    if report is not None and _as_read(report.slice(0, 0))[0] not in (_TEXT, _LARGE_TEXT):
        raise UtiError(f"text: wanted a column of text, got {report.type}")
    known = {fact: batch.column(names.index(column)) for fact, column in facts.items()}
    added = library.assess(batch.num_rows, report, known, rule_set)
    columns = list(batch.columns) + added
    table = pa.Table.from_arrays(columns, names=names + list(COLUMNS))
    return table.to_batches()


def assess_table(table, text="note", facts=None, rule_set="full", library=None):
    """The pyarrow table with the columns of uti_assess added."""
    facts = dict(facts or {})
    check(table.schema.names, text, facts, rule_set)
    loaded = Library.at(library)
    for name in facts:
        loaded.fact(name)
    done = []
    # An empty table is one empty batch, so that it has the columns too.
    for batch in table.to_batches(max_chunksize=ROWS_A_CALL) or [pa.RecordBatch.from_pylist([], table.schema)]:
        done += assess_batch(batch, text, facts, rule_set, loaded) or []
    if done:
        return pa.Table.from_batches(done)
    fields = [pa.field(name, pa.int32() if name == "urgency_rank" else pa.string()) for name in COLUMNS]
    return pa.schema(list(table.schema) + fields).empty_table()
