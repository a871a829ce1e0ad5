"""HTML to lines of text, as a reader sees them: bodies, titles, leads and captions alike."""

from collections.abc import Collection
from functools import cached_property
from math import inf

from selectolax.lexbor import LexborNode

from kazcrawl.pages import inline
from kazcrawl.pages.buttons import holds_question, is_word
from kazcrawl.pages.disclosures import is_below_question, opened_by_questions
from kazcrawl.pages.embeds import permalink
from kazcrawl.text import pattern, tidy

# Elements that begin and end a line of their own.
_BLOCKS = frozenset(
    """
    address article aside blockquote br button center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary
    table tbody thead tfoot tr ul
    """.split()
)
_PARAGRAPHS = frozenset("p li h2 h3 h4".split())
_LONELY = frozenset("a b strong em span i p".split())
_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("tr", "table", "tbody", "thead", "tfoot"))
# Elements whose text nobody reads.
_UNSEEN = frozenset(
    """
    script style noscript template iframe object embed svg canvas audio video select option
    input textarea head title map plaintext del s strike rt rp annotation annotation-xml
    """.split()
)
_UNPRINTED = inline.CAPTION_CLASSES | inline.WIDGETS
_ASKS = (
    "input[type=radio], input[type=checkbox], input[type=text], input[type=email], "
    "input[type=search], select, textarea"
)
_FORM_BOXES = frozenset("form div section aside".split())
# Characters beside a form that only say what it is for.
_FORM_WORDS = 160
_EMPTY_CELLS = pattern(r"(?: \|)+$")
# Characters of a cell, on the average and at most: more is a page laid out by a table.
_CELL, _LONGEST_CELL = 120, 500


def lines(root: LexborNode, skipped: Collection[int] = (), most: float = inf) -> list[str]:
    """The text of ``root`` as tidy lines: one a paragraph, list item, table row or ``<br>``.

    Behind the text of an embedded post stands the post's address. Hidden text, captions that
    WordPress marks by class, and forms that ask are not printed.

    ``skipped`` holds the ``mem_id`` of what is left out with all it contains; from ``most``
    characters on no line is looked for. The walk keeps its own stack, so that no nesting is too
    deep for it.
    """
    return _Walk(root, skipped).run(most)


def text_of(node: LexborNode) -> str:
    """The text of a title, lead or caption as one tidy line: inline elements add no space."""
    text = _only_text(node)
    if text is None:
        only = node.first_child
        # Often all of it stands in one inline element.
        if only is not None and only.next is None and only.tag in _LONELY:
            text = _only_text(only)
    return " ".join(lines(node)) if text is None else tidy(inline.unescaped(text))


def _only_text(node: LexborNode) -> str | None:
    """The text of an element that holds nothing else; None of any other."""
    child = node.first_child
    if child is None or child.next is not None or child.tag != "-text":
        return None
    return child.text_content


class _Walk:
    """The walk over one element: lines so far, words of the line, and where it stands."""

    def __init__(self, root: LexborNode, skipped: Collection[int]) -> None:
        self.root = root
        self.root_id = root.mem_id
        self.skipped = skipped
        self.tables: set[int] = set()
        self.asks = root.css_first("form") is not None
        # Characters of all the text; counted when it is first asked for.
        self.size = -1
        # Characters of the lines so far.
        self.printed = 0
        # Inline elements whose style makes blocks of them.
        self.made_blocks: set[int] = set()
        self.found: list[str] = []
        self.words: list[str] = []
        # How many tables of facts, and how many preformatted texts, are open.
        self.in_table = self.in_pre = 0

    def run(self, most: float) -> list[str]:
        # A node is met on the way down, and an element's end again on the way up (node, True).
        stack: list[tuple[LexborNode, bool]] = [(self.root, False)]
        while stack and self.printed < most:
            node, leaving = stack.pop()
            tag = node.tag
            if leaving:
                self.leave(node, tag or "")
            elif tag == "-text":
                self.add(node.text_content or "")
            elif tag == "button" and is_word(node):
                self.add(node.text())
            elif tag is None or tag[0] in "-!" or self.is_unprinted(node, tag):
                continue
            elif tag in _PARAGRAPHS and (text := _only_text(node)) is not None:
                self.break_line(tag)
                self.add(text)
                self.break_line(tag)
            elif self.enter(node, tag):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(True))))
        self.end_line()
        return self.found

    def add(self, text: str) -> None:
        if "&" in text:
            text = inline.unescaped(text)
        if self.in_pre and "\n" in text:
            *ended, last = text.split("\n")
            for line in ended:
                self.words.append(line)
                self.end_line()
            self.words.append(last)
        else:
            self.words.append(text)

    def end_line(self) -> None:
        if self.words:
            text = tidy("".join(self.words))
            self.words.clear()
            if text and (text[0] != "|" or text.strip(" |")):
                if text[-1] == "|":
                    text = _EMPTY_CELLS.sub("", text)
                self.found.append(text)
                self.printed += len(text)

    def enter(self, node: LexborNode, tag: str) -> bool:
        """What an element's start means; whether its children are walked."""
        if self.made_blocks and node.mem_id in self.made_blocks:
            self.break_line(tag)
        if tag in _BLOCKS:
            self.break_line(tag)
            self.in_pre += tag == "pre"
            if tag == "table" and _is_data(node):
                self.tables.add(node.mem_id)
                self.in_table += 1
        elif tag == "img":
            self.words.append(
                inline.emoji(node.attributes.get("class"), node.attributes.get("alt"))
            )
        elif tag == "sup":
            before = "".join(self.words[-3:]).rstrip("\n")
            self.words.append(inline.unescaped(inline.raised(node.text(), before)))
            return False
        elif tag == "q":
            self.words.append(inline.quoted(node.text())[0])
        return True

    def leave(self, node: LexborNode, tag: str) -> None:
        if self.made_blocks and node.mem_id in self.made_blocks:
            self.break_line(tag)
        if tag in _CELLS:
            self.words.append(" | ")
        elif tag == "q":
            self.words.append(inline.quoted(node.text())[1])
        elif tag in _BLOCKS:
            self.in_table -= tag == "table" and node.mem_id in self.tables
            self.break_line(tag)
            self.in_pre -= tag == "pre"
            if tag == "blockquote" and (post := _post_of(node)):
                self.found.extend([post] if not any(post in line for line in self.found) else [])

    @cached_property
    def opened(self) -> frozenset[str]:
        """The ids of answers that a page folds away."""
        return opened_by_questions(self.root)

    def is_answer(self, hidden: LexborNode) -> bool:
        """Whether a hidden element is the answer to the question right above it, or to that which
        opens it."""
        own_id = hidden.attributes.get("id")
        return is_below_question(hidden) or (bool(own_id) and own_id in self.opened)

    def is_unprinted(self, node: LexborNode, tag: str) -> bool:
        """Whether an element is hidden, asks, or captions a picture: by mark, not by words."""
        own_id = node.mem_id
        if own_id == self.root_id:
            return False
        if tag in _UNSEEN or own_id in self.skipped:
            return True
        if tag == "button":
            return not holds_question(node)
        hidden = self.asks and tag in _FORM_BOXES and _is_asking(node, tag)
        if not hidden and (attributes := node.attributes):
            names = (attributes.get("class") or "").split()
            if not _UNPRINTED.isdisjoint(names) or attributes.get("id") in inline.WIDGETS:
                return True
            hidden = inline.is_hidden(tag, attributes) and not self.is_answer(node)
            if "style" in attributes and inline.is_made_block(tag, attributes["style"]):
                self.made_blocks.add(own_id)
        # Some sites hide all of a page until a script shows it.
        if hidden and self.size < 0:
            self.size = len(self.root.text())
        return hidden and 2 * len(node.text()) < self.size

    def break_line(self, tag: str) -> None:
        """A block ends the line; inside the cell of a table of facts it is a space."""
        if self.in_table and tag not in _ROWS:
            self.words.append(" ")
        else:
            self.end_line()


def _is_asking(node: LexborNode, tag: str) -> bool:
    """Whether an element is a form that asks, or the box around one that says what it is for."""
    form = node if tag == "form" else node.css_first("form")
    if form is None or form.css_first(_ASKS) is None:
        return False
    return len(node.text()) - len(form.text()) < _FORM_WORDS


def _is_data(table: LexborNode) -> bool:
    """A table of facts, not of layout: several rows of several short cells."""
    if table.css_first("table table, h1, h2, h3, form, figure, iframe") is not None:
        return False
    rows, cells = len(table.css("tr")), table.css("td, th")
    if rows < 2 or len(cells) < 1.5 * rows or len(table.text()) >= _CELL * len(cells):
        return False
    return all(len(cell.text()) < _LONGEST_CELL for cell in cells)


def _post_of(quotation: LexborNode) -> str | None:
    """The address of the post that a quotation embeds."""
    links = [link.attributes.get("href") for link in quotation.css("a[href]")]
    own = quotation.attributes
    return permalink([own.get("cite"), *links, own.get("data-instgrm-permalink")])


def is_only_links(node: LexborNode) -> bool:
    """Whether all the words of an element stand inside links."""
    only = node.first_child
    if only is not None and only.next is None and only.tag == "a":
        return bool(tidy(only.text()))
    text = tidy(node.text())
    return bool(text) and text == tidy(" ".join(link.text() for link in node.css("a")))
