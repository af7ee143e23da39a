import os
import pathlib

import libsql

connection = libsql.connect(os.environ["UTI_DATABASE"])
connection.enable_load_extension(True)
connection.load_extension(os.environ["UTI_EXTENSION"])
for (answer,) in connection.execute(pathlib.Path(os.environ["UTI_QUERY"]).read_text()).fetchall():
    print(answer)
