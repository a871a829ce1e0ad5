"""A bucket's plain operations, on a service of loopback."""

from pathlib import Path

import pytest

from kazcrawl.disk.bucket import Bucket, BucketError, TakenError


def test_what_is_not_there_is_none_and_nothing_is_put_over_anothers(bucket: str) -> None:
    own = Bucket(bucket)
    assert own.get("a") is own.open("a") is None
    own.delete("a")
    own.replace("a", b"1", None)
    own.replace("a", b"1", None)
    seen = own.get("a")
    with pytest.raises(TakenError, match=r"^s3://.*/news/a: another's is there; it was left as it"):
        own.replace("a", b"2", None)
    own.replace("a", b"2", seen)
    with pytest.raises(TakenError):
        own.replace("a", b"3", seen)
    own.delete("a")
    with pytest.raises(TakenError):
        own.replace("a", b"3", seen)
    assert own.get("a") is None


def test_names_are_those_below_the_prefix_whatever_stands_beside_it(bucket: str) -> None:
    root, own = Bucket(bucket.removesuffix("/news")), Bucket(f"{bucket}/")
    for name in ("news/a", "news/b/c", "news/b/d", "newspaper/a"):
        root.put(name, name.encode())
    assert dict(own.sizes()) == {"a": 6, "b/c": 8, "b/d": 8}
    assert dict(own.sizes("b", after="b/c")) == {"b/d": 8}
    assert [name for name, _ in root.sizes()] == ["news/a", "news/b/c", "news/b/d", "newspaper/a"]
    assert own.at("a") == f"{bucket}/a"


def test_a_large_object_goes_and_comes_in_parts(bucket: str, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(range(256)) * 25_000)
    own = Bucket(bucket)
    with path.open("rb") as file:
        own.put("large", file)
    there = own.open("large")
    assert there is not None
    with there:
        assert there.read() == path.read_bytes()


def test_a_bucket_that_is_not_there_is_not_taken_for_an_empty_one(bucket: str) -> None:
    own = Bucket(bucket.replace("bucket-", "no-"))
    for ask in (own.get, own.open, own.delete, lambda name: list(own.sizes())):
        with pytest.raises(BucketError, match=r"answers 404 NoSuchBucket$"):
            ask("a")
