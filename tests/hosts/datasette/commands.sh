host_install() { /usr/bin/python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check datasette==0.65.5; }
host_version() { venv/bin/pip list --disable-pip-version-check --format freeze | grep -i "^datasette==" | tr -s '=' ' '; }
host_answers() { venv/bin/python answers.py; }
