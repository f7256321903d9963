"""The one name that an installed Faceoff adds to site-packages.

A wheel has main.py and the packages gui, loadgen and servers in this folder; the source tree has
them in the folder above. They are importable only in processes that ``faceoff.__main__`` or
``servers.process.child_process`` starts, so that no name of theirs meets one of another
distribution.
"""
