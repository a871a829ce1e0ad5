"""The address of a picture, past lazy templates, counters and placeholders."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages.sources import caption_of, picture_source, source_of


@pytest.mark.parametrize(
    ("attributes", "source"),
    [
        ({"src": "/a.jpg"}, "/a.jpg"),
        ({"src": "/blank.gif", "data-src": "/a.jpg"}, "/a.jpg"),
        ({"src": "/a-small.jpg", "data-original": "/a.jpg"}, "/a.jpg"),
        ({"src": "data:image/gif;base64,x", "srcset": "/s.jpg 300w, /l.jpg 1200w"}, "/l.jpg"),
        ({"data-srcset": "/one.jpg, /two.jpg 2x"}, "/two.jpg"),
        ({"src": "https://mc.yandex.ru/watch/1", "width": "1", "height": "1"}, None),
        ({"src": "/static/plug.png"}, None),
        ({"src": "/img/placeholder.webp"}, None),
        ({"src": "/uploads/avatar/7.jpg"}, None),
        ({"src": "/blank.gif", "data-echo": "/a.jpg"}, "/a.jpg"),
        ({"data-cfsrc": "/a.jpg", "style": "display:none"}, "/a.jpg"),
        ({"src": "/blank.gif", "data-full-src": "/a.jpg"}, "/a.jpg"),
        ({"src": "/img/loading.gif"}, None),
        ({"src": "/t.png", "width": "24", "height": "24"}, None),
        ({"src": "/t.png", "width": "24"}, "/t.png"),
        ({"src": "/downloading.jpg"}, "/downloading.jpg"),
        ({"src": "/blank.gif", "data-original-set": "/a.jpg 1x"}, "/a.jpg"),
        ({"src": "/blank.gif", "data-actualsrc": "/a.jpg"}, "/a.jpg"),
        ({"nitro-lazy-src": "/a.jpg"}, "/a.jpg"),
        ({"src": "/a.jpg", "data-fallback-src": "/small.jpg"}, "/a.jpg"),
        ({"src": " /storks in june.jpg "}, "/storks%20in%20june.jpg"),
        ({"src": "/people/lind.jpg", "class": "avatar rounded"}, None),
        ({"src": ""}, None),
        ({}, None),
    ],
)
def test_a_picture_is_found_where_the_template_keeps_it(
    attributes: dict[str, str | None], source: str | None
) -> None:
    assert picture_source(attributes) == source


def test_a_placeholder_gives_way_to_what_its_picture_offers() -> None:
    html = (
        "<picture><source data-srcset='/a.webp 800w'><img src='data:image/gif;base64,x'></picture>"
        "<picture><source srcset='/b.webp'><img src='/b.jpg'></picture><img src='/blank.gif'>"
    )
    pictures = LexborHTMLParser(html).css("img")
    assert list(map(source_of, pictures)) == ["/a.webp", "/b.jpg", None]


def test_a_file_s_name_is_no_caption() -> None:
    assert caption_of("IMG_1234.jpg") is None
    assert caption_of("DSC 0012") is None
    assert caption_of("Вид на мост") == "Вид на мост"


@pytest.mark.parametrize("said", ["null", "undefined", "Image", "Фото", "сурет", "图片"])
def test_what_any_picture_is_and_what_a_template_left_is_no_caption(said: str) -> None:
    assert caption_of(said) is None


def test_a_caption_is_without_markup() -> None:
    assert caption_of("<p>The &quot;old&quot; pond</p>") == 'The "old" pond'
