host_install() { /usr/bin/python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check libsql==0.1.11; }
host_version() { venv/bin/pip list --disable-pip-version-check --format freeze | grep -i "^libsql==" | tr -s '=' ' '; }
host_answers() { venv/bin/python answers.py; }
