"""Two documents side by side: what each says about the same operations, in the same words."""

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.contract.document_facts import compare_documents
from loadgen.contract.matrix import Application, Matrix

NOT_NAMED = "not named"


def documented(matrix: Matrix) -> list[Application]:
    """The applications whose documents can be read."""
    return [each for each in matrix.columns if each.operations]


def documents_grid(matrix: Matrix, keys: tuple[str, str]) -> Grid:
    """A row for each thing that either document names, those in which they differ first.

    What only one of them describes at all comes last: there is nothing to compare.
    """
    chosen = tuple(next(each for each in matrix.columns if each.variant.key == key) for key in keys)
    rows = []
    for fact in compare_documents(matrix):
        texts = [fact.said.get(key) for key in keys]
        if not any(texts):
            continue
        tone: Tone = "plain" if texts[0] == texts[1] else "caution"
        title = f"{' '.join(fact.operation)}, {fact.name}"
        sections = tuple(
            Section(f"{each.variant.title}: {title}", text or NOT_NAMED)
            for each, text in zip(chosen, texts, strict=True)
        )
        cells = tuple(GridCell(text or NOT_NAMED, tone, sections) for text in texts)
        is_shared = all(fact.operation in each.operations for each in chosen)
        rows.append((not is_shared, tone == "plain", GridRow(title, cells)))
    rows.sort(key=lambda row: row[:2])
    return Grid(
        tuple(each.variant.title for each in chosen),
        tuple(row for *_, row in rows),
        "",
        tuple(map(_validity, chosen)),
        is_wide=True,
    )


def _validity(application: Application) -> Section:
    version = application.document_version
    heading = f"{application.variant.title}, {'Swagger' if version < '3' else 'OpenAPI'} {version}"
    if application.invalid is None:
        said = "Whether it is valid is not known: openapi-spec-validator is not installed."
    elif application.invalid:
        said = f"The document is invalid: {application.invalid}."
    else:
        said = "The document is valid."
    return Section(heading, f"{said} {application.problem}".strip())
