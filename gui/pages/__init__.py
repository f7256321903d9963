"""One page for each thing to do: the race, the code under load, and whether it is fair.

``race_session`` is what is raced and how it goes, without a widget; ``race`` lays the page out
from ``race_bar`` (who, what, how long), ``race_panel`` (the sliders) and the charts; ``lane_words``
turns what a lane reports into words. ``picture_desk`` is what the picture button does,
``picture_saver`` how a picture gets to where it is wanted. ``code_panel`` shows the handlers as a
page, and brief below the race's charts, whose rows (``chart_rows``) make room for it;
``fourth_place`` is where the spectrum and the inside of the servers take turns; ``fairness`` is the
page of what both servers run with.
"""
