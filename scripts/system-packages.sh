#!/bin/sh
# Installs the Debian packages the tests need, or says which are missing.
set -eu
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need chromium chromium
need pdfsig poppler-utils
need softhsm2-util softhsm2
need soffice libreoffice-writer-nogui
need dovecot dovecot-imapd
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The tests need these system packages:$missing" >&2
    echo "As root: apt-get install$missing" >&2
    exit 1
fi
