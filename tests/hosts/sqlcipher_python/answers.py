"""The same reports, copied into a database that is encrypted."""
import os
import pathlib
import sys
import tempfile

from sqlcipher3 import dbapi2

with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "clinic.db")
    connection = dbapi2.connect(file)
    connection.execute("PRAGMA key = 'a passphrase'")
    connection.execute("ATTACH ? AS plain KEY ''", (os.environ["UTI_DATABASE"],))
    connection.execute("CREATE TABLE clinic AS SELECT * FROM plain.clinic")
    connection.commit()
    if pathlib.Path(file).read_bytes().startswith(b"SQLite format 3"):
        sys.exit("the database is not encrypted")
    connection.enable_load_extension(True)
    connection.load_extension(os.environ["UTI_EXTENSION"])
    for (answer,) in connection.execute(pathlib.Path(os.environ["UTI_QUERY"]).read_text()):
        print(answer)
    connection.close()
