#!/bin/sh
# build.sh FOLDER - rqlited, built there from its Go module. It must be built in a
# copy of the module: its go.mod replaces a module, which counts there alone.
set -e
version=v8.36.3
folder=$1
command -v go > /dev/null || { echo "go is missing: install Go 1.23 or later" >&2; exit 1; }
mkdir -p "$folder"
source=$(cd "$folder" && go mod download -json "github.com/rqlite/rqlite/v8@$version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
[ -n "$source" ] || { echo "rqlite $version could not be downloaded" >&2; exit 1; }
rm -rf "$folder/source"
cp -r "$source" "$folder/source"
chmod -R u+w "$folder/source"
target=$(realpath "$folder")/rqlited
(cd "$folder/source" && go build -o "$target" ./cmd/rqlited)
rm -rf "$folder/source"
