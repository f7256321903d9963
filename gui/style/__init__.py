"""How the window looks.

``theme`` (colours, type, spacing), ``style`` (a theme at a size), ``stylesheet`` (what Qt paints),
``icons`` (drawn from ``icon_paths``) and ``text_layout``.
"""
