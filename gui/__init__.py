"""The window: the only package that imports PySide6 or pyqtgraph.

It computes nothing that a test without a window could not check.
"""
