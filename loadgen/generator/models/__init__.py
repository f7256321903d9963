"""When requests leave: the closed model and the open model.

``closed_model`` keeps a number of requests in flight. ``open_model`` sends at the times that
``pacer`` computes, woken by ``precise_timer``, over ``open_model_connections``.
"""
