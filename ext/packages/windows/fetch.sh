#!/bin/sh
# fetch.sh FOLDER NAME... - the sources of Debian's packages NAME, patched as Debian
# patches them, each into FOLDER/NAME. The machine's own list of archives is asked,
# with a list of sources of its own beside it: nothing of the machine is changed.
# A security fix may be listed before its source is there: then the version before
# it is taken, and that is said.
set -eu
folder=$1
shift
for program in apt-get dpkg-source; do
  command -v $program > /dev/null || { echo "fetch.sh: wanted $program to fetch sources of libraries, got none: apt-get install dpkg-dev (on Debian)" >&2; exit 1; }
done
mkdir -p "$folder/apt/parts" "$folder/apt/lists/partial" "$folder/archives"
folder=$(cd "$folder" && pwd)

for file in /etc/apt/sources.list.d/*.sources; do
  [ ! -e "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" > "$folder/apt/parts/$(basename "$file")"
done
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ ! -e "$file" ] || sed -n 's/^deb /deb-src /p' "$file" > "$folder/apt/parts/$(basename "$file" .list).list"
done
apt() {
  program=$1
  shift
  "$program" -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$folder/apt/parts" \
    -o Dir::State::Lists="$folder/apt/lists" -o Dir::Cache::SrcPkgCache= -o Dir::Cache::PkgCache= -o APT::Sandbox::User= "$@"
}
apt apt-get update

versions() { apt apt-cache showsrc --only-source "$1" | sed -n 's/^Version: //p' | sort -rVu; }

fetch() {
  newest=
  for version in $(versions "$1"); do
    if (cd "$folder/archives" && apt apt-get source --only-source --download-only "$1=$version" 2> "$folder/archives/why" > /dev/null); then
      [ -z "$newest" ] || echo "note: the source of $1 $newest is listed and not there: $version is taken" >&2
      echo "$1 $version"
      # The version's epoch stands in no file name.
      rm -rf "${folder:?}/$1" && dpkg-source --no-check --no-copy -x "$folder/archives/$1_${version#*:}.dsc" "$folder/$1" > /dev/null
      return
    fi
    newest=${newest:-$version}
  done
  echo "fetch.sh: wanted the source of $1, got none: $(tail -1 "$folder/archives/why" 2> /dev/null)" >&2
  exit 1
}
for name in "$@"; do fetch "$name"; done
