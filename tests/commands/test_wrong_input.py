"""Every command and what it cannot do: one line on stderr, exit code 2, nothing done."""

from importlib import import_module
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.disk.lock import locked
from kazcrawl.health import LOCKED
from tests.support import ROOT, scrapy

DAY = "must be a day, YYYY-MM-DD"
FORMS = f"{DAY} (or today, yesterday, 7d for so many days ago)"
LAYOUTS = "there are g3, g2, g15, g1, jannah, sahifa, generic"
FORMATS = "there are json, jsonlines, jsonl, jl, csv, xml, marshal, pickle"
EDITIONS = "there are ru, kk, qz, en, cn, oz, ar"
BEGIN = "crawl kazinform"
PIPELINES = f"{BEGIN} -s ITEM_PIPELINES="
NO_ARCHIVE = "archive @empty/archive.sqlite3: there is none yet; a crawl makes it"

# What is typed, and the line that answers; @data, @empty and @page are a data folder, an empty one
# and a page without an article. The code is 2 unless the line begins with another.
ROWS = [
    ("status --jsn", "--jsn: there is no such option; did you mean --json?"),
    ("status --js", "--js: there is no such option; did you mean --json?"),
    ("status --json=yes", "--json: ignored explicit argument 'yes'"),
    ("status -x", "-x: there is no such option"),
    ("status -s NONE", "Invalid -s value, use -s NAME=VALUE"),
    ("status -s", "-s/--set: expected one argument"),
    ("status --evidence @page", "--evidence @page: File exists"),
    (
        "status -s KAZCRAWL_DAT=x",
        "KAZCRAWL_DAT: there is no such setting; did you mean KAZCRAWL_DATA?",
    ),
    ("status --pidfile @empty/no/x", "--pidfile @empty/no/x: No such file or directory"),
    ("status --profile @empty/no/x", "--profile @empty/no/x: No such file or directory"),
    ("status -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("verify --dry-run", "--dry-run: there is no such option"),
    ("verify -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("coverage --sinc 2026-11-01", "--sinc: there is no such option; did you mean --since?"),
    (
        "coverage since=2026-11-01",
        "since=2026-11-01: this command takes options only; did you mean --since?",
    ),
    ("coverage --since yesterday", f"--since yesterday: {DAY}"),
    ("coverage --until 2026-02-30", f"--until 2026-02-30: {DAY}"),
    ("coverage --since=", f"--since : {DAY}"),
    ("coverage --since", "--since: expected one argument"),
    (
        "coverage --since 2026-11-02 --until 2026-11-01",
        "--since 2026-11-02 is after --until 2026-11-01",
    ),
    ("coverage --why today", f"--why today: {DAY}"),
    (
        "coverage --why 2026-11-01 --until 2026-11-01",
        "--why DAY is of one day: it takes no --since and no --until",
    ),
    (
        "coverage --source kazinfrom",
        "--source kazinfrom: there is no such spider; there are kazinform, republisher; did you "
        "mean kazinform?",
    ),
    ("report --open", "--open: there is no such option"),
    ("doctor --edition ru", "--edition: there is no such option; did you mean --editions?"),
    ("doctor --editions xx", f"--editions=xx: there is no edition xx; {EDITIONS}"),
    ("doctor --editions=", f"--editions=: there is no edition (empty); {EDITIONS}"),
    (
        "doctor --site kazinfrom",
        "--site kazinfrom: there is no such site; there are kazinform; did you mean kazinform?",
    ),
    ("doctor --site republisher", "--site republisher: there is no such site; there are kazinform"),
    ("doctor --quite", "--quite: there is no such option; did you mean --quiet?"),
    ("publish --rebuild", "--rebuild: expected at least one argument"),
    ("publish --rebuild 777", "--rebuild 777: there is no such batch of this data folder"),
    (
        "publish --adopt --rebuild kazinform-000001",
        "--rebuild kazinform-000001: there is no such batch of this data folder",
    ),
    ("publish --rebuild x", "--rebuild x: there is no such batch of this data folder"),
    ("publish --rebuld 1", "--rebuld: there is no such option; did you mean --rebuild?"),
    ("backup", "name the file to make: scrapy backup FILE"),
    ("backup @data/archive.sqlite3", "@data/archive.sqlite3: is there already; name a new file"),
    ("backup @empty/one @empty/two", "name the file to make: scrapy backup FILE"),
    ("backup @empty/no/copy", "5 backup @empty/no/copy: unable to open database file"),
    (f"backup @empty/{'x' * 300}", f"5 @empty/{'x' * 300}: File name too long"),
    (
        "archive copy sqlite:///@empty/a?timeout=x sqlite:///@empty/b",
        "@empty/a: FROM and TO are each a database URL such as "
        "sqlite:////var/lib/archive.sqlite3 or postgresql+psycopg://USER@HOST/DATABASE",
    ),
    (
        "status -s KAZCRAWL_ARCHIVE=sqlite:///@data/archive.sqlite3?mode=ro",
        "KAZCRAWL_ARCHIVE is the address of an SQLite file, which takes nothing behind a ? (in a "
        "name it is %3F)",
    ),
    ("prune", "say what: --feeds-before DAY or --raw-before DAY"),
    ("prune --feeds-before soon", f"--feeds-before soon: {DAY}"),
    ("prune --feeds-before=", f"--feeds-before : {DAY}"),
    ("prune --raw-before 2026-13-01", f"--raw-before 2026-13-01: {DAY}"),
    ("prune --feeds 2999-01-01", "--feeds: there is no such option"),
    (
        "prune --feeds-before 2999-01-01 --dryrun",
        "--dryrun: there is no such option; did you mean --dry-run?",
    ),
    (
        "prune --feeds-before 2999-01-01 everything",
        "everything: this command takes options only",
    ),
    ("prune --raw-before 2020-01-01 -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("reparse -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("reparse --dry-run -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("forget https://www.inform.kz/news/none_a1 -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("export @empty/out --format jsonl -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("publish -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("coverage -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("report -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("backup @empty/copy -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("serve --port 0 -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    (f"prove {'0' * 32} -s KAZCRAWL_DATA=@empty", f"5 {NO_ARCHIVE}"),
    ("reparse --layout g9", f"--layout g9: there is no such layout; {LAYOUTS}"),
    ("reparse --layout=", f"--layout : there is no such layout; {LAYOUTS}"),
    ("reparse --since soon", f"--since soon: {DAY}"),
    ("reparse --dry", "--dry: there is no such option; did you mean --dry-run?"),
    ("forget", "name addresses: scrapy forget https://…"),
    ("forget nonsense", "nonsense: must be an address, https://HOST/…"),
    ("forget https://", "https://: must be an address, https://HOST/…"),
    (
        "forget https://www.inform.kz/news/none_a1",
        "https://www.inform.kz/news/none_a1: is not held; --ahead notes that it is never to be "
        "fetched",
    ),
    (
        "forget --dry-run https://www.inform.kz/news/none_a1",
        "https://www.inform.kz/news/none_a1: is not held; --ahead notes that it is never to be "
        "fetched",
    ),
    ("forget --ahed https://x.example/1", "--ahed: there is no such option; did you mean --ahead?"),
    ("read", "name a file: scrapy read FILE... --url URL"),
    ("read @page", "--url is missing: the address from which the page came"),
    ("read @page --url nonsense", "--url nonsense: must be an address, https://HOST/…"),
    (
        "read @page --url https://x.example/ --batch @page",
        "--batch takes no files, no --url and no --why",
    ),
    ("read --batch @empty/none", "@empty/none: No such file or directory"),
    ("read @page @empty/none --url https://x.example/1", "@empty/none: No such file or directory"),
    ("read @empty --url https://x.example/1", "@empty: Is a directory"),
    (
        "read @page --url https://x.example/1",
        "1 @page: no article found: the page fits no known layout",
    ),
    ("demo --articles many", "--articles: invalid int value: 'many'"),
    ("demo --articles 3", "--articles: at least 7, one an edition"),
    ("demo --layout g9", "--layout: invalid choice: 'g9' (choose from 'g3', 'g2', 'g15', 'g1')"),
    ("parse", "name one address: scrapy parse https://…"),
    ("parse nonsense", "nonsense: must be an address, https://HOST/…"),
    (
        "parse https://x.example/ --spider kazinfrom",
        "--spider kazinfrom: there is no such spider; there are kazinform, republisher; did you "
        "mean kazinform?",
    ),
    ("crawl", "name one spider: scrapy crawl kazinform or republisher"),
    ("crawl kazinform republisher", "name one spider: scrapy crawl kazinform or republisher"),
    (
        "crawl kazinfrom",
        "there is no spider kazinfrom; there are kazinform, republisher; did you mean kazinform?",
    ),
    (f"{BEGIN} editions=ru", "editions=ru: an argument is given as -a editions=ru"),
    (f"{BEGIN} -a editions", "Invalid -a value, use -a NAME=VALUE"),
    (f"{BEGIN} -a editions=ru -a editions=kk", "-a editions: is given twice"),
    (f"{BEGIN} -a editions=xx", f"-a editions=xx: there is no edition xx; {EDITIONS}"),
    (
        f"{BEGIN} -a edition=ru",
        "-a edition: no such argument; there are editions, sections, gaps, order, query, since, "
        "until, max_pages; did you mean editions?",
    ),
    (f"{BEGIN} -a since=yesterdayish", f"-a since=yesterdayish: {FORMS}"),
    (f"{BEGIN} -a since=2999-01-01", "-a since=2999-01-01: lies in the future"),
    (f"{BEGIN} -a until=2026-11-01", "-a until=2026-11-01: needs since=YYYY-MM-DD as well"),
    (
        f"{BEGIN} -a since=2026-11-02 -a until=2026-11-01",
        "-a since=2026-11-02 is after until=2026-11-01",
    ),
    (f"{BEGIN} -a max_pages=0", "-a max_pages=0: must be a whole number, 1 or more"),
    (f"{BEGIN} -a gaps=maybe", "-a gaps=maybe: must be true or false"),
    (f"{BEGIN} -a query=", "-a query=: must be the words to search for"),
    (f"{BEGIN} -a order=random", "-a order=random: must be newest or oldest"),
    (f"{BEGIN} --dry-run", "--dry-run: there is no such option"),
    (f"{BEGIN} --out x.jsonl", "--out: there is no such option; did you mean --output?"),
    (f"{BEGIN} -O x.exl", f"x.exl: there is no format exl; {FORMATS}; did you mean xml?"),
    (f"{BEGIN} -O x", f"x: there is no format (none); {FORMATS}"),
    (f"{BEGIN} -o a.csv -O b.csv", "Please use only one of -o/--output and -O/--overwrite-output"),
    (f"{BEGIN} -s FEEDS=nonsense", "FEEDS=nonsense: must be a JSON object"),
    (
        f'{BEGIN} -s FEEDS={{"x":{{"format":"cvs"}}}}',
        f"FEEDS: x: there is no format cvs; {FORMATS}; did you mean csv?",
    ),
    (f"{BEGIN} -s KAZCRAWL_CONNECT_TO=x", "KAZCRAWL_CONNECT_TO=x: must be http://HOST:PORT"),
    (
        f"{BEGIN} -s KAZCRAWL_ARCHIVE=x",
        "KAZCRAWL_ARCHIVE is not a database address such as sqlite:////var/lib/archive.sqlite3",
    ),
    (
        f"{BEGIN} -s KAZCRAWL_SECTIONS_EVERY=often",
        "KAZCRAWL_SECTIONS_EVERY=often: must be a span such as 90s, 15m, 6h or 1d",
    ),
    (
        f"{BEGIN} -s KAZCRAWL_BROWSER_LIMIT=0",
        "KAZCRAWL_BROWSER_LIMIT=0: must be 1s or more",
    ),
    (
        f"{BEGIN} -s KAZCRAWL_FEED_COMPRESSION=rar",
        "KAZCRAWL_FEED_COMPRESSION=rar: must be one of none, gz, zst",
    ),
    (
        f'{PIPELINES}{{"json.JSONEncoder":600}}',
        "ITEM_PIPELINES: kazcrawl.pipelines.clean.Clean is lacking; it stands at 100 beside your "
        "own",
    ),
    (f'{PIPELINES}{{"none.Such":600}}', "ITEM_PIPELINES: No module named 'none'"),
    (
        f'{BEGIN} -s DOWNLOADER_MIDDLEWARES={{"json.JSONEncoder":350}}',
        "DOWNLOADER_MIDDLEWARES: kazcrawl.fetch.offsite.Offsite is lacking; it stands at 50 beside "
        "your own",
    ),
    (f'{BEGIN} -s EXTENSIONS={{"none.Such":500}}', "EXTENSIONS: No module named 'none'"),
    (
        f"{BEGIN} -s EXTENSIONS={{}}",
        "EXTENSIONS: kazcrawl.extensions.output.Output is lacking; it stands at 0 beside your own",
    ),
    (
        f"{BEGIN} -s DOWNLOAD_HANDLERS={{}}",
        "DOWNLOAD_HANDLERS: http is lacking; beside your own it is "
        "kazcrawl.fetch.browser.handler.BrowserHandler",
    ),
    (
        f'{BEGIN} -s ADDONS={{"none.Such":1}}',
        "ADDONS={'none.Such': 1}: must be import paths of classes with their places",
    ),
    (
        f"{BEGIN} -s ASYNCIO_EVENT_LOOP=none.Such",
        "ASYNCIO_EVENT_LOOP=none.Such: must be the import path of a class",
    ),
    (
        f"{BEGIN} -s TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor",
        "TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor: must be asyncio's, as it is "
        "by default",
    ),
    (
        f"{BEGIN} -s TWISTED_REACTOR_ENABLED=0",
        "TWISTED_REACTOR_ENABLED=0: a crawl needs the reactor",
    ),
    (
        f"{BEGIN} -s REACTOR_THREADPOOL_MAXSIZE=0",
        "REACTOR_THREADPOOL_MAXSIZE=0: must be a whole number, 1 or more",
    ),
    (f"{BEGIN} --logfile @empty/no/log", "5 @empty/no/log: No such file or directory"),
    ("crawl republisher", "-a site=: must be a site's address, https://HOST/"),
    (
        "crawl republisher -a site=https://x.example/ -a editions=ru",
        "-a editions: no such argument; there are site, since, until, max_pages",
    ),
]
COMMANDS = sorted(path.stem for path in (ROOT / "kazcrawl/commands").glob("[a-z]*.py"))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A data folder whose archive is empty, an empty folder, and a page."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "empty").mkdir()
    (folder / "data").mkdir()
    (folder / "page.html").write_text("<html><p>Nothing.</html>")
    Archive(f"sqlite:///{folder / 'data' / 'archive.sqlite3'}").close()
    return {"@data": folder / "data", "@empty": folder / "empty", "@page": folder / "page.html"}


def answered(typed: str, places: dict[str, Path]) -> tuple[int, str]:
    """The exit code and the one line of what is typed, with the names of the places in it."""
    command = typed
    for name, path in places.items():
        command = command.replace(name, str(path))
    run = scrapy(*command.split(), cwd=places["@empty"], KAZCRAWL_DATA=str(places["@data"]))
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    for name, path in places.items():
        line = line.replace(str(path), name)
    return run.returncode, line


def contents(data: Path) -> dict[Path, bytes]:
    """Every file of a data folder but the lock, which names who held it last."""
    files = (path for path in data.rglob("*") if path.is_file() and path.name != ".lock")
    return {path: path.read_bytes() for path in files}


@pytest.mark.parametrize(("typed", "line"), ROWS, ids=[typed for typed, _ in ROWS])
def test_what_cannot_be_done_is_one_line(typed: str, line: str, places: dict[str, Path]) -> None:
    code, _, rest = line.partition(" ")
    expected = (int(code), rest) if code.isdigit() else (2, line)
    before = contents(places["@data"])
    assert answered(typed, places) == (expected[0], f"kazcrawl: {expected[1]}")
    assert expected[0] != 2 or contents(places["@data"]) == before
    assert not any(places["@empty"].iterdir())


@pytest.mark.parametrize(
    "typed",
    ["reparse", "prune --raw-before 2020-01-01", "forget --ahead https://www.inform.kz/news/n_a1"],
)
def test_what_changes_articles_or_files_waits_for_nobody_else(
    typed: str, places: dict[str, Path]
) -> None:
    with locked(places["@data"] / ".lock", "a crawl"):
        code, line = answered(typed, places)
    assert code == LOCKED
    assert line.startswith("kazcrawl: another run is under way: @data/.lock: held by a crawl, proc")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_takes_an_option_or_a_word_that_it_does_not_know(
    command: str, places: dict[str, Path]
) -> None:
    assert answered(f"{command} --no-such-thing", places) == (
        2,
        "kazcrawl: --no-such-thing: there is no such option",
    )
    if not import_module(f"kazcrawl.commands.{command}").Command.takes_words:
        assert answered(f"{command} nonsense", places) == (
            2,
            "kazcrawl: nonsense: this command takes options only",
        )
