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
    false,
    literal_column,
)

SCHEMA = 7
"""Version of these tables. A change of them is a new number and a step in ``migrations``."""

metadata = MetaData()

# key and value: schema; checkpoint, when the log still holds what was forgotten; id, where a place
# of feeds was claimed for the archive; tally, what was counted and up to which version
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
    # Of the record in `body`; and the sections that its line carries instead of none of its own,
    # as JSON, frozen when its batch was opened. Since schema 4.
    Column("schema_version", Integer, nullable=False, server_default="1"),
    Column("sections", Text),
    UniqueConstraint("url_hash", "revision"),
    sqlite_autoincrement=True,
)
Index("version_batch", version.c.batch_id, version.c.seq)
# Counting by edition and day reads this alone, no bodies; since schema 3.
Index(
    "version_published",
    *(version.c[name] for name in ("source", "edition", "date_published", "revision")),
)
gone_version = version.c.status == literal_column("'gone'")
"""In this form the index on the few such versions is used. Since schema 4. PostgreSQL's is on all
versions: to say otherwise would load its dialect, a tenth of a short run, in every archive."""
Index(
    "version_gone",
    *(version.c[name] for name in ("source", "edition", "date_published", "url_hash")),
    sqlite_where=gone_version,
)

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
# Since schema 4.
Index("removal_what", removal.c.kind, removal.c.what)

# Copies that were made of the archive, by their absolute paths: they hold what is forgotten later.
# Since schema 4.
copy = Table(
    "copy",
    metadata,
    Column("path", Text, primary_key=True),
    Column("made_at", String(20), nullable=False),
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

# Articles by what of their addresses stays when a slug is renamed: several may share it, and only
# their pages tell whether they are one. Since schema 4.
address_key = Table(
    "address_key",
    metadata,
    Column("key_hash", String(32), primary_key=True),
    Column("url_hash", String(32), primary_key=True),
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
    # Of the records in its file; and the id of the data folder that holds the file, null for
    # whichever folder published it before it had an id. Since schema 4.
    Column("schema_version", Integer, nullable=False, server_default="1"),
    Column("owner", String(32)),
    UniqueConstraint("source", "number"),
    sqlite_autoincrement=True,
)
OPEN = "open"
OPEN_BATCH = batch.c.state == literal_column(f"'{OPEN}'")
"""A batch is one a run, and next to none is open: an index on these alone. Since schema 4."""
Index(
    "batch_open",
    batch.c.source,
    batch.c.number,
    sqlite_where=OPEN_BATCH,
)
# What a run published; since schema 4.
Index("batch_crawl", batch.c.crawl_id)

# The chain of published batches: which head follows which. Written before the manifest that shows
# it, and never changed. Since schema 5.
link = Table(
    "link",
    metadata,
    Column("batch_id", Integer, primary_key=True, autoincrement=False),
    Column("source", String(60), nullable=False),
    Column("place", Integer, nullable=False),
    Column("previous", String(64)),
    Column("statement", String(64), nullable=False),
    Column("head", String(64), nullable=False),
    Column("key", String(50)),
    Column("signature", String(100)),
    # What the sites of its records had said of their use, as JSON.
    Column("rights", Text),
    UniqueConstraint("source", "place"),
)

# Versions that were published and then forgotten: the digest of their line as it was. Since
# schema 5.
tombstone = Table(
    "tombstone",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
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
# Since schema 4.
Index("run_started", run.c.source, run.c.started_at)

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

# What was found and is still to be asked for; since schema 3. `kind` is new (an address that the
# archive lacks) or look (an archived article of which a listing says that it changed). A row goes
# when its article is archived; what fails stays with its reason, and `given_up` stays for good:
# it accounts for what the archive will not hold. `day` is the card's day in Astana, if it told.
waiting = Table(
    "waiting",
    metadata,
    Column("url_hash", String(32), primary_key=True),
    Column("kind", String(4), nullable=False),
    Column("source", String(60), nullable=False),
    Column("edition", String(120), nullable=False),
    Column("url", Text, nullable=False),
    Column("section", Text),
    Column("day", String(10)),
    Column("found_at", String(20), nullable=False),
    Column("reason", String(60)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", String(20)),
    Column("given_up", Boolean, nullable=False, server_default=false()),
    # The title of the card that showed it. Since schema 6.
    Column("title", Text),
)
Index("waiting_due", waiting.c.source, waiting.c.edition, waiting.c.next_at)

# Spans of publication time whose listing was walked to its end; spans that touch are one row.
# Since schema 3.
walked = Table(
    "walked",
    metadata,
    Column("source", String(60), primary_key=True),
    Column("edition", String(120), primary_key=True),
    Column("since", String(20), primary_key=True),
    Column("until", String(20), nullable=False),
)

# What entitled a span to be called walked: one row a walk, never changed. `kind` and `ending` are
# the walk's, `evidence` says what was seen that proves the ending. Since schema 4.
witness = Table(
    "witness",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", String(60), nullable=False),
    Column("edition", String(120), nullable=False),
    Column("since", String(20), nullable=False),
    Column("until", String(20), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("ending", String(20), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("crawl_id", String(40), nullable=False),
    Column("noted_at", String(20), nullable=False),
)
Index("witness_until", witness.c.source, witness.c.edition, witness.c.until)
Index("witness_noted", witness.c.source, witness.c.edition, witness.c.noted_at)

# Which section listings showed an article, and when that was first noted. Since schema 4.
membership = Table(
    "membership",
    metadata,
    Column("url_hash", String(32), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("source", String(60), nullable=False),
    Column("noted_at", String(20), nullable=False),
    sqlite_with_rowid=False,
)

# What a server gave with an article to ask for it again with: an unchanged page is then an answer
# without a body. Since schema 3.
validator = Table(
    "validator",
    metadata,
    Column("url_hash", String(32), primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    sqlite_with_rowid=False,
)

# Addresses that every run asks for (RSS, sitemap, listing, robots.txt) as they were last: when,
# with which status, what to ask again with, and what they held (robots.txt its text, the others
# their entries as JSON). Since schema 3.
standing = Table(
    "standing",
    metadata,
    Column("url_hash", String(32), primary_key=True),
    Column("url", Text, nullable=False),
    Column("asked_at", String(20), nullable=False),
    Column("status", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content", Text),
)

# Servers (or single hosts of them) that asked not to be asked for a while, or refused so often
# that they are left alone: until when (UTC), and why. Since schema 4.
closed_server = Table(
    "closed_server",
    metadata,
    Column("server", String(255), primary_key=True),
    Column("reason", String(60), nullable=False),
    Column("noted_at", String(20), nullable=False),
    Column("until", String(20), nullable=False),
)

# What hosts say of the use of their texts: in their own words, and the bytes in which these came,
# NULL for what was noted before schema 7. Since schema 5.
right = Table(
    "rights",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("words_hash", String(32), primary_key=True),
    Column("words", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("first_seen", String(20), nullable=False),
    Column("last_seen", String(20), nullable=False),
    Column("evidence", LargeBinary),
)
