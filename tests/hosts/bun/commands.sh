host_install() { npm_install @oven/bun-linux-x64@1.4.4; }
host_version() { echo "Bun $(node_modules/@oven/bun-linux-x64/bin/bun --version)"; }
host_answers() { node_modules/@oven/bun-linux-x64/bin/bun run answers.js; }
