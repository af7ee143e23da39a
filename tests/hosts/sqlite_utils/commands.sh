host_install() { /usr/bin/python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check sqlite-utils==4.2.1; }
host_version() { venv/bin/pip list --disable-pip-version-check --format freeze | grep -i "^sqlite-utils==" | tr -s '=' ' '; }
host_answers() { venv/bin/sqlite-utils query "$UTI_DATABASE" "$(cat "$UTI_QUERY")" --load-extension "$UTI_EXTENSION" --raw-lines; }
