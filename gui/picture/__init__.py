"""The exported picture.

``layout_list`` has its layouts, of which each is a module: ``poster``, ``slide``,
``comparison_strip``. ``render`` makes PNG, SVG or PDF of any of them. ``picture_content`` is what
goes into it, ``text``, ``slide_text`` and ``strip_text`` what it says; ``saver`` writes it.
"""
