"""The code under load: two handlers side by side.

``reading`` finds in a module what matters in it (handlers, and lines of a kind), ``hints`` what its
names are, ``aligning`` which lines correspond, ``colouring`` what each piece of a line is.
``pairing`` makes of these two ``Side``s, row for row; none of them knows Qt. ``code_view`` shows a
side, ``code_card`` gives it a heading, ``code_pair`` puts two together.
"""
