#!/bin/sh
# Tell what to install when this Python cannot make a virtual environment for Sucharit.
set -eu
python=$1
if "$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0
fi
cat >&2 <<'END'
ต้องมี Python 3.11 ขึ้นไปพร้อม venv / Python 3.11 or later with venv is needed:

    apt-get install -y python3 python3-venv

ถ้ามีหลายรุ่น / with several versions installed:  make PYTHON=python3.12 ...
END
exit 1
