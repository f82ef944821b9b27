#!/bin/sh
# Serve the demonstration from this checkout. What is in var/ stays between runs.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export SUCHARIT_MODE=demonstration
export SUCHARIT_DATA_DIR="${SUCHARIT_DATA_DIR:-$PWD/var}"

sucharit migrate
sucharit demo
exec sucharit serve --with-worker
