"""One page for each thing to do. Today there is one, the race.

``race_session`` is what is raced and how it goes, without a widget; ``race`` lays the page out
from ``race_bar`` (who, what, how long), ``race_panel`` (the sliders) and the charts; ``lane_words``
turns what a lane reports into words. ``picture_desk`` is what the picture button does,
``picture_saver`` how a picture gets to where it is wanted.
"""
