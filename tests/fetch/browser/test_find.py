"""Which browser is taken, and what is said when there is none."""

from pathlib import Path

import pytest

from kazcrawl.fetch.browser import BrowserMissingError
from kazcrawl.fetch.browser.find import find_browser


def _program(path: Path) -> str:
    path.write_text("#!/bin/sh")
    path.chmod(0o755)
    return str(path)


def test_the_one_that_was_named_or_the_first_in_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    chrome = _program(tmp_path / "google-chrome")
    assert find_browser("") == chrome
    chromium = _program(tmp_path / "chromium")
    assert find_browser("") == chromium
    assert find_browser(chrome) == chrome


def test_without_one_the_message_is_one_line_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "chromium").write_text("no program")
    for given in ("", str(tmp_path / "chromium"), str(tmp_path)):
        with pytest.raises(BrowserMissingError) as error:
            find_browser(given)
        assert "apt install chromium" in str(error.value)
        assert "KAZCRAWL_BROWSER=" in str(error.value)
        assert "\n" not in str(error.value)
