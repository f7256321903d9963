"""The typeface Inter, which comes with the program: text is as wide on every machine.

``load_before_qt`` is called before there is an application, ``load_into_qt`` after.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import fontpkg_inter
from PySide6.QtGui import QFontDatabase

FAMILY = "Inter"
_FILE = Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"
_WITHOUT_INSTALLED = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><selectfont><rejectfont>
<pattern><patelt name="family"><string>{FAMILY}</string></patelt></pattern>
</rejectfont></selectfont></fontconfig>
"""
"""Fonts of the system that have the same name and other widths."""


@cache
def load_before_qt() -> bool:
    """Add the font file to fontconfig, which Qt reads once, in 10 ms; whether that was done.

    Through ``QFontDatabase.addApplicationFont`` a variable font has one weight on Linux: Qt 6.11
    asks fontconfig for the file's default instance alone, of all others it makes up a bold face.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
        fontconfig.FcInitLoadConfig.restype = ctypes.c_void_p
        config = ctypes.c_void_p(fontconfig.FcInitLoadConfig())
        if not config:
            return False
        rule = _WITHOUT_INSTALLED.encode()
        fontconfig.FcConfigParseAndLoadFromMemory(config, rule, True)
        added = fontconfig.FcConfigAppFontAddFile(config, str(_FILE).encode())
        return bool(added and fontconfig.FcConfigSetCurrent(config))
    except (OSError, AttributeError):  # no fontconfig, or an old one
        return False


def load_into_qt() -> None:
    """Add the font file to Qt's fonts, where Qt does not have it from fontconfig."""
    if not load_before_qt():
        QFontDatabase.addApplicationFont(str(_FILE))


_plain: ContextVar[bool] = ContextVar("plain glyphs", default=False)


@contextmanager
def plain_glyphs() -> Iterator[None]:
    """Write with the glyphs of the characters themselves meanwhile, without OpenType alternates.

    Inter's tabular figures and contextual signs have code points of the Private Use Area, which
    Qt 6.11 writes into a PDF as what they mean: no reader could find or copy "16". And SVG does not
    say which features are on.
    """
    token = _plain.set(True)
    try:
        yield
    finally:
        _plain.reset(token)


def has_plain_glyphs() -> bool:
    """Whether glyphs are plain at present; what is measured of text depends on it."""
    return _plain.get()
