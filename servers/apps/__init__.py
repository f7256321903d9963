"""The applications, one folder each, named as the variant that introduces it.

``flask`` and ``fastapi`` mirror each other: one module per scenario, each written as a developer of
that framework would write it. The others differ from one of these in one thing: ``flask_async`` has
``async def`` views, ``fastapi_def`` plain functions, ``fastapi_def_once`` those that return a
response themselves, ``fastapi_blocking`` blocking calls in ``async def``, ``fastapi_mounted`` is
Flask inside FastAPI. ``flask_manual``, ``flask_cerberus`` and ``flask_restx`` validate an order by
other means than marshmallow, and do not import it. ``workload`` is what both frameworks work on,
``factory`` makes an app of the modules of its folder.
"""
