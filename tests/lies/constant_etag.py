from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_TAG = '"constant"'
_KINDS = ("feed", "section", "rss", "sitemap", "last_news")


class ConstantEtag(Lie):
    """Feeds and listings have the same ETag for ever, and are not sent to whoever knows it."""

    editions = ("kk", "en", "oz", "ru")
    words = (r"etag", r"validator", r"\b304\b", r"not modified", r"silen", r"unchanged")
    lasts = None

    def send(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind not in _KINDS or answer.status != 200:
            return None
        answer.headers["ETag"] = _TAG
        if asked.headers.get("if-none-match") != _TAG:
            return None
        return Answer(answer.kind, 304, headers={"ETag": _TAG, "Date": answer.headers["Date"]})
