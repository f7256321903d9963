"""The document of all routes, to which each scenario module adds its own."""

from spectree import SpecTree

spec = SpecTree("flask", title="Faceoff")
