host_install() { /usr/bin/python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check sqlalchemy==2.1.9; }
host_version() { venv/bin/pip list --disable-pip-version-check --format freeze | grep -i "^sqlalchemy==" | tr -s '=' ' '; }
host_answers() { venv/bin/python answers.py; }
