#!/usr/bin/env bash
# rich takes COLUMNS=0 for a width of 0 and prints nothing, without an error.
#
# A terminal of unknown size is often given as 0 columns, and the standard library reads 0 as "not
# known": shutil.get_terminal_size() falls back to 80. rich 15.0.0 falls back for a negative value or
# one that is no number, but not for 0; text and tables vanish, also where the output is a file, and
# the exit code is 0. Seen 27 November 2026 on Linux, CPython 3.11.7.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "rich==15.0.0"

cat >"$folder/show.py" <<'PYTHON'
import shutil
import sys

from rich.console import Console
from rich.table import Table

table = Table("client", "requests")
table.add_row("one", "128")
console = Console()
console.print("The result:")
console.print(table)
print(f"columns: shutil {shutil.get_terminal_size().columns}, rich {console.width}", file=sys.stderr)
PYTHON

for columns in 80 -5 0; do
    COLUMNS=$columns "$folder/venv/bin/python" "$folder/show.py" >"$folder/$columns.txt" 2>"$folder/$columns.err"
    echo "COLUMNS=$columns: $(wc -c <"$folder/$columns.txt") bytes printed; $(cat "$folder/$columns.err")"
done
grep -q "The result:" "$folder/80.txt"
grep -q "128" "$folder/-5.txt"
[ "$(tr -d '\n' <"$folder/0.txt" | wc -c)" = 0 ]
grep -q "shutil 80, rich 0" "$folder/0.err"
echo "as found: COLUMNS=0 prints nothing"
