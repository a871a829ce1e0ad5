"""The faults that are made of known code."""

import ast

import pytest

from tests.mutants.generate import mutants, mutated


def changes(source: str) -> list[tuple[str, str]]:
    return [(mutant.before, mutant.after) for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", [("a < b", "a <= b")]),
        ("a >= b", [("a >= b", "a > b")]),
        ("a == b != c", [("a == b != c", "a != b != c"), ("a == b != c", "a == b == c")]),
        ("a is b", [("a is b", "a is not b")]),
        ("a not in b", [("a not in b", "a in b")]),
        ("a and b and c", [("a and b and c", "a or b or c")]),
        ("a or b", [("a or b", "a and b")]),
        ("a = not b", [("not b", "b")]),
        ("a = b + c", [("b + c", "b - c")]),
        ("a = b / c", [("b / c", "b * c")]),
        ("a = True", [("True", "False")]),
        ("a = 7", [("7", "8"), ("7", "6")]),
        ("a = 0.5", [("0.5", "1.5"), ("0.5", "-0.5")]),
        ("a.b = c", [("a.b = c", "pass")]),
        ("a += b", [("a += b", "pass"), ("a += b", "a -= b")]),
        ("a(b)", [("a(b)", "pass")]),
        ("def f():\n    return a", [("return a", "return None")]),
        ("f'{a + b:>9}'", [("a + b", "a - b")]),
    ],
)
def test_a_piece_of_code_is_changed(source: str, expected: list[tuple[str, str]]) -> None:
    assert changes(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""1 < 2"""',
        "def f():\n    return",
        "def f():\n    return None",
        "a = 'some text'",
        "__all__ = a + b",
        "a: Literal[1] = b",
        "def f(a: Literal[1]) -> Literal[2]: ...",
        "@dataclass(frozen=True, slots=True)\nclass A: ...",
        "logger.info('%d', 1 + 2)",
        "_log.warning(not a)",
        "if TYPE_CHECKING:\n    a(1)",
    ],
)
def test_what_no_behaviour_hangs_on_is_left_alone(source: str) -> None:
    assert changes(source) == []


def test_a_mutant_is_the_file_with_one_change() -> None:
    source = "def f(a):\n    if not a:\n        a.log(1)\n    return a > 2\n"
    told = [(mutant.number, mutant.line, mutant.kind) for mutant in mutants(source)]
    assert told == [
        (0, 2, "not removed"),
        (1, 3, "statement removed"),
        (2, 3, "number"),
        (3, 3, "number"),
        (4, 4, "nothing returned"),
        (5, 4, "comparison"),
        (6, 4, "number"),
        (7, 4, "number"),
    ]
    assert mutated(source, 0) == source.replace("not a", "a").rstrip()
    assert mutated(source, 1) == source.replace("a.log(1)", "pass").rstrip()
    assert mutated(source, 7) == source.replace("2", "1").rstrip()
    with pytest.raises(IndexError):
        mutated(source, 8)


def test_every_mutant_is_code_that_differs() -> None:
    source = "def f(a, b):\n    a[1].x = -b\n    return {k: v % 2 for k, v in a if k is not None}\n"
    plain = ast.unparse(ast.parse(source))
    texts = [mutated(source, mutant.number) for mutant in mutants(source)]
    assert len(set(texts)) == len(texts) == 8
    assert plain not in texts
    for text in texts:
        ast.parse(text)
