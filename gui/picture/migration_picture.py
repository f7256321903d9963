"""A migration as a picture: what differs at each stage, the table of routes, and the speeds."""

from gui.picture.result_picture import ResultPicture, encode_result
from gui.style.theme import LIGHT, Theme
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.migration_text import (
    LEGEND,
    headers,
    route_rows,
    stage_sentences,
    trap_sentence,
)


def migration_picture(run: MigrationRun, theme: Theme = LIGHT) -> bytes:
    """As PNG; raises PictureError where Qt cannot draw."""
    differing = sum(len(each.differing) for each in run.stages)
    asked = sum(len(each.results) for each in run.stages)
    result = f"{differing} of {asked} answers are not those of Flask alone."
    return encode_result(
        ResultPicture(
            "From Flask to FastAPI, stage by stage",
            (result, *stage_sentences(run.stages), *map(trap_sentence, run.traps)),
            (),
            headers(run.stages),
            tuple(route_rows(run.stages)),
            LEGEND,
        ),
        theme,
    )
