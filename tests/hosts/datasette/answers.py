"""Asks Datasette as a browser would, without opening a port."""
import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

name = pathlib.Path(os.environ["UTI_DATABASE"]).stem
query = urllib.parse.urlencode({"sql": pathlib.Path(os.environ["UTI_QUERY"]).read_text(), "_shape": "arrayfirst"})
answers = subprocess.run(
    [pathlib.Path(sys.executable).with_name("datasette"), os.environ["UTI_DATABASE"],
     "--load-extension", os.environ["UTI_EXTENSION"], "--setting", "sql_time_limit_ms", "20000",
     "--get", f"/{name}.json?{query}"], stdout=subprocess.PIPE, check=True).stdout
for answer in json.loads(answers):
    print(answer)
