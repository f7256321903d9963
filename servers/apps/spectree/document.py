"""The document of all routes, to which each scenario module adds its own."""

from spectree import SpecTree

# Strict: without the route by which Faceoff knows its server again.
spec = SpecTree("flask", title="Faceoff", mode="strict")
