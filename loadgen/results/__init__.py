"""What a person takes away. Everything here is made of Frames, and knows neither sockets nor Qt.

``timeline`` keeps them as columns for plots, ``lane_timeline`` those of one lane. ``verdict`` says
who leads, with an interval (``intervals``) and in words (``sentences``, ``wording``). A
``run_record`` is all that is known of one race, its ``environment`` included; ``run_file`` is the
document that every other export is a view of. ``exporters`` write it, whole or not at all
(``atomic``).
"""
