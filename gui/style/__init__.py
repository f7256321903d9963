"""How the window looks.

``theme`` (colours, type, spacing), ``style`` (a theme at a size), ``stylesheet`` (what Qt paints),
``icons`` and ``text_layout``.
"""
