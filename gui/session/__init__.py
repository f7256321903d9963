"""What is raced and how it goes, without a widget.

``race_session`` is the model of the window; ``plan_editor`` what a person chooses. ``race_thread``
is the asyncio thread that plays a race made by ``race_factory`` and delivers its frames;
``ceiling_provider`` measures what the generator can send. ``window_settings`` and ``last_race`` are
what is kept from one start to the next.
"""
