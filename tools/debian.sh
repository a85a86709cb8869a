#!/bin/sh
# Programs of Debian that some tests use, as "program:package". Root installs what is missing;
# anybody else is told what will be skipped.
set -eu
missing=
for pair in xmlsec1:xmlsec1 pdftoppm:poppler-utils chromium:chromium openssl:openssl softhsm2-util:softhsm2 \
    javac:openjdk-17-jdk-headless; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Đang cài các công cụ kiểm thử của Debian:$missing…" >&2
    export DEBIAN_FRONTEND=noninteractive
    log=.venv/setup/apt.log
    # shellcheck disable=SC2086 # a list of words
    if { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
        exit 0
    fi
    echo "Không cài được, xem $log." >&2
fi
echo "Thiếu$missing: các bài kiểm thử cần chúng sẽ được bỏ qua (sudo apt-get install$missing)." >&2
