"""The deployment files: what can be run here is, the others are held against linter and schema."""

import shlex
import shutil
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes_validate import validate
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from kazcrawl.commands.cluster import read_words
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
    names = ("kazcrawl.service", "kazcrawl.timer", "kazcrawl-worker.service")
    units = [tmp_path / name for name in names]
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "SuccessExitStatus=6 75" in units[0].read_text()
    for path in (DEPLOY / "systemd").glob("*.service"):
        (line,) = (row for row in path.read_text().splitlines() if row.startswith("ExecStart="))
        check(shlex.split(line)[1:])


def test_kubernetes_knows_every_field_and_runs_one_job_at_a_time() -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes/cronjob.yaml").read_text()))
    for document in documents:
        validate(document, "1.34", strict=True)
    (job,) = [one for one in documents if one["kind"] == "CronJob"]
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    assert job["spec"]["jobTemplate"]["spec"]["backoffLimit"] == 0
    for container in job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]:
        check(container["args"])


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
    check(service["command"])
    assert service["restart"] == "no"
    assert service["volumes"] == ["data:/data"]
    assert set(compose["volumes"]) == {"data"}


def test_the_clusters_manifests_are_known_and_no_two_workers_share_a_folder() -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes/cluster.yaml").read_text()))
    for document in documents:
        validate(document, "1.34", strict=True)
    specs = {
        (document["kind"], document["metadata"]["name"]): document["spec"] for document in documents
    }
    worker = specs["StatefulSet", "kazcrawl-worker"]
    keeper = specs["Deployment", "kazcrawl-maintenance"]
    claims = [claim["metadata"]["name"] for claim in worker["volumeClaimTemplates"]]
    for spec, words in ((worker, []), (keeper, ["--maintenance"])):
        template = spec["template"]
        (container,) = template["spec"]["containers"]
        assert container["args"] == ["cluster", "worker", *words]
        check(container["args"])
        volumes = [volume["name"] for volume in template["spec"]["volumes"]]
        places = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
        assert places["/data"] in (claims if spec is worker else volumes)
        assert places["/tmp"] in volumes
        assert template["metadata"]["labels"] == spec["selector"]["matchLabels"]
        assert template["spec"]["enableServiceLinks"] is False
        for variable in container["env"]:
            secret = variable["valueFrom"]["secretKeyRef"]
            assert (variable["name"], secret["key"]) == ("KAZCRAWL_ARCHIVE", "archive")
    service = specs["Service", "kazcrawl-database"]
    database = specs["StatefulSet", "kazcrawl-database"]
    assert service["selector"] == database["selector"]["matchLabels"]
    assert database["serviceName"] == "kazcrawl-database"


def test_the_clusters_compose_file_gives_each_worker_its_folder() -> None:
    compose = yaml.safe_load((DEPLOY / "docker/cluster.yaml").read_text())
    ours = {name: own for name, own in compose["services"].items() if name != "database"}
    assert set(ours) == {"worker-1", "worker-2", "maintenance"}
    for service in ours.values():
        context = DEPLOY / "docker" / service["build"]["context"]
        assert (context / service["build"]["dockerfile"]).resolve() == DEPLOY / "docker/Dockerfile"
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
        assert service["command"][:2] == ["cluster", "worker"]
        check(service["command"])
    volumes = [volume for service in compose["services"].values() for volume in service["volumes"]]
    assert sorted(volume.partition(":")[0] for volume in volumes) == sorted(compose["volumes"])
    assert len(set(volumes)) == len(volumes)
    assert "--extra cluster" in (DEPLOY / "docker/Dockerfile").read_text()


def test_what_is_checked_here_can_be_refused() -> None:
    check(["cluster", "status"])
    for words in (["cluster", "workers"], ["cluster", "worker", "--dead"], ["cluster", "--one"]):
        with pytest.raises(UsageError):
            check(words)


def check(words: list[str]) -> None:
    """Refuses, by UsageError or SystemExit, a command line that the program would refuse."""
    command: Any = import_module(f"kazcrawl.commands.{words[0]}").Command()
    command.settings = Settings()
    command.settings.setmodule("kazcrawl.settings", priority="project")
    parser = ScrapyArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(words[1:])
    command.process_options(args, opts)
    if words[0] == "cluster":
        read_words(args, opts)


def test_the_crontab_has_a_crawl_and_a_weekly_canary() -> None:
    rows = [
        row.split(maxsplit=5)
        for row in (DEPLOY / "crontab").read_text().splitlines()
        if row and row[0] in "*0123456789"
    ]
    assert [row[:5] for row in rows] == [["*/30", *"****"], ["0", "6", "*", "*", "1"]]
    assert [row[5].split("scrapy ")[1] for row in rows] == ["crawl kazinform", "doctor --quiet"]
    for row in rows:
        check(shlex.split(row[5].split("scrapy ")[1]))


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
