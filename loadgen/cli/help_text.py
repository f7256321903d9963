"""What stands below the options in the help: catalogues, examples, exit codes, the log file."""

from collections.abc import Iterable

import click

from loadgen.files import user_files
from servers.catalog.parameter import Parameter
from servers.catalog.race_catalog import RACE_SCENARIOS, RACE_VARIANTS
from servers.process.installation import IN_SOURCE_TREE, PEERS_COMMAND, program_name

_EXAMPLES = (
    ("", "open the window"),
    ("run", "Flask against FastAPI, waiting 50 ms, 64 users, 10 s"),
    ("run --set wait_ms=200 --set a.threads=64", "more threads against longer waits"),
    ("run --a fastapi --b fastapi-def --scenario cpu", "two ways to compute in FastAPI"),
    ("run --a flask --b flask", "the same twice: how large is the noise here?"),
    ("run --mode turns --until-clear", "one lane at a time, until the difference is shown"),
    ("run --rate 500", "500 requests/s, whatever the servers do"),
    ("run --scenario database", "PostgreSQL behind both; --database-url for your own"),
    ("run --out race.json --out race.png", "write the run document and a picture"),
    ("runs", "list the recorded races"),
    ("runs --restore last", "bring back the race that was deleted last"),
    ("replay last --speed 4", "play the last race in the window, four times as fast"),
    ("compare last~1 last", "what has changed between the last two races?"),
    ("demo", "list the demonstrations; “demo wait” shows one in the window"),
    ("sweep --scenario wait", "how many users does each server bear?"),
    ("cost --objective 'p99_ms < 100'", "what rate does each sustain, and what does that cost?"),
    ("contract", "what does each application accept, and does its document say so?"),
    ("claims --out board.png", "are the article's claims true here? unattended, with a picture"),
    ("migration", "does a service answer the same at each step from Flask to FastAPI?"),
    ("check-instrument", "how good is the load generator itself?"),
)
_RUN_EXITS = (
    ("0", "both lanes ran"),
    ("1", "something failed, or half of a lane's requests; what was measured is written"),
    ("2", "bad usage"),
    ("3", "a requirement fails (--require)"),
    ("130, 143, 129", "Ctrl-C, SIGTERM, SIGHUP: once ends the race and writes, twice writes now"),
)
_RACES = (
    ("last, last~2", "the last recorded race, the one that is two before it"),
    ("2026-11-27-1403", "the beginning of its name, as “runs” lists it"),
    ("FILE.faceoff, .html, .json", "a file: a race, a report, a run document with its time line"),
    ("FILE.html#2", "the second race in a report"),
)
_DEMONSTRATIONS = (
    ("wait", "a name, as “demo” lists them: of the program, or of a file of yours"),
    ("FILE.toml", "a file; run --export-demo FILE.toml writes one"),
)
_CONTRACT_EXITS = (
    ("0", "every application ran, or lacks a package, which is said"),
    ("1", "one failed, or something drifts that did not in the baseline"),
    ("2", "bad usage"),
    ("130, 143, 129", "Ctrl-C, SIGTERM, SIGHUP: nothing is written"),
)
_CLAIMS_EXITS = (
    ("0", "every claim was put to the test; one that is not decided says so"),
    ("1", "a race or a server failed, or a file could not be written"),
    ("2", "bad usage"),
    ("130, 143, 129", "Ctrl-C, SIGTERM, SIGHUP: what was decided is printed and written"),
)
_MIGRATION_EXITS = (
    ("0", "every stage ran"),
    ("1", "one failed, or an answer differs that did not in the baseline"),
    ("2", "bad usage"),
    ("130, 143, 129", "Ctrl-C, SIGTERM, SIGHUP: nothing is written"),
)
_CHECK_EXITS = (
    ("0", "every bar that could be measured holds"),
    ("1", "one does not"),
    ("2", "bad usage"),
    ("130, 143, 129", "Ctrl-C, SIGTERM, SIGHUP: what was measured is printed and written"),
)


def write_program_epilog(formatter: click.HelpFormatter) -> None:
    """Examples, variables and the log file."""
    _write_examples(formatter)
    _write_variables(formatter, "run")
    _write_log_file(formatter)


def write_run_epilog(formatter: click.HelpFormatter) -> None:
    """The catalogues with all settings, examples, exit codes, variables and the log file."""
    rows = [
        row
        for entry in RACE_SCENARIOS
        for row in ((entry.key, entry.shows), *_settings(entry.parameters, ""))
    ]
    _write_table(formatter, "scenarios, and what may be set", rows)
    rows = [
        row
        for server in RACE_VARIANTS
        for row in (
            (server.key, f"{server.subtitle}. {server.teaches}"),
            *_settings(server.settings, "a."),
        )
    ]
    _write_table(formatter, "servers, and what may be set (with a. or b. before it)", rows)
    _write_examples(formatter)
    _write_table(formatter, "exit codes", _RUN_EXITS)
    _write_variables(formatter, "run")
    _write_log_file(formatter)


def write_race_epilog(formatter: click.HelpFormatter) -> None:
    """What a race is called, and where races are."""
    _write_table(formatter, "RACE is one of", _RACES)
    if folder := user_files.races_folder():
        formatter.write_paragraph()
        formatter.write_text(f"Races are recorded in {folder}")
        formatter.write("\n")


def write_demonstration_epilog(formatter: click.HelpFormatter) -> None:
    """What a demonstration is called, and where the user's own are."""
    _write_table(formatter, "NAME is one of", _DEMONSTRATIONS)
    if folder := user_files.demonstrations_folder():
        formatter.write_paragraph()
        formatter.write_text(f"Your own are files in {folder}")
        formatter.write("\n")


def write_contract_epilog(formatter: click.HelpFormatter) -> None:
    """Exit codes."""
    _write_table(formatter, "exit codes", _CONTRACT_EXITS)


def write_claims_epilog(formatter: click.HelpFormatter) -> None:
    """The claims there are, and exit codes."""
    from loadgen.claims.claim_list import CLAIMS

    rows = [(each.key, each.sentence) for each in CLAIMS]
    _write_table(formatter, "NAME is one of", rows)
    _write_table(formatter, "exit codes", _CLAIMS_EXITS)


def write_migration_epilog(formatter: click.HelpFormatter) -> None:
    """Exit codes."""
    _write_table(formatter, "exit codes", _MIGRATION_EXITS)


def write_check_epilog(formatter: click.HelpFormatter) -> None:
    """Exit codes, and how to compare with all Python clients."""
    _write_table(formatter, "exit codes", _CHECK_EXITS)
    formatter.write_paragraph()
    how = PEERS_COMMAND if IN_SOURCE_TREE else "install locust beside Faceoff"
    formatter.write_text(f"All Python peers: {how}")
    formatter.write("\n")


def _settings(parameters: Iterable[Parameter], prefix: str) -> Iterable[tuple[str, str]]:
    for parameter in parameters:
        usual = f"  {prefix}{parameter.key}={parameter.typed_text(parameter.default)}"
        yield usual, parameter.range_text


def _write_examples(formatter: click.HelpFormatter) -> None:
    rows = [(f"{program_name()} {words}".rstrip(), meaning) for words, meaning in _EXAMPLES]
    _write_table(formatter, "examples", rows)


def _write_table(
    formatter: click.HelpFormatter, heading: str, rows: Iterable[tuple[str, str]]
) -> None:
    with formatter.section(heading):
        formatter.write_dl(list(rows), 24)


def _write_variables(formatter: click.HelpFormatter, command: str) -> None:
    formatter.write_paragraph()
    formatter.write_text(
        f"Each option of a command has an environment variable: {command} --max-in-flight is "
        f"FACEOFF_{command.upper()}_MAX_IN_FLIGHT. What is typed has precedence."
    )


def _write_log_file(formatter: click.HelpFormatter) -> None:
    path = user_files.log_path()
    formatter.write_paragraph()
    formatter.write(f"Log file: {path}\n" if path else "Log file: none, this user has no home\n")
