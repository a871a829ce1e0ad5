"""How a layout gets its name."""

from typing import Any


def name_layout(page_type: Any) -> None:
    """Names a layout class after the file that it stands in, unless it says another name.

    A redesign that inherits from the layout before it has a file, and so a name, of its own.
    """
    if "layout" not in vars(page_type):
        page_type.layout = page_type.__module__.rpartition(".")[2]
