"""Tiny processes that behave as real ones sometimes do."""
