import re

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_FORMS = (
    "{url}?utm_source=rss&utm_medium=feed",
    "{http}",
    "{other}",
    "{url}#top",
    "//{bare}",
    "/{path}",
)


class CanonicalFlips(FalseArticles):
    """The canonical link has tracking parameters, another scheme, another slash at its end, or is
    relative, each time in another way."""

    share = 1.0
    lasts = None

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        url = answer.articles[0].url
        bare = url.removeprefix("https://")
        other = url.removesuffix("/") if url.endswith("/") else f"{url}/"
        form = self.random.choice(_FORMS)
        path = bare.partition("/")[2]
        told = form.format(url=url, http=f"http://{bare}", other=other, bare=bare, path=path)
        answer.body = re.sub(
            r'(<link rel="canonical" href=")[^"]*', rf"\g<1>{told}", answer.body.decode()
        ).encode()
        return answer
