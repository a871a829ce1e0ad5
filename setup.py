"""The egg that `scrapyd-deploy` makes; wheel and sdist are hatchling's, by pyproject.toml alone."""

from setuptools import find_packages, setup

from kazcrawl import __version__

setup(
    version=__version__,
    packages=find_packages(include=["kazcrawl", "kazcrawl.*"]),
    package_data={"kazcrawl": ["**/*.toml", "**/*.html", "**/*.css"]},
    zip_safe=True,
)
