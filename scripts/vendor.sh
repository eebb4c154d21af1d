#!/bin/sh
# Collects the pinned CSS, scripts, icons and fonts from npm into the source tree, with their licences and checksums.
# What it writes is committed: installing and running Văn Thư needs neither npm nor a network.
set -eu

ROOT=$(cd "$(dirname "$0")/.." && pwd)
WEB="$ROOT/src/vanthu/runtime/static/vendor"
FONTS="$ROOT/src/vanthu/standards/letter/fonts"
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

cp "$ROOT/package.json" "$ROOT/package-lock.json" "$WORK/"
(cd "$WORK" && npm ci --ignore-scripts --no-audit --no-fund --silent)
NODE="$WORK/node_modules"

# The icons the screens may use, as one sprite: <svg class="icon"><use href="…/tabler-icons/icons.svg#home"/></svg>
ICONS="
  activity adjustments alert-circle alert-triangle archive arrow-back-up arrow-forward-up arrow-left arrow-right
  arrows-exchange ban bell books briefcase building building-bank calendar calendar-due calendar-event
  certificate chart-bar check checks chevron-down chevron-left chevron-right chevron-up circle-check circle-dashed
  circle-x clipboard-check clipboard-list clock clock-hour-4 copy dots download edit external-link eye eye-off
  file file-certificate file-check file-description file-import file-plus file-export file-text file-x files filter flag
  folder folder-open folders forms hash help help-circle history home hourglass id inbox info-circle key keyboard
  language layout-dashboard link list list-check list-details loader-2 lock login logout mail mail-forward mail-opened
  map-pin menu-2 message message-circle minus moon network news notebook notes numbers paperclip pencil phone
  player-play plus point printer progress qrcode refresh report rotate route router rubber-stamp scan search send server
  send-2 settings shield shield-check shield-lock shield-x signature sitemap sort-ascending sort-descending
  star stack-2 sun table tag trash trending-up upload user user-check user-circle user-plus users users-group wifi-off
  world writing writing-sign x zoom-in zoom-out
"

mit_licence() {  # $1: copyright lines. @tabler/core ships none beside its code; the words are those of its sister package.
    printf 'MIT License\n\n%s\n\n' "$1"
    sed -n '/^Permission is hereby granted/,$p' "$NODE/@tabler/icons/LICENSE"
}

without_source_map() {  # a page must not ask for a map that is not there, and Django's manifest storage refuses to
    sed -e 's#/\*\# sourceMappingURL=[^*]*\*/##' -e '/^\/\/# sourceMappingURL=/d' "$1"
}

collect_tabler() {
    mkdir -p "$WEB/tabler"
    for file in css/tabler.min.css js/tabler.min.js; do
        without_source_map "$NODE/@tabler/core/dist/$file" > "$WEB/tabler/$(basename "$file")"
    done
    mit_licence "Copyright 2018-2026 The Tabler Authors
Copyright 2018-2026 codecalm.net Paweł Kuna
Contains Bootstrap, copyright 2011-2026 The Bootstrap Authors,
and Popper, copyright 2019 Federico Zivolo, both under the same licence." > "$WEB/tabler/LICENSE"
}

collect_icons() {
    mkdir -p "$WEB/tabler-icons"
    cp "$NODE/@tabler/icons/LICENSE" "$WEB/tabler-icons/LICENSE"
    {
        echo '<svg xmlns="http://www.w3.org/2000/svg">'
        for name in $ICONS; do
            printf '<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">' "$name"
            sed -n 's/^ *\(<path .*\)$/\1/p' "$NODE/@tabler/icons/icons/outline/$name.svg" | grep -v 'stroke="none"' | tr -d '\n'
            echo '</symbol>'
        done
        echo '</svg>'
    } > "$WEB/tabler-icons/icons.svg"
}

collect_inter() {
    mkdir -p "$WEB/inter"
    cp "$NODE/@fontsource-variable/inter/LICENSE" "$WEB/inter/LICENSE"
    : > "$WEB/inter/inter.css"
    for subset in vietnamese latin-ext latin; do
        name="inter-$subset-wght-normal"
        cp "$NODE/@fontsource-variable/inter/files/$name.woff2" "$WEB/inter/"
        sed -n "/\/\* $name \*\//,/^}/p" "$NODE/@fontsource-variable/inter/index.css" \
            | sed "s#\./files/#./#" >> "$WEB/inter/inter.css"
    done
}

collect_htmx() {
    mkdir -p "$WEB/htmx"
    without_source_map "$NODE/htmx.org/dist/htmx.min.js" > "$WEB/htmx/htmx.min.js"
    cp "$NODE/htmx.org/LICENSE" "$WEB/htmx/LICENSE"
}

collect_tinos() {
    mkdir -p "$FONTS"
    for face in 400Regular:Regular 400Regular_Italic:Italic 700Bold:Bold 700Bold_Italic:BoldItalic; do
        cp "$NODE/@expo-google-fonts/tinos/${face%%:*}/Tinos_${face%%:*}.ttf" "$FONTS/Tinos-${face##*:}.ttf"
    done
    cp "$NODE/@expo-google-fonts/tinos/LICENSE_FONT" "$FONTS/LICENSE"
}

write_manifest() {  # $1: folder; one line a file, in the form `sha256sum -c` reads
    (cd "$1" && find . -type f ! -name MANIFEST.sha256 ! -name '*.py' ! -path '*/__pycache__/*' \
        | LC_ALL=C sort | sed 's#^\./##' | xargs sha256sum > MANIFEST.sha256)
}

rm -rf "$WEB"
mkdir -p "$WEB" "$FONTS"
rm -f "$FONTS"/*.ttf "$FONTS/LICENSE"
collect_tabler
collect_icons
collect_inter
collect_htmx
collect_tinos
write_manifest "$WEB"
write_manifest "$FONTS"
