import os
import pathlib

from sqlalchemy import create_engine, event, text

engine = create_engine(f"sqlite:///{os.environ['UTI_DATABASE']}")


@event.listens_for(engine, "connect")
def load_uti(connection, _record):
    connection.enable_load_extension(True)
    connection.load_extension(os.environ["UTI_EXTENSION"])
    connection.enable_load_extension(False)


with engine.connect() as connection:
    for answer in connection.execute(text(pathlib.Path(os.environ["UTI_QUERY"]).read_text())).scalars():
        print(answer)
