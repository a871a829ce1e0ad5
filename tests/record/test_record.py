"""The record's shape and hash are promises to downstream."""

import json
from dataclasses import fields

import pytest

from kazcrawl.record import FIELDS, Article, completed, content_hash, line, record


def test_a_record_has_every_key_in_the_promised_order() -> None:
    found = record(Article(url="https://x.example/", source="s", edition="e"))
    assert tuple(found) == FIELDS
    assert FIELDS[:6] == ("id", "url", "source", "edition", "in_language", "headline")
    assert all(found[name] == [] for name in ("article_section", "keywords", "author", "image"))
    assert "aliases" not in found


def test_an_article_has_the_records_fields_and_no_other() -> None:
    assert {own.name for own in fields(Article)} == set(FIELDS)


def test_a_line_is_utf8_json_ended_by_a_newline() -> None:
    assert line({"headline": "Қазақстан 中文 ق"}) == '{"headline":"Қазақстан 中文 ق"}\n'.encode()


def test_a_lone_surrogate_does_not_cost_the_line() -> None:
    assert json.loads(line({"body": ["a\ud800b"]})) == {"body": ["a?b"]}


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("Headline", "Lead", "Body"), "9118eb5827a60c45c7508e5ae03bceae"),
        (("Headline", None, "Body"), "eca060d758b2d0755dbacbca458c6eef"),
    ],
)
def test_the_content_hash_is_a_fixed_promise(
    texts: tuple[str, str | None, str], wanted: str
) -> None:
    assert content_hash(*texts) == wanted
    assert content_hash(texts[0] + "x", *texts[1:]) != wanted


def test_an_older_record_is_completed_in_order_with_nothing_lost() -> None:
    own = record(Article(url="https://x.example/", source="s", edition="e", keywords=["word"]))
    older = {name: own[name] for name in reversed(FIELDS) if name not in ("author", "layout")}
    assert list(completed(older).items()) == list(own.items())
