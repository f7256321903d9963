"""The exported picture.

``layout_list`` has its layouts, of which each is a module: ``poster``, ``slide``. ``render`` makes
PNG, SVG or PDF of any of them, ``picture_content`` is what goes into it, ``text`` what it says,
``saver`` writes it.
"""
