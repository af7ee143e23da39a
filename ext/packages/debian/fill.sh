#!/bin/sh
# fill.sh SOURCE_FOLDER VERSION - debian/ for a source tree: what the tree says
# elsewhere (version, license, time) is not written down again.
set -eu
folder=$1/debian
cp -R "$(dirname "$0")" "$folder"
rm "$folder/fill.sh"
sed -e "s/@VERSION@/$2/" -e "s/@DATE@/$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")/" "$folder/changelog.in" > "$folder/changelog"
rm "$folder/changelog.in"
awk -v license="$1/LICENSE" '
  /@COPYRIGHT@/ || /@LICENSE@/ {
    while ((getline line < license) > 0) {
      if (line ~ /^Copyright/) { sub(/^Copyright \(c\) /, "", line); holder = line; continue }
      if (holder != "" && line != "") { text = text " " line "\n" }
      else if (text != "") text = text " .\n"
    }
    if (/@COPYRIGHT@/) sub(/@COPYRIGHT@/, holder)
    else { printf "%s", text; next }
  }
  { print }' "$folder/copyright" > "$folder/copyright.filled"
mv "$folder/copyright.filled" "$folder/copyright"
