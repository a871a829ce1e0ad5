"""The archive's tables. SQLAlchemy Core, so that SQLite and PostgreSQL are one code path.

``version`` only ever grows: one row an article version, its feed line as written to feeds.
``head`` is narrow and answers "known?"; ``alias`` leads other addresses to their article.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = 2
"""Version of these tables. A change of them is a new number and a step in ``migrations``."""

metadata = MetaData()

# key and value: schema, created_at
meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# One row an article version. `seq` is the publishing order; `body` is the feed line, packed
# as `codec` says (see codec.py); `batch_id` is null until a batch takes the version.
version = Table(
    "version",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("url_hash", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("source", String(60), nullable=False),
    Column("edition", String(120), nullable=False),
    Column("status", String(10), nullable=False),
    Column("content_hash", String(32), nullable=False),
    Column("layout", String(20)),
    Column("date_published", String(20)),
    Column("fetched_at", String(20), nullable=False),
    Column("crawl_id", String(40), nullable=False),
    Column("codec", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("batch_id", Integer),
    UniqueConstraint("url_hash", "revision"),
    sqlite_autoincrement=True,
)
Index("version_batch", version.c.batch_id, version.c.seq)

# What was removed on purpose (pruned feed files and raw pages, forgotten articles), so that a
# check of what is there knows what need not be; since schema 2.
removal = Table(
    "removal",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(10), nullable=False),
    Column("what", Text, nullable=False),
    Column("removed_at", String(20), nullable=False),
)

# Without row ids: the key is the table, and a look-up touches one page of it.
head = Table(
    "head",
    metadata,
    Column("url_hash", String(32), primary_key=True),
    Column("content_hash", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("date_published", String(20)),
    Column("checked_at", String(20), nullable=False),
    # How many runs in a row found the page gone; since schema 2.
    Column("misses", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
Index("head_published", head.c.date_published)

alias = Table(
    "alias",
    metadata,
    Column("alias_hash", String(32), primary_key=True),
    Column("url_hash", String(32), nullable=False),
    sqlite_with_rowid=False,
)

# One row a feed file. `state` is open or published; `format_version` and `compression` say
# how its file is written, so that it can be written again byte for byte.
batch = Table(
    "batch",
    metadata,
    Column("batch_id", Integer, primary_key=True, autoincrement=True),
    Column("source", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("opened_at", String(20), nullable=False),
    Column("crawl_id", String(40), nullable=False),
    Column("format_version", Integer, nullable=False),
    Column("compression", String(10), nullable=False),
    Column("published_at", String(20)),
    Column("path", Text),
    Column("records", Integer),
    Column("bytes", Integer),
    Column("sha256", String(64)),
    UniqueConstraint("source", "number"),
    sqlite_autoincrement=True,
)

# One row a crawl, and one a crawl and edition: what the next run goes back to.
run = Table(
    "run",
    metadata,
    Column("crawl_id", String(40), primary_key=True),
    Column("source", String(60), nullable=False),
    Column("started_at", String(20), nullable=False),
    Column("finished_at", String(20)),
    Column("verdict", String(30)),
    Column("exit_code", Integer),
    Column("stats", Text),
)

edition_run = Table(
    "edition_run",
    metadata,
    Column("crawl_id", String(40), primary_key=True),
    Column("edition", String(120), primary_key=True),
    Column("source", String(60), nullable=False),
    Column("started_at", String(20), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("sections", Boolean, nullable=False),
)
Index("edition_run_newest", edition_run.c.source, edition_run.c.edition, edition_run.c.started_at)
