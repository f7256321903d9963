"""A migration as a picture: the table of routes, and how fast each stage is."""

from collections.abc import Iterator

from gui.picture.result_picture import ResultPicture, encode_result
from gui.style.theme import LIGHT, Theme
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.migration_text import LEGEND, headers, route_rows, traps_sentence
from loadgen.migration.speed_text import SPEED_HEADERS, SPEED_LEGEND, speed_failures, speed_rows
from servers.catalog.migration_stages import stage_title


def migration_picture(run: MigrationRun, theme: Theme = LIGHT) -> bytes:
    """As PNG; raises PictureError where Qt cannot draw."""
    return encode_result(
        ResultPicture(
            "From Flask to FastAPI, stage by stage",
            tuple(_sentences(run)),
            (),
            headers(run.stages) if run.stages else (),
            tuple(route_rows(run.stages)) if run.stages else (),
            SPEED_LEGEND if run.speeds else LEGEND,
            (SPEED_HEADERS, *speed_rows(run.speeds)) if run.speeds else (),
        ),
        theme,
    )


def _sentences(run: MigrationRun) -> Iterator[str]:
    if run.stages:
        differing = sum(len(each.differing) for each in run.stages)
        asked = sum(len(each.results) for each in run.stages)
        yield f"{differing} of {asked} answers are not those of Flask alone."
        yield traps_sentence(run.traps)
        if run.speeds:
            yield LEGEND
    if run.speeds and not (run.stages and run.raced_traps == run.traps):
        yield f"In the races: {traps_sentence(run.raced_traps)}"
    yield from speed_failures(run.speeds)
    for each in run.stages:
        if each.failure:
            yield f"Stage {each.stage}, {stage_title(each.stage)}: {each.failure}"
