"""What the rows of the fairness table are called, and what each decides.

Those of one backing service or of one HTTP server are declared in its entry of the catalogue. A
setting that is not among these stands at the end, with the title that the server gives it.
"""

from loadgen.model.load_parameter import parameters_of
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from servers.catalog.backing_services import BACKING_SERVICES
from servers.catalog.race_catalog import RACE_VARIANTS
from servers.catalog.setting_description import SettingDescription

KNOWN_SETTINGS: tuple[SettingDescription, ...] = (
    *(
        SettingDescription(key=each.key, title=each.title, means=each.fairness, in_every_race=False)
        for holder in (ClosedModel, OpenModel, RacePlan)
        for _, each, _ in parameters_of(holder)
        if each.fairness
    ),
    SettingDescription(key="variant", title="Variant", means="Which of Faceoff's servers runs."),
    SettingDescription(
        key="pid",
        title="Process",
        means="The number of the server's process, which reported this table.",
    ),
    SettingDescription(key="port", title="Port", means="Where it listens, on 127.0.0.1 alone."),
    SettingDescription(
        key="workers",
        title="Processes",
        means="How many processes answer; each needs memory of its own.",
    ),
    SettingDescription(
        key="spread",
        title="Connections over processes",
        means="Even: each process has as many. System: whichever accepts first has it, for good.",
        in_every_race=False,
    ),
    SettingDescription(
        key="threads",
        title="Threads",
        means="So many requests each process computes or blocks on at a time.",
    ),
    SettingDescription(
        key="cores", title="Cores", means="On how many cores its threads and processes may run."
    ),
    *dict.fromkeys(row for each in RACE_VARIANTS for row in each.server.settings),
    SettingDescription(
        key="event_loop", title="Event loop", means="What waits for all connections at once."
    ),
    SettingDescription(
        key="view_loop",
        title="Loop of a view",
        means="What an async view waits on: its own, it shares nothing.",
        in_every_race=False,
    ),
    SettingDescription(
        key="parser", title="HTTP parser", means="What reads the requests: in C, or in Python."
    ),
    SettingDescription(
        key="validation",
        title="Validation",
        means="What checks the input before the handler sees it.",
    ),
    *(row for service in BACKING_SERVICES for row in service.settings),
    SettingDescription(
        key="connection_limit",
        title="Connection limit",
        means="Connections beyond it wait, or are refused.",
    ),
    SettingDescription(
        key="backlog", title="Backlog", means="Connections that may wait to be accepted."
    ),
    SettingDescription(
        key="keep_alive", title="Keep-alive", means="How long an idle connection stays open."
    ),
    SettingDescription(
        key="nodelay",
        title="TCP_NODELAY",
        means="Off, the second part of an answer waits up to 40 ms for the client's "
        "acknowledgement.",
    ),
    SettingDescription(
        key="access_log",
        title="Access log",
        means="A line for every request costs both time and disk.",
    ),
    SettingDescription(
        key="app_whole_numbers",
        title="Whole numbers",
        means="What the validation takes for a whole number.",
    ),
    SettingDescription(
        key="app_unknown_fields",
        title="Unknown fields",
        means="What becomes of a field that nobody declared.",
    ),
    SettingDescription(
        key="app_no_object",
        title="Body that is no object",
        means="The status of an order that is a list, or a text.",
    ),
    SettingDescription(
        key="app_refusal", title="Refused input", means="The status of input that is not valid."
    ),
    SettingDescription(
        key="app_answer_check",
        title="Answers checked",
        means="Whether what a handler returns is validated, too.",
    ),
    SettingDescription(
        key="app_upload",
        title="Largest upload",
        means="A body that is longer is refused.",
        in_every_race=False,
    ),
    SettingDescription(
        key="app_templates",
        title="Changed templates",
        means="Looked for, each page asks the disk for its template.",
        in_every_race=False,
    ),
    SettingDescription(
        key="app_chunked",
        title="Chunked bodies",
        means="What the app reads of a body whose length is not said.",
        in_every_race=False,
    ),
    SettingDescription(
        key="python_build",
        title="Python build",
        means="How the interpreter was compiled: an optimised one is clearly faster.",
    ),
    SettingDescription(
        key="python_compiler", title="Python compiler", means="What compiled the interpreter."
    ),
    SettingDescription(
        key="python_gil", title="GIL", means="With it, one thread computes at a time."
    ),
    SettingDescription(
        key="python_flags", title="Python flags", means="Whether asserts and debugging aids are on."
    ),
    SettingDescription(
        key="python_library_paths",
        title="Library paths",
        means="Variables of the user's that say where shared libraries are loaded from.",
        in_every_race=False,
    ),
)
"""In the order of the table; a title is the same word whatever the framework's is."""
