"""Completion in bash, zsh and fish: the script that a shell evaluates, and the answers to it.

The script asks the program itself at each Tab, by ``_FACEOFF_COMPLETE``. In the source tree there
is no command to complete, so the script defines one, the function ``faceoff``.
"""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from loadgen.cli.command import SectionOption
from loadgen.cli.option_types import CatalogueKey
from servers.process.installation import program_name

VARIABLE = "_FACEOFF_COMPLETE"
_COMMAND = "faceoff"
_BASH = """\
_faceoff_completion() {
    local IFS=$'\\n' answer line
    COMPREPLY=()
    answer=$(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        _FACEOFF_COMPLETE=bash_complete @launch@ 2>/dev/null)
    for line in $answer; do
        case $line in
            plain,*) COMPREPLY+=("${line#plain,}") ;;
            *) compopt -o default ;;
        esac
    done
}
complete -o nosort -F _faceoff_completion faceoff
"""
_ZSH = """\
_faceoff_completion() {
    local -a answer described
    local kind value help
    answer=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        _FACEOFF_COMPLETE=zsh_complete @launch@ 2>/dev/null)}")
    for kind value help in $answer; do
        case "$kind,$help" in
            plain,_) described+=("${value//:/\\\\:}") ;;
            plain,*) described+=("$value:$help") ;;
            *) _files ;;
        esac
    done
    (( $#described )) && _describe -V faceoff described
}
compdef _faceoff_completion faceoff
"""
_FISH = """\
function _faceoff_completion
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -t)
    set -lx _FACEOFF_COMPLETE fish_complete
    for line in (@launch@ 2>/dev/null)
        set -l parts (string split -m 1 "," -- $line)
        if test $parts[1] = plain
            echo $parts[2]
        else
            __fish_complete_path (commandline -t)
        end
    end
end
complete --no-files --command faceoff --arguments "(_faceoff_completion)"
"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
_FUNCTIONS = {
    "bash": 'faceoff() { @launch@ "$@"; }\n',
    "zsh": 'faceoff() { @launch@ "$@"; }\n',
    "fish": "function faceoff; @launch@ $argv; end\n",
}


@dataclass(frozen=True, slots=True)
class ScriptRequest:
    """The completion script of one shell."""

    shell: str


def script_option() -> click.Option:
    """``--show-completion [SHELL]``; without a shell, the user's own by $SHELL."""
    own = Path(os.environ.get("SHELL", "")).stem
    return SectionOption(
        "--show-completion",
        is_flag=False,
        flag_value=own if own in _SCRIPTS else "bash",
        type=CatalogueKey("shell", dict.fromkeys(_SCRIPTS, "")),
        allow_from_autoenv=False,
        help="Print the script that completes commands, options and catalogue names in bash, "
        "zsh or fish, and exit.",
    )


def completion_script(shell: str) -> str:
    """What the shell has to evaluate."""
    installed = program_name() == _COMMAND
    words = [_COMMAND] if installed else [sys.executable, str(Path(sys.argv[0]).absolute())]
    launch = shlex.join(["command", *words] if installed and shell != "fish" else words)
    defined = "" if installed else _FUNCTIONS[shell]
    return (defined + _SCRIPTS[shell]).replace("@launch@", launch)


def answer(program: click.Command, instruction: str) -> int:
    """Print what may follow, for the words that the shell's script puts into the environment.

    Returns the exit code.
    """
    from click.shell_completion import shell_complete

    return shell_complete(program, {}, program_name(), VARIABLE, instruction)
