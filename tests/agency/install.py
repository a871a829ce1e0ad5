"""Installs an agency's package for a test: what an installer notes of it, and where it stands."""

import os
import tomllib
from pathlib import Path

from tests.support import ROOT

PACKAGE = Path(__file__).parent


def installed(folder: Path, package: Path = PACKAGE) -> dict[str, str]:
    """The environment in which the package is installed.

    ``folder`` gets the ``dist-info`` that an installer makes of the package's ``pyproject.toml``;
    the package itself stays where it is.
    """
    project = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
    info = folder / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    groups = project["entry-points"].items()
    (info / "entry_points.txt").write_text(
        "".join(
            f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
            for group, points in groups
        )
    )
    return {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, folder, package)))}
