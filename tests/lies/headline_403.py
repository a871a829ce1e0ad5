from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_HEADLINES = (
    "{} - 403",
    "{} - 404",
    "Access denied",
    "Доступ запрещен",
    "403 Forbidden",
    "Just a moment...",
    "Captcha",
)


class Headline403(Lie):
    """Good articles have headlines in the words of refusals."""

    lasts = None

    def plan(self, world: World) -> None:
        chosen = world.random.sample(world.news.pieces[self.edition][1:], 2 * len(_HEADLINES))
        for number, piece in enumerate(chosen):
            headline = _HEADLINES[number % len(_HEADLINES)]
            piece.rewrite(headline=headline.format(piece.versions[0][1].headline))

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        headlines = [_HEADLINES[0][2:], _HEADLINES[1][2:], *_HEADLINES[2:]]
        said = [article.headline for article in answer.articles]
        is_own = answer.kind == "article" and any(
            one.endswith(headline) for one in said for headline in headlines
        )
        return answer if is_own else None
