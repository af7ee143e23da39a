import os
import pathlib

import apsw

connection = apsw.Connection(os.environ["UTI_DATABASE"])
connection.enable_load_extension(True)
connection.load_extension(os.environ["UTI_EXTENSION"])
connection.enable_load_extension(False)
for (answer,) in connection.execute(pathlib.Path(os.environ["UTI_QUERY"]).read_text()):
    print(answer)
