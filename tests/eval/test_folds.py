"""Weights chosen on four fifths are scored on the fifth alone."""

from tests.eval.folds import chosen_by_folds


def test_a_weight_that_wins_on_one_fifth_only_is_not_scored_there() -> None:
    today = [(0.9, 0.9)] * 10
    lucky = [(1.0, 1.0) if place % 5 == 0 else (0.88, 0.88) for place in range(10)]
    names, f1 = chosen_by_folds({"today": today, "lucky": lucky})
    assert names == ["today", "lucky", "lucky", "lucky", "lucky"]
    assert f1 < 0.9
