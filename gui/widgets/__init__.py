"""Small widgets with one setter each. They show and ask; they decide nothing.

``slider_scale`` is the arithmetic of a slider; ``labelled_slider`` and ``number_field`` ask for a
Parameter. ``pick_button`` and what is made of it, ``lane_chip`` and ``picture_button``, open a
``pick_menu``; ``segmented`` shows all there is to choose. ``verdict_line``, ``lane_strip`` and
``footer`` say how it goes; ``notice`` says one sentence in place, where another program would open
a dialog; ``fairness_table`` sets both servers' settings side by side. ``shortcuts`` has all
keys, ``keyboard_help`` is an overlay that shows them, ``nav_rail`` the way between pages.
"""
