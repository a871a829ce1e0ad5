"""Would other weights be better on pages that they were not chosen on?

    python -m tests.eval.folds CORPUS

Every weight of the choice of blocks is tried a third lower and half as high again. On each four
fifths of the corpus the best of these is chosen, and scored on the fifth beside today's.
"""

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kazcrawl.cleaning import clean
from kazcrawl.pages import Page
from kazcrawl.pages.generic.choose import WEIGHTS, Weights, choose
from kazcrawl.pages.generic.edges import trimmed
from kazcrawl.pages.generic.reader import Survey, survey
from tests.eval.evaluate import grams, load, mean_f1, precision_recall

FOLDS = 5
_FACTORS = (0.67, 1.5)

Scores = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A page, surveyed once, and its true text."""

    survey: Survey | None
    descriptions: list[str]
    true: str


def scores(pages: list[Surveyed], weights: Weights) -> Scores:
    """Precision and recall of each page with some weights."""
    return [precision_recall(grams(page.true, 4), grams(_text(page, weights), 4)) for page in pages]


def _text(page: Surveyed, weights: Weights) -> str:
    if (seen := page.survey) is None:
        return ""
    chosen = choose(seen.blocks, seen.said, weights)
    chosen = trimmed(seen.blocks, chosen, seen.said, page.descriptions)
    return "\n".join(clean([seen.blocks[place].text for place in chosen], seen.headline).lines)


def candidates() -> Iterator[tuple[str, Weights]]:
    """Today's weights, and each of them changed alone."""
    yield "as they are", WEIGHTS
    for field in fields(Weights):
        for factor in _FACTORS:
            value = getattr(WEIGHTS, field.name) * factor
            yield f"{field.name} {value:.3g}", replace(WEIGHTS, **{field.name: value})


def chosen_by_folds(by_name: dict[str, Scores]) -> tuple[list[str], float]:
    """The best candidate's name on each four fifths, and the F1 of all fifths so scored."""
    count = len(next(iter(by_name.values())))
    names: list[str] = []
    held_out: Scores = []
    for fold in range(FOLDS):
        rest = [place for place in range(count) if place % FOLDS != fold]
        best = max(by_name, key=lambda name: mean_f1([by_name[name][place] for place in rest]))
        names.append(best)
        held_out += by_name[best][fold::FOLDS]
    return names, mean_f1(held_out)


def surveyed(row: dict[str, Any]) -> Surveyed:
    """A corpus' page."""
    page = Page(row["html"], row["url"])
    return Surveyed(survey(page), page.metadata.descriptions, row["body"])


if __name__ == "__main__":
    pages = [surveyed(row) for row in load(Path(sys.argv[1]))]
    by_name = {name: scores(pages, weights) for name, weights in candidates()}
    for name, own in sorted(by_name.items(), key=lambda item: -mean_f1(item[1]))[:8]:
        means = (statistics.mean(values) for values in zip(*own, strict=True))
        print(f"{name:24} F1 {mean_f1(own):.4f}  P {next(means):.4f}  R {next(means):.4f}")
    names, f1 = chosen_by_folds(by_name)
    print(f"on the fifths {f1:.4f}, as they are {mean_f1(by_name['as they are']):.4f}:", names)
