"""The version of Faceoff, which every export names. A test holds it to pyproject.toml."""

VERSION = "0.1.0"
