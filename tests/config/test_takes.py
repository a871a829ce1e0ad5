"""One line for what is wrong, and the name that was meant."""

import attrs
import pytest

from kazcrawl.config.takes import Takes, did_you_mean, fields_of, given, taken_by


def _refuse(text: str) -> object:
    raise ValueError("is not it")


def _read(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError
    return int(text)


def _read_after(text: str, model: "Model") -> int:
    if _read(text) <= model.plain:
        raise ValueError(f"must be more than {model.plain}")
    return _read(text)


@attrs.frozen
class Model:
    context: str = "not given from outside"
    plain: int = given(Takes("a number", _read), 1, "A number.", name="plain")
    named: int = given(Takes("a number", _read_after, within=True), "2", "", name="NAMED")
    hidden: int = given(Takes("a password", _refuse, secret=True), None, "", name="hidden")


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        ({"plain": "x"}, "plain=x: must be a number"),
        ({"plain": "4", "NAMED": "4"}, "NAMED=4: must be more than 4"),
        ({"plain": "4"}, "NAMED=2: must be more than 4"),
        ({"NAMED": "x", "plain": " x\n y "}, "plain=x y: must be a number"),
        ({"hidden": "swordfish"}, "hidden is not it"),
    ],
)
def test_the_first_fault_is_one_line_with_the_name_as_it_was_given(
    texts: dict[str, str], line: str
) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 the whole line is compared
        Model(**texts)  # type: ignore[arg-type]
    assert str(error.value) == line


def test_what_is_no_text_is_a_value_and_a_default_is_read() -> None:
    model = Model(plain=0)
    assert (model.plain, model.named, model.hidden) == (0, 2, None)


def test_fields_go_by_the_names_under_which_they_are_given() -> None:
    fields = fields_of(Model)
    assert list(fields) == ["plain", "NAMED", "hidden"]
    assert taken_by(fields["plain"]) == Takes("a number", _read)


def test_a_name_that_is_like_another_is_told() -> None:
    names = ["KAZCRAWL_REVISIT", "KAZCRAWL_REVISIT_SHARE", "KAZCRAWL_RAW_MB"]
    assert did_you_mean("KAZCRAWL_REVISITS", names) == "; did you mean KAZCRAWL_REVISIT?"
    assert did_you_mean("zzz", names) == ""
