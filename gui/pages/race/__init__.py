"""The race page: the verdict, the charts, and why; above them who races, beside them the sliders.

``race_page`` lays it out from ``race_bar`` (who, what, how long), ``race_panel`` (the sliders, in
``panel_section``s), ``chart_board`` (the charts in ``chart_rows``, with a ``chart_switcher`` at
the last place) and ``lane_strips``. ``page_room`` has how many charts fit, ``chart_interaction``
what pointer and keys do in all of them, ``chart_focus`` what in one. ``lane_text`` is what a lane
reports, as text.
``picture_controller`` and ``calibration_controller`` act on what is asked of the page.
"""
