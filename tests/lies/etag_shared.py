from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_TAG = '"v1"'


class EtagShared(Lie):
    """Every page of the edition has the same ETag: lists, feeds and articles."""

    editions = ("kk", "en", "oz", "ru")
    words = (r"etag", r"validator", r"\b304\b", r"not modified", r"silen", r"unchanged")
    lasts = None

    def send(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind == "robots" or answer.status != 200:
            return None
        answer.headers["ETag"] = _TAG
        if asked.headers.get("if-none-match") != _TAG:
            return None
        return Answer(answer.kind, 304, headers={"ETag": _TAG, "Date": answer.headers["Date"]})
