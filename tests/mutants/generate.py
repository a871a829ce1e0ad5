"""Small faults made of source code, one at a time: what a suite that holds promises must notice.

A fault replaces one piece of the syntax tree: a comparison, ``and`` or ``or``, a ``not``, a sign
of arithmetic, a number, a truth value, or a statement. Nothing is changed that no behaviour hangs
on: docstrings and all other text, ``__all__``, annotations, how a class is declared, what is
logged, blocks for the type checker.
"""

import ast
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_LEFT_ALONE = frozenset(("annotation", "returns", "decorator_list", "type_params"))
_LOG_METHODS = frozenset(("debug", "info", "warning", "error", "exception", "critical", "log"))


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: its ``line`` and ``kind``, the code ``before`` and ``after``.

    ``number`` counts a file's mutants from 0; by it ``mutated`` finds the place again.
    """

    number: int
    line: int
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node hangs in the tree: a field of ``parent``, or one of the list in it."""

    parent: ast.AST
    field: str
    index: int | None

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants(source: str) -> list[Mutant]:
    """Every fault of a file, in the order of its code. SyntaxError if it is none."""
    return [
        Mutant(number, node.lineno, kind, _shown(node), _shown(after))
        for number, (_, node, kind, after) in enumerate(_changes(ast.parse(source)))
    ]


def mutated(source: str, number: int) -> str:
    """The file with the fault of that number. IndexError if it has not so many."""
    tree = ast.parse(source)
    for position, (place, _, _, after) in enumerate(_changes(tree)):
        if position == number:
            place.put(after)
            return ast.unparse(ast.fix_missing_locations(tree))
    raise IndexError(number)


def _shown(node: ast.AST) -> str:
    """The code of a node in one line."""
    return " ".join(ast.unparse(node).split())


def _changes(tree: ast.AST) -> Iterator[tuple[_Place, ast.stmt | ast.expr, str, ast.AST]]:
    for place, node in _places(tree):
        if isinstance(node, ast.stmt):
            for kind, after in _of_statement(node):
                yield place, node, kind, after
        elif isinstance(node, ast.expr):
            for kind, after in _of_expression(node):
                yield place, node, kind, after


def _places(node: ast.AST) -> Iterator[tuple[_Place, ast.AST]]:
    """Every node on which behaviour hangs, those that hold others first."""
    for name, value in ast.iter_fields(node):
        if name in _LEFT_ALONE:
            continue
        listed = isinstance(value, list)
        for index, child in enumerate(value if listed else [value]):
            if isinstance(child, ast.AST) and not _is_idle(child):
                yield _Place(node, name, index if listed else None), child
                yield from _places(child)


def _is_idle(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))):
            return name.strip("_") in ("log", "logger") and method in _LOG_METHODS
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def _of_statement(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Assign(targets=targets) if all(isinstance(at, ast.Attribute) for at in targets):
            yield "statement removed", ast.Pass()
        case ast.AugAssign():
            yield "statement removed", ast.Pass()
            if type(node.op) in _ARITHMETIC:
                yield "arithmetic", _with(node, op=_ARITHMETIC[type(node.op)]())
        case ast.Expr(value=ast.Call()):
            yield "statement removed", ast.Pass()
        case ast.Return(value=ast.expr() as value):
            if not (isinstance(value, ast.Constant) and value.value is None):
                yield "nothing returned", ast.Return(ast.Constant(None))


def _of_expression(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=signs):
            for index, sign in enumerate(signs):
                other = _COMPARISONS[type(sign)]()
                yield "comparison", _with(node, ops=[*signs[:index], other, *signs[index + 1 :]])
        case ast.BoolOp(op=ast.And()):
            yield "and, or", _with(node, op=ast.Or())
        case ast.BoolOp(op=ast.Or()):
            yield "and, or", _with(node, op=ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not removed", operand
        case ast.BinOp(op=sign) if type(sign) in _ARITHMETIC:
            yield "arithmetic", _with(node, op=_ARITHMETIC[type(sign)]())
        case ast.Constant(value=bool(value)):
            yield "truth value", ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield "number", ast.Constant(value + 1)
            yield "number", ast.Constant(value - 1)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of a node with other fields."""
    changed = copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
