"""Debian's own cron over a healthy and an unhealthy site: what mail does it send?

Not part of the suite, for cron waits for the minute: run it as root on a machine that is yours,
``apt install cron`` before, ``python -m tests.cron_check``. It places one file in /etc/cron.d and
a mail program that keeps what it gets, and takes both away.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kazcrawl.sample_site.site import Answer
from tests.misbehaving import misbehaving
from tests.support import ROOT

TABLE = Path("/etc/cron.d/kazcrawl-check")
SENDMAIL = Path("/usr/sbin/sendmail")


def main() -> None:
    """Runs both, and fails when a healthy run sent mail or an unhealthy one a long mail."""
    if SENDMAIL.exists():
        sys.exit(f"{SENDMAIL} is there already: this check would take its place")
    with tempfile.TemporaryDirectory() as folder, misbehaving() as good, misbehaving() as bad:
        bad.hook = lambda *_: Answer(503, "")
        where = Path(folder)
        SENDMAIL.write_text(f'#!/bin/sh\ncat >> "{where}/mail.$$"\n')
        SENDMAIL.chmod(0o755)
        crawl = f"cd {ROOT} && .venv/bin/scrapy crawl kazinform -a editions=ar -s RETRY_TIMES=0"
        rows = [
            f"* * * * * root {crawl} -s KAZCRAWL_CONNECT_TO={site.address} "
            f"-s KAZCRAWL_DATA={where}/{name}; echo $? > {where}/{name}.code"
            for name, site in (("good", good), ("bad", bad))
        ]
        TABLE.write_text("SHELL=/bin/sh\nMAILTO=root\n" + "\n".join(rows) + "\n")
        TABLE.chmod(0o644)
        cron = subprocess.Popen(["cron", "-f"])
        try:
            ends = time.monotonic() + 240
            while len(list(where.glob("*.code"))) < 2 and time.monotonic() < ends:
                time.sleep(1)
            TABLE.unlink()
            time.sleep(3)
        finally:
            cron.terminate()
            TABLE.unlink(missing_ok=True)
            SENDMAIL.unlink()
        codes = {path.stem: path.read_text().strip() for path in where.glob("*.code")}
        mails = [path.read_text() for path in where.glob("mail.*")]
    print(f"exit codes {codes}, {len(mails)} mail")
    print(*mails, sep="\n---\n")
    bodies = [mail.partition("\n\n")[2].strip().splitlines() for mail in mails]
    assert codes == {"good": "0", "bad": "4"}
    assert len(bodies) == 1
    assert len(bodies[0]) < 10


if __name__ == "__main__":
    main()
