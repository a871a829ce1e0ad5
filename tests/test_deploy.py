"""The deployment files: what can be run here is, the others are held against linter and schema."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import yaml
from kubernetes_validate import validate

from tests.conftest import lack
from tests.support import ROOT, Site, environment, feed_records

DEPLOY = ROOT / "deploy"


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        lack("systemd-analyze is not here: apt install systemd")
    (tmp_path / "scrapy").write_text("#!/bin/sh\n")
    (tmp_path / "scrapy").chmod(0o755)
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text().replace("/srv/kazcrawl/.venv/bin/scrapy", f"{tmp_path}/scrapy")
        (tmp_path / path.name).write_text(text)
    units = [tmp_path / "kazcrawl.service", tmp_path / "kazcrawl.timer"]
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "SuccessExitStatus=6 75" in units[0].read_text()


def test_kubernetes_knows_every_field_and_runs_one_job_at_a_time() -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes/cronjob.yaml").read_text()))
    for document in documents:
        validate(document, "1.34", strict=True)
    (job,) = [one for one in documents if one["kind"] == "CronJob"]
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    assert job["spec"]["jobTemplate"]["spec"]["backoffLimit"] == 0


def test_the_dockerfile_passes_its_linter_and_copies_what_is_there() -> None:
    path = DEPLOY / "docker/Dockerfile"
    linter = Path(sys.executable).with_name("hadolint")
    run = subprocess.run([str(linter), "--no-color", str(path)], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")
    for line in path.read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name


def test_compose_builds_that_file_and_gives_a_stopped_run_its_time() -> None:
    compose = yaml.safe_load((DEPLOY / "docker/compose.yaml").read_text())
    service = compose["services"]["kazcrawl"]
    context = DEPLOY / "docker" / service["build"]["context"]
    assert (context / service["build"]["dockerfile"]).resolve() == DEPLOY / "docker/Dockerfile"
    assert service["restart"] == "no"
    assert service["volumes"] == ["data:/data"]
    assert set(compose["volumes"]) == {"data"}


def test_the_crontab_has_a_crawl_and_a_weekly_canary() -> None:
    rows = [
        row.split(maxsplit=5)
        for row in (DEPLOY / "crontab").read_text().splitlines()
        if row and row[0] in "*0123456789"
    ]
    assert [row[:5] for row in rows] == [["*/30", *"****"], ["0", "6", "*", "*", "1"]]
    assert [row[5].split("scrapy ")[1] for row in rows] == ["crawl kazinform", "doctor --quiet"]


def test_the_egg_for_scrapyd_holds_every_file_and_crawls_as_a_job(
    tmp_path: Path, g3_site: Site
) -> None:
    eggs = tmp_path / "eggs/kazcrawl"
    subprocess.run(
        [
            *(sys.executable, "setup.py", "-q", "egg_info", f"--egg-base={tmp_path}"),
            *("build", f"--build-base={tmp_path}/build"),
            *("bdist_egg", f"--bdist-dir={tmp_path}/bdist", f"--dist-dir={eggs}"),
        ],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (egg,) = eggs.iterdir()
    package = ROOT / "kazcrawl"
    own = {str(path.relative_to(ROOT)) for path in package.rglob("*.*") if path.suffix != ".pyc"}
    assert own - set(zipfile.ZipFile(egg).namelist()) == set()
    egg.rename(eggs / "1.egg")
    # What scrapyd starts for a job, in the folder where it keeps its eggs.
    job = subprocess.run(
        [
            *(sys.executable, "-m", "scrapyd.runner", "crawl", "kazinform"),
            *("-a", "_job=77", "-a", "editions=ar", "-s", "LOG_FILE=job.log"),
            *("-s", f"KAZCRAWL_CONNECT_TO={g3_site.address}", "-s", "AUTOTHROTTLE_ENABLED=0"),
        ],
        cwd=tmp_path, env=environment() | {"SCRAPY_PROJECT": "kazcrawl"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert job.returncode == 0, job.stderr
    assert "verdict: good" in (tmp_path / "job.log").read_text()
    assert feed_records(tmp_path / "data")
