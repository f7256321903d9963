"""What a name in a module is, where the code says so: its annotation, or its field in a schema.

Found by reading, never by importing; names that come from another module of ours are looked up
there.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from servers.catalog.handler_source import module_file

_LONGEST = 6
"""Fields of a class that a hint lists."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Columns count characters from 0, the end excluded; the line counts from 1."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Annotation:
    """Of a name in a scope: ``written`` as in the code, ``text`` with what stands behind it."""

    written: str
    text: str


@dataclass(slots=True)
class _Known:
    """The names of types and of fields that a module defines or imports.

    ``types`` are aliases and classes by name, ``fields`` those of all classes, each with its class.
    """

    types: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def hints(text: str) -> tuple[Hint, ...]:
    """Of every name that has one, in the text's order. ``text`` is valid Python."""
    tree = ast.parse(text)
    known = _known(tree)
    known.lines = text.splitlines()
    found = set(_in_scope(tree, {}, known))
    return tuple(sorted(found, key=lambda each: (each.line, each.start)))


def _known(tree: ast.Module) -> _Known:
    known = _Known()
    for node in tree.body:
        match node:
            case ast.ImportFrom(module=str() as module, names=names):
                _borrow(module, {each.name for each in names}, known)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                known.types[name] = f"{name} = {ast.unparse(value)}"
            case ast.ClassDef():
                _learn(node, known)
    return known


def _borrow(module: str, names: set[str], known: _Known) -> None:
    file = module_file(module)
    if file is None or file.name == "__init__.py":
        return
    theirs = _known(ast.parse(file.read_text("utf-8")))
    known.types |= {name: told for name, told in theirs.types.items() if name in names}
    for name, told in theirs.fields.items():
        known.fields.setdefault(name, []).extend(each for each in told if each[0] in names)


def _learn(node: ast.ClassDef, known: _Known) -> None:
    """A class: its fields, annotated or as a schema declares them."""
    told = list(_declared(node))
    for name, what in told:
        known.fields.setdefault(name, []).append((node.name, what))
    bases = ", ".join(ast.unparse(each) for each in node.bases)
    lines = [f"    {what}" for _, what in told[:_LONGEST]]
    more = ["    …"] if len(told) > _LONGEST else []
    known.types[node.name] = "\n".join([f"class {node.name}({bases})", *lines, *more])


def _declared(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for each in node.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield name, f"{name}: {ast.unparse(annotation)}"
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                yield name, f"{name} = {ast.unparse(call)}"


def _in_scope(node: ast.AST, names: dict[str, _Annotation], known: _Known) -> Iterator[Hint]:
    """``names`` are the annotated ones of the scopes around."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        names = names | _annotated(node, known)
        if node.returns is not None:
            yield _of_def(node, known)
    for each in ast.iter_child_nodes(node):
        text = _told(each, names, known)
        if text:
            line, start, length = _place(each)
            # Python counts bytes, Qt characters.
            start = len(known.lines[line - 1].encode()[:start].decode())
            yield Hint(line, start, start + length, text)
        yield from _in_scope(each, names, known)


def _annotated(
    node: ast.FunctionDef | ast.AsyncFunctionDef, known: _Known
) -> dict[str, _Annotation]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return {
        each.arg: _annotation(f"{each.arg}:", each.annotation, known)
        for each in arguments
        if each.annotation is not None
    }


def _annotation(before: str, annotation: ast.expr, known: _Known) -> _Annotation:
    """``before`` stands before the annotation in the text: ``wait_ms:``, ``wait returns``."""
    written = ast.unparse(annotation)
    behind = known.types.get(written, "")
    text = f"{before} {written}"
    return _Annotation(written, f"{text}\n{behind}" if behind else text)


def _of_def(node: ast.FunctionDef | ast.AsyncFunctionDef, known: _Known) -> Hint:
    assert node.returns is not None
    start = known.lines[node.lineno - 1].index(f"{node.name}(", node.col_offset)
    returned = _annotation(f"{node.name} returns", node.returns, known)
    return Hint(node.lineno, start, start + len(node.name), returned.text)


def _told(node: ast.AST, names: dict[str, _Annotation], known: _Known) -> str:
    match node:
        case ast.Name(id=name):
            return names[name].text if name in names else known.types.get(name, "")
        case ast.arg(arg=name):
            return names[name].text if name in names else ""
        case ast.Attribute(attr=name, value=ast.Name(id=owner)):
            return _field(name, names[owner].written if owner in names else "", known)
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return _field(name, "", known)
    return ""


def _field(name: str, class_name: str, known: _Known) -> str:
    """The hint of a field of ``class_name``; else of the only field that has this name."""
    told = known.fields.get(name, [])
    of_owner = [each for each in told if each[0] == class_name]
    chosen = of_owner or (told if len({what for _, what in told}) == 1 else [])
    return f"{chosen[0][1]}\nof {chosen[0][0]}" if chosen else ""


def _place(node: ast.AST) -> tuple[int, int, int]:
    """Line, column in bytes, and length in characters of the word that is hinted at."""
    match node:
        case ast.Attribute(attr=name, end_lineno=int() as line, end_col_offset=int() as end):
            return line, end - len(name.encode()), len(name)
        case ast.arg(arg=name):
            return node.lineno, node.col_offset, len(name)
        case ast.Name(id=name):
            return node.lineno, node.col_offset, len(name)
        case ast.Subscript(slice=ast.Constant(value=str() as text) as key):
            return key.lineno, key.col_offset, len(text) + 2
    return 0, 0, 0
