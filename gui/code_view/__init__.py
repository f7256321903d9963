"""The code under load: two handlers side by side.

``handler_analysis`` finds in a module what matters in it (handlers, and lines of a kind), ``hints``
what its names are, ``line_alignment`` which lines correspond, ``syntax_highlight`` what each piece
of a line is. ``side_by_side`` makes of these two ``Side``s, row for row; none of them knows Qt.
``code_view`` shows a side, ``code_card`` gives it a heading, ``code_pair`` puts two together.
"""
