import re

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class CanonicalPort(FalseArticles):
    """The canonical link is elsewhere, and names the port 99999."""

    lasts = None

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        link = f'<link rel="canonical" href="https://cdn.example:99999{asked.path}">'
        body = re.sub(r'<link rel="canonical"[^>]*>', "", answer.body.decode())
        answer.body = body.replace("</head>", f"{link}</head>", 1).encode()
        return answer
