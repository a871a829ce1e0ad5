"""The report's charts as SVG: no script, and colours that follow the page's light or dark."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pygal
from markupsafe import Markup
from pygal.style import Style

from kazcrawl.report.facts import Facts
from kazcrawl.sites.registry import edition_name

# Width and height in units of the page's pixels: a wide screen's, and a phone's. Text keeps its
# size on both, which one chart that shrinks would not.
_SIZES = {"wide": (720, 230), "narrow": (340, 220)}
_LABEL_SIZE = 11

Draw = Callable[[Any], None]


def charts(facts: Facts) -> dict[str, Markup]:
    """Every chart of the report by name; a chart without a single figure is left out."""
    found = {
        "articles": _articles(facts),
        "delay": _by_day(facts.days, {"minutes": facts.delay}, pygal.Line),
        "requests": _by_day(facts.days, {"requests": facts.requests}, pygal.Bar),
        "refusals": _by_day(
            facts.days, {"refused": facts.refused, "failed": facts.failed}, pygal.StackedBar
        ),
        "layouts": _layouts(facts),
        "removed": _removed(facts),
    }
    return {name: svg for name, svg in found.items() if svg}


def _articles(facts: Facts) -> Markup:
    counts = {
        edition_name(*key): {day.day: day.archived for day in days}
        for key, days in facts.ledger.items()
    }
    return _by_day(facts.days, counts, pygal.StackedBar)


def _by_day(days: Sequence[date], series: dict[str, Any], kind: type[Any]) -> Markup:
    if not any(value for counts in series.values() for value in counts.values()):
        return Markup()

    def draw(chart: Any) -> None:
        chart.x_labels = [f"{day:%m-%d}" for day in days]
        every = 7 if chart.config.width > 400 else 14
        chart.x_labels_major = [f"{day:%m-%d}" for day in days[::-1][::every]]
        chart.show_minor_x_labels = False
        for name, counts in series.items():
            empty = None if kind is pygal.Line else 0
            chart.add(name, [counts.get(day, empty) for day in days])

    return _both(kind, draw)


def _layouts(facts: Facts) -> Markup:
    seen = [facts.layouts.get(edition, Counter()) for edition in facts.edition_names]
    return _bars(
        facts.edition_names, {name: [one[name] for one in seen] for name in facts.layout_names}
    )


def _removed(facts: Facts) -> Markup:
    rules: Counter[str] = Counter(dict(facts.removed))
    return _bars(list(rules), {"lines": list(rules.values())})


def _bars(labels: list[str], series: dict[str, list[int]]) -> Markup:
    """Lying bars, the first label on top."""
    if not any(value for values in series.values() for value in values):
        return Markup()

    def draw(chart: Any) -> None:
        chart.config.height = 60 + 26 * len(labels)
        chart.x_labels = labels[::-1]
        for name, values in series.items():
            chart.add(name, values[::-1])

    return _both(pygal.HorizontalStackedBar, draw)


def _both(kind: type[Any], draw: Draw) -> Markup:
    """A chart for wide screens and the same for phones; the page shows one of them."""
    return Markup("").join(
        Markup('<div class="{}">{}</div>').format(name, Markup(_render(kind, draw, *size)))  # noqa: S704 our own SVG, its texts escaped
        for name, size in _SIZES.items()
    )


def _render(kind: type[Any], draw: Draw, width: int, height: int) -> str:
    chart = kind(
        width=width,
        height=height,
        css=(),
        js=(),
        style=Style(label_font_size=_LABEL_SIZE, major_label_font_size=_LABEL_SIZE),
        disable_xml_declaration=True,
        no_prefix=True,
        show_legend=False,
        margin=4,
        margin_right=14,
        spacing=6,
        show_x_guides=False,
        max_scale=6,
        truncate_label=-1,
        include_x_axis=True,
        dots_size=2,
        allow_interruptions=True,
        value_formatter=lambda value: f"{value:,.0f}",
    )
    draw(chart)
    chart.add_xml_filter(_quiet)
    return str(chart.render(is_unicode=True))


def _quiet(root: Any) -> Any:
    """Takes scripts, styles and positions out; what a bar stands for becomes its title."""
    root.set("role", "img")
    root.attrib.pop("id", None)
    for parent in list(root.iter()):
        told: dict[str, str] = {}
        for child in list(parent):
            if not isinstance(child.tag, str) or _name(child) in ("script", "style"):
                parent.remove(child)
            elif _name(child) == "desc":
                told[child.get("class", "")] = child.text or ""
                parent.remove(child)
        if "value" in told:
            title = parent.makeelement("title", {})
            title.text = ": ".join(_filled((told.get("x_label"), told["value"])))
            parent.insert(0, title)
    return root


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _filled(texts: Iterable[str | None]) -> list[str]:
    return [text for text in texts if text]
