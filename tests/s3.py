"""An S3 on loopback, and what its buckets hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer

from kazcrawl.disk.bucket import Bucket


@contextmanager
def s3() -> Iterator[str]:
    """Its address."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


def make_bucket(server: str, name: str) -> None:
    with urlopen(Request(f"{server}/{name}", method="PUT")) as answer:
        assert answer.status == 200


def held(place: str) -> dict[str, bytes]:
    """Every object below a place, by its name there."""
    bucket = Bucket(place)
    found = {name: bucket.get(name) for name, _ in bucket.sizes()}
    return {name: one.content for name, one in found.items() if one is not None}
