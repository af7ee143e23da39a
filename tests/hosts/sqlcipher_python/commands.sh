host_install() { /usr/bin/python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check sqlcipher3-wheels==0.5.7; }
host_version() { venv/bin/pip list --disable-pip-version-check --format freeze | grep -i "^sqlcipher3-wheels==" | tr -s '=' ' '; }
host_answers() { venv/bin/python answers.py; }
