"""Floors rise by themselves and fall only when somebody says so."""

import pytest

from tests.eval.pin import LoweredError, pinned

FLOORS = {"rus": {"F1": 0.9, "R": 0.8}}


def test_a_better_figure_raises_its_floor_to_a_margin_below_it() -> None:
    new = pinned(FLOORS, {"rus": {"F1": 0.956, "R": 0.803}}, lower=False)
    assert new == {"rus": {"F1": 0.95, "R": 0.8}}


def test_a_worse_figure_is_refused_without_the_flag_and_pinned_with_it() -> None:
    worse = {"rus": {"F1": 0.85, "R": 0.85}}
    with pytest.raises(LoweredError, match=r"rus F1: 0\.8500 is below 0\.9"):
        pinned(FLOORS, worse, lower=False)
    assert pinned(FLOORS, worse, lower=True) == {"rus": {"F1": 0.844, "R": 0.844}}
