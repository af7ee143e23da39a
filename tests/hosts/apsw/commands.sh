host_install() { /usr/bin/python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check apsw==3.54.1.0; }
host_version() { venv/bin/pip list --disable-pip-version-check --format freeze | grep -i "^apsw==" | tr -s '=' ' '; }
host_answers() { venv/bin/python answers.py; }
