"""The SQLite extension uti: how urgently must the writer of a report be seen?

    connection = sqlite3.connect("clinic.db")
    connection.enable_load_extension(True)
    uti_sqlite.load(connection)
    connection.enable_load_extension(False)
    connection.execute("SELECT uti_urgency(report) FROM reports")
"""
import os

__version__ = "@VERSION@"
__all__ = ["load", "loadable_path"]


def loadable_path() -> str:
    """The file of the extension, without its suffix, as load_extension() takes it."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "uti")


def load(connection) -> None:
    """Loads the extension; the connection must allow it (enable_load_extension)."""
    if not hasattr(connection, "load_extension"):
        raise RuntimeError(
            "uti_sqlite: this Python was built without loadable SQLite extensions: "
            "use the distribution's Python or the package apsw"
        )
    connection.load_extension(loadable_path())
