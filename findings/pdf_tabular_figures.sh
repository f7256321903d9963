#!/usr/bin/env bash
# Inter 4.1 with Qt 6.11: tabular figures of a PDF by QPdfWriter come back as private characters.
#
# Seen 28 November 2026 on Linux, CPython 3.11.7, PySide6 6.11.3, fontpkg-inter 4.1.post1:
#   features of the font   text that a reader finds in the PDF
#   none                   "1234 req/s"
#   tnum                   U+E072 U+E073 U+E074 U+E075, then " req/s"
# Inter gives its alternate digits code points of the Private Use Area besides the feature. Qt looks
# up the text of a glyph backwards, from the font's character map, and finds only those. The page
# looks right; whoever searches it, copies a number or has it read aloud gets nothing.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    PySide6-Essentials==6.11.3 fontpkg-inter==4.1.post1 pypdfium2==5.15.2
cat > "$folder/figures.py" <<'PYTHON'
import sys
from pathlib import Path

import fontpkg_inter
import pypdfium2
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPainter, QPdfWriter

app = QGuiApplication(sys.argv[:1])
package = Path(fontpkg_inter.__path__[0])
files = [file for file in package.rglob("*") if file.suffix in {".ttf", ".otf"}]
families = [
    name
    for file in files
    for name in QFontDatabase.applicationFontFamilies(
        QFontDatabase.addApplicationFont(str(file))
    )
]
family = next(name for name in families if name.startswith("Inter"))
for tag in ("", "tnum"):
    font = QFont(family, 20)
    if tag:
        font.setFeature(QFont.Tag(tag), 1)
    path = Path(sys.argv[1]) / f"{tag or 'none'}.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.setFont(font)
    painter.drawText(200, 800, "1234 req/s")
    painter.end()
    text = pypdfium2.PdfDocument(str(path))[0].get_textpage().get_text_range().strip()
    print(tag or "none", ascii(text), sep="\t")
PYTHON
QT_QPA_PLATFORM=offscreen "$folder/venv/bin/python" "$folder/figures.py" "$folder" | tee "$folder/seen"
[ "$(sed -n 1p "$folder/seen")" = "none	'1234 req/s'" ]
[ "$(sed -n 2p "$folder/seen")" = "tnum	'\\ue072\\ue073\\ue074\\ue075 req/s'" ]
echo "as found: digits drawn with tnum are private characters in the PDF"
