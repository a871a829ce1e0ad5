"""One line for what is wrong, and the name that was meant."""

from typing import Annotated

import pytest
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from kazcrawl.config.takes import Takes, did_you_mean, fields_of, first_error, taken_by


def _refuse(value: object) -> object:
    raise ValueError("is not it")


class Model(BaseModel):
    plain: Annotated[int, Takes("a number")] = 1
    named: Annotated[Annotated[int, Takes("a number")], Takes("a number, 3 or less")] = Field(
        1, validation_alias="NAMED", le=3
    )
    hidden: Annotated[int, BeforeValidator(_refuse), Takes("a password", secret=True)] = 1

    @model_validator(mode="after")
    def _check(self) -> "Model":
        if self.plain == self.named == 2:
            raise ValueError("both are 2")
        return self


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"plain": "x"}, "plain=x: must be a number"),
        ({"NAMED": 4}, "NAMED=4: must be a number, 3 or less"),
        ({"NAMED": "4", "plain": " x\n y "}, "plain=x y: must be a number"),
        ({"hidden": "swordfish"}, "hidden is not it"),
        ({"plain": 2, "NAMED": 2}, "both are 2"),
    ],
)
def test_the_first_fault_is_one_line_with_the_name_as_it_was_given(
    given: dict[str, object], line: str
) -> None:
    with pytest.raises(ValidationError) as error:
        Model(**given)  # type: ignore[arg-type]
    assert first_error(error.value, Model) == line


def test_fields_go_by_the_names_under_which_they_are_given() -> None:
    fields = fields_of(Model)
    assert list(fields) == ["plain", "NAMED", "hidden"]
    assert taken_by(fields["NAMED"]) == Takes("a number, 3 or less")


def test_a_name_that_is_like_another_is_told() -> None:
    names = ["KAZCRAWL_REVISIT", "KAZCRAWL_REVISIT_SHARE", "KAZCRAWL_RAW_MB"]
    assert did_you_mean("KAZCRAWL_REVISITS", names) == "; did you mean KAZCRAWL_REVISIT?"
    assert did_you_mean("zzz", names) == ""
