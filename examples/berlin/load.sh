#!/usr/bin/env bash
# usage: load.sh DATA OUT EDITION…
# Reads Berlin's raw deliveries into the data folder OUT/data, made anew: DATA is a folder like ../shared/data/berlin, each
# EDITION is a folder below DATA/mss (2013, 2017, 2021). build.sh goes on from there.
set -euo pipefail
shopt -s nullglob

[ $# -ge 3 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
shift 2

if [ -n "${LEBENSLAGE_BINARY:-}" ]; then
    program=("$LEBENSLAGE_BINARY")
else
    program=(cargo run --release --quiet --manifest-path "$here/../../Cargo.toml" -p app --)
fi
# The days are constants: the same files give the same bytes.
received=2026-01-15
released=2026-02-01

lebenslage() { "${program[@]}" "$@"; }
on() { lebenslage "$@" --data "$out/data" --on "$released"; }

# The folder of the data is made anew; nothing else below OUT is touched before it is written again.
rm -rf "$out/data" "$out/parts"
mkdir -p "$out/data" "$out/parts"

# The description names its files relative to itself; the crosswalk comes with other columns.
cp "$here/areas.toml" "$out/parts/areas.toml"
ln -s "$data/areas" "$out/parts/areas"
awk -F, -v OFS=';' '
    NR == 1 { print "from_area", "to_area", "share", "basis", "valid_from"; next }
    { print $1, $2, $4, "area", "2021-01-01" }
' "$data"/areas/seed_lor_crosswalk_2006_to_2021.csv > "$out/parts/crosswalk.csv"

on init
on areas load "$out/parts/areas.toml" > "$out/areas.txt"
tail -n 1 "$out/areas.txt"
on catalogue load --counts "$here/counts.toml" --indicators "$here/indicators.toml" --topics "$here/topics.toml"
on profile load "$here"/profiles/*.toml > /dev/null

# Every delivery finds its profile by its name.
deliveries=("$data"/population/*.csv "$data"/facilities/*.geojson "$data"/facilities/*.csv)
for edition in "$@"; do
    folder=$data/mss/$edition
    [ -d "$folder" ] || { echo "Die Ausgabe $edition gibt es nicht: $folder" >&2; exit 2; }
    deliveries+=("$folder"/*-00-2-1-*.csv "$folder"/*-00-2-3-*.csv "$folder"/*-00-4-1-*.csv "$folder"/*-00-4-3-*.csv)
    deliveries+=("$folder"/mss_*_index_indikatoren.csv "$folder"/mss_*_kontext_indikatoren*.csv)
done
lebenslage import "${deliveries[@]}" --received "$received" --report "$out/import_report.txt" --data "$out/data" > /dev/null
