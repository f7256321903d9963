"""What each piece of a line is, by Pygments, and in which colour it stands."""

from typing import Literal, NamedTuple

from pygments.lexers.python import PythonLexer
from pygments.token import Token, _TokenType

from gui.code_view.handler_analysis import Kind
from gui.style.theme import Theme, mix

Role = Literal["keyword", "string", "comment", "number", "decorator", "defined", "builtin", "plain"]

_ROLES: tuple[tuple[_TokenType, Role], ...] = (
    (Token.Literal.String.Doc, "comment"),
    (Token.Comment, "comment"),
    (Token.Keyword.Constant, "number"),
    (Token.Keyword, "keyword"),
    (Token.Operator.Word, "keyword"),
    (Token.Literal.String.Interpol, "plain"),
    (Token.Literal.String, "string"),
    (Token.Literal.Number, "number"),
    (Token.Name.Decorator, "decorator"),
    (Token.Name.Function, "defined"),
    (Token.Name.Class, "defined"),
    (Token.Name.Builtin, "builtin"),
)
BOLD: frozenset[Role] = frozenset({"defined", "decorator"})


class Piece(NamedTuple):
    """Some characters of one line."""

    text: str
    role: Role


def pieces(text: str) -> tuple[tuple[Piece, ...], ...]:
    """Those of each line. The whole text is lexed at once: a string may go over several lines."""
    lines: list[list[Piece]] = [[]]
    for token, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        role: Role = next((role for known, role in _ROLES if token[: len(known)] == known), "plain")
        first, *others = value.split("\n")
        lines[-1].append(Piece(first, role))
        lines += [[Piece(each, role)] for each in others]
    return tuple(tuple(piece for piece in line if piece.text) for line in lines)


def colour(role: Role, theme: Theme) -> str:
    """Of no lane, and of no failure; WCAG AA on a card."""
    blue = "#7cc4ff" if theme.is_dark else "#0b5fc4"
    rose = mix(theme.caution, theme.failure, 0.55)
    return {
        "keyword": theme.caution,
        "string": blue,
        "comment": theme.muted,
        "number": rose,
        "decorator": rose,
        "defined": theme.text,
        "builtin": mix(theme.text, blue, 0.45),
        "plain": theme.text,
    }[role]


def kind_colour(kind: Kind, theme: Theme) -> str:
    """That of its mark in the margin, which is a word besides."""
    blue = "#7cc4ff" if theme.is_dark else "#0b5fc4"
    rose = mix(theme.caution, theme.failure, 0.55)
    return {
        "await": blue,
        "async": blue,
        "yields": blue,
        "blocks": theme.caution,
        "stalls": rose,
        "route": theme.muted,
        "checks": rose,
    }[kind]
