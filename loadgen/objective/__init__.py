"""Objectives: the highest rate at which a server meets one, and what a million requests cost."""
