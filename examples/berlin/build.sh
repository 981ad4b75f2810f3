#!/usr/bin/env bash
# usage: build.sh DATA OUT EDITION…
# Builds Berlin from its raw deliveries: DATA is a folder like ../shared/data/berlin, OUT is made anew, each EDITION is a
# folder below DATA/mss (2013, 2017, 2021). Writes OUT/mss_<edition>.csv, OUT/sozialbericht.pdf and OUT/public/.
set -euo pipefail

# Its arguments, and the words `lebenslage` and `on`, come from there.
source "$(dirname "$0")/load.sh"

# An index for each edition, on the areas of its time: four shares until 2017, three since 2019.
for edition in "$@"; do
    preset=mss-2013
    if [ "$edition" -ge 2019 ]; then preset=mss-2021; fi
    on release make "mss-$edition" --title "Monitoring Soziale Stadtentwicklung $edition" --territory "$edition-12-31"
    lebenslage release index "mss-$edition" --preset "$preset" --period "$edition" --output "$out/mss_$edition.csv" \
        --data "$out/data"
done

# The report and the tables on today's areas.
on release make berlin-2025 --title "Sozialdaten Berlin"
lebenslage release export berlin-2025 --output "$out/public" --data "$out/data"
lebenslage report berlin-2025 --outline "$here/outline.toml" --output "$out/sozialbericht.pdf" --data "$out/data"
cp "$out/sozialbericht.pdf" "$out/public/"
