"""click's commands and options as Faceoff uses them: sections, abbreviations, plain epilogs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from loadgen.cli.option_types import did_you_mean

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
Epilog = Callable[[click.HelpFormatter], None]


class SectionOption(click.Option):
    """An option that the help lists below the heading ``section``.

    One that is ``in_full`` has no abbreviation: it came later than others that begin alike, whose
    abbreviations go on meaning what they meant.
    """

    def __init__(
        self,
        *declarations: str,
        section: str = "options",
        in_full: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(list(declarations), **settings)
        self.section = section
        self.in_full = in_full


class Command(click.Command):
    """A command whose long options may be abbreviated, as far as they stay unambiguous.

    ``write_epilog`` writes the last part of the help, which click would wrap into one paragraph.
    """

    def __init__(self, name: str, *, write_epilog: Epilog, **settings: Any) -> None:
        super().__init__(name, context_settings=HELP_OPTIONS, **settings)
        self._write_epilog = write_epilog

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = list(_expand_abbreviations(args, self.get_params(ctx), ctx))
        options = words[: words.index("--")] if "--" in words else words
        if not ctx.resilient_parsing and not {*ctx.help_option_names}.isdisjoint(options):
            # click would refuse an unknown option first.
            click.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, words)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_sections(self.get_params(ctx), ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        self._write_epilog(formatter)


class Group(click.Group):
    """The program: commands by name, and the options that stand before a command."""

    def __init__(self, *, write_epilog: Epilog, **settings: Any) -> None:
        super().__init__(context_settings=HELP_OPTIONS, no_args_is_help=False, **settings)
        self._write_epilog = write_epilog

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        count = next((n for n, word in enumerate(args) if not word.startswith("-")), len(args))
        own = _expand_abbreviations(args[:count], self.get_params(ctx), ctx)
        return super().parse_args(ctx, [*own, *args[count:]])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("commands"):
            names = self.list_commands(ctx)
            formatter.write_dl([(name, self.commands[name].get_short_help_str()) for name in names])
        _write_sections(self.get_params(ctx), ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        self._write_epilog(formatter)


def refusal(error: click.ClickException) -> str:
    """The sentence for a click exception: what was wrong, and the name that was probably meant."""
    match error:
        case click.NoSuchOption():
            meant = did_you_mean(error.possibilities or ())
            return f"There is no option “{error.option_name}”.{meant}"
        case click.NoSuchCommand():
            meant = did_you_mean(error.possibilities or ())
            return f"There is no command “{error.command_name}”.{meant}"
        case click.BadParameter(param=click.Option() as option, ctx=click.Context() as ctx):
            return f"{_origin(option, ctx)}: {error.message}"
    message = error.format_message()
    return message if message.endswith((".", "?")) else f"{message}."


def variable_name(option: click.Parameter, ctx: click.Context) -> str:
    """The environment variable that sets an option: FACEOFF_RUN_MAX_IN_FLIGHT; "" without one."""
    if isinstance(option.envvar, str):
        return option.envvar
    return f"{ctx.auto_envvar_prefix}_{option.name}".upper() if ctx.auto_envvar_prefix else ""


def _origin(option: click.Option, ctx: click.Context) -> str:
    """Where a value came from: the option, or the variable that stands for it."""
    source = ctx.get_parameter_source(option.name or "")
    if source is click.core.ParameterSource.ENVIRONMENT:
        return variable_name(option, ctx)
    return option.opts[0]


def _expand_abbreviations(
    words: Sequence[str], params: Sequence[click.Parameter], ctx: click.Context
) -> Iterator[str]:
    """The words with each abbreviated long option written out; raises click.UsageError."""
    names = {param: (*param.opts, *param.secondary_opts) for param in params}
    known = {name for each in names.values() for name in each}
    short = [
        name
        for param, each in names.items()
        if not getattr(param, "in_full", False)
        for name in each
    ]
    for n, word in enumerate(words):
        if word == "--":
            yield from words[n:]
            return
        name, equals, value = word.partition("=")
        found = [each for each in short if each.startswith(name)]
        if not name.startswith("--") or name in known or not found:
            yield word
        elif len(found) == 1 or ctx.resilient_parsing:
            yield f"{found[0]}{equals}{value}"
        else:
            raise click.UsageError(f"“{name}” may be any of {', '.join(found)}; write more.", ctx)


def _write_sections(
    params: Sequence[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """One definition list for each section, in the order in which the options are declared."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for param in params:
        if record := param.get_help_record(ctx):
            heading = getattr(param, "section", "options")
            sections.setdefault(heading, []).append(record)
    for heading, records in sections.items():
        with formatter.section(heading):
            formatter.write_dl(records, col_max=26)
