"""Names as pages print them: bylines without their words, photo credits apart from captions."""

import re

from kazcrawl.text import pattern, tidy

# What stands before a name in a byline. The word for author may stand before an office.
_AUTHOR = (
    r"by|written by|posted by|report(?:ed|ing) by|text by|story by|authors?|words(?: by)?"
    r"|автор(?:ы|и|лар|лары)?(?: текста| статьи| материала)?|текст|мәтін|авторлар(?:ы)?|дайындаған"
    r"|подготовил[аи]?|беседовал[аи]?|записал[аи]?"
    r"|муаллиф(?:лар)?|muallif(?:lar)?|avtor(?:y|lar)?|作者|编译|记者|文|اۆتور(?:ى|لار|لارى)?"
)
_OFFICE_BEFORE = (
    r"(?:(?:наш|собственный|специальный|главный|шеф-|старший|международный|политический"
    r"|экономический|спортивный|военный|региональный|внештатный)\s*)*"
    r"(?:спец|соб|фото|тележурналист-)?(?:корреспондент|собкор|спецкор|обозреватель|журналист|редактор|репортер|репортёр"
    r"|колумнист|корр\.?)(?:ка)?(?:\s+(?:МИА\s+)?[«\"]?(?:Казинформа?|Kazinform|Qazinform)[»\"]?)?"
    r"|(?:арнайы |меншікті |саяси |аға )*(?:тілші(?:сі)?|журналист|шолушы(?:сы)?)"
    r"|(?:arnaıy |menshikti )*(?:tilshi(?:si)?|jýrnalıst|sholýshy)"
    r"|(?:махсус )?мухбир(?:и)?|muxbir(?:i)?"
    r"|(?:staff|senior|chief|special|political|business) (?:writer|correspondent|reporter|editor|observer)"
    r"|correspondent|reporter|editor"
    r"|(?:[\w-]+-)?(?:redakteur|reporter|korrespondent|autor|journalist)(?:in)?"
)
_OFFICE_BEHIND = (
    r"(?:(?:[\w-]+ ){0,2}(?:writer|correspondent|reporter|editor|journalist|columnist|contributor|observer))"
    r"(?: (?:of|at|for|in) .{1,40})?"
    r"|(?:(?:[\w-]+ ){0,2}(?:корреспондент|обозреватель|журналист|редактор|репортер|репортёр|колумнист))(?: .{1,40})?"
    r"|(?:[\w-]+ ){0,2}(?:тілшісі?|шолушысы?|tilshisi?|мухбири?|muxbiri?)"
    r"|(?:МИА )?[«\"]?(?:Kazinform|Казинформ|Qazinform)[»\"]?|собкор|спецкор"
)
# German and French bylines; a first name when only one word follows it.
_FOREIGN_BY = r"(?:von(?!\s+de[rnm]\s)|par)\s+(?=\S+\s+\S)|(?-i:von(?!\s+de[rnm]\s)|par)\s+"
_BEFORE = pattern(
    rf"^\s*(?:{_FOREIGN_BY}|(?:{_AUTHOR})\s*[:：/／|｜]\s*|(?:{_AUTHOR})\s+|(?:{_OFFICE_BEFORE})\s*[:：]?\s+)(?=\S)"
    r"|^\s*(?:本[报网台社]|特约|实习)?记者(?=[\u4e00-\u9fff]{2,4}$)",
    re.IGNORECASE,
)
_BEHIND = pattern(
    rf"(?:(?:\s*[,(–—|/]\s*|\s+-\s+)(?:{_OFFICE_BEHIND})\)?|\s\([^()]{{2,40}}\)"
    # Where it was written.
    r"|\s+(?-i:in(?:\s[A-Z][\w.-]{1,20}){1,3}))\s*$",
    re.IGNORECASE,
)
# What else a byline's line tells: who took the pictures, when it changed, the writer's account.
_ELSE = pattern(
    r"[\s,.;/|·]+(?:(?:фото|фотографии|photos?|pictures?|суреттер|сурет|сурат(?:лар)?|surat(?:lar)?|видео|video)"
    r"(?:\s+by)?(?:\s*[:：/]\s*|\s+(?=(?-i:[^\W\d_a-zа-яё])|автор|из\s|предоставлен))|(?:图|摄影|摄|责任编辑|责编|编辑|校对|审核|来源)\s*[:：/／|｜]"
    r"|(?:on\s+)?(?-i:[A-Z][a-z]{2,8})\.?\s\d{1,2},?\s(?:19|20)\d\d|on\s+\d|edit(?:ing|ed) by\b|(?:updated|published|posted|обновлено|опубликовано|жарияланды|жаңартылды)\b|@\w|©|\d{1,4}[./:-]\d\d"
    r"|(?:и\s+др|и\s+другие|et\s+al|and\s+others)\b|(?:специально\s+для|для|special\s+to|special\s+for|for)\s).*$",
    re.IGNORECASE | re.DOTALL,
)
# A name with a slogan behind it is a site's.
_SLOGAN = pattern(r".*\S\s+[–—-]\s+[a-zа-яёәғқңөұүһі]\S*(?:\s+\S+){2,}")
_OFFICE_ALONE = pattern(rf"(?:{_OFFICE_BEFORE}|{_OFFICE_BEHIND})", re.IGNORECASE)
_BETWEEN = pattern(
    r"\s*[;|、/]\s*|\s*[,，،]\s*|\s+(?:and|with|und|et|ve|\+|и|және|мен|пен|бен|jáne|men|pen|ben|va|ва|hám|&)\s+|\s+و\s+"
    r"|(?<=[\u4e00-\u9fff]{2})[ 和](?=[\u4e00-\u9fff]{2})"
)
# Behind a comma these belong to the name before it.
_SUFFIX = pattern(
    r"(?:jr|sr|ph\.?\s?d|m\.?d|m\.?[as]|mba|mph|rdn?|rn|jd|ii|iii|iv)\.?", re.IGNORECASE
)
# A newsroom that signs with its own name has no author to tell; logins and addresses are none.
_NO_NAME = pattern(
    r"(?:www\.)?inform\.kz|(?:МИА\s+)?[«\"]?(?:kazinform|qazinform|казинформ|қазинформ|қазақпарат|qazaqparat)[»\"]?"
    r"|(?:.* )?(?:news ?(?:agency|desk|room|team)|newspaper|corporation|агентство|агенттігі|agenttigi"
    r"|агентлиги|agentligi|редакциясы|таҳририяти|tahririyati)|.*通讯社|(?:哈通|新华)社|编辑部"
    r"|admin\d*|administrator|редакция|editor|editorial(?: staff)?|webmaster|staff|root|user\d*|none"
    r"|wordpress|super user|site[ _]?admin|web[ _]?(?:editor|admin)|guest(?: (?:author|writer|post|contributor))?|test|anonymous|аноним|гость"
    r"|пресс-служба(?: .*)?|press (?:service|office)(?: .*)?|(?:.* )?(?:баспасөз қызметі|матбуот хизмати)"
    r"|[«\"“„].*[»\"”]"
    r"|@\S+",
    re.IGNORECASE,
)
# Beside names: whom they work for.
_AGENCY = pattern(
    r"(?:the )?associated press|reuters|agence france-presse|xinhua|интерфакс|тасс|риа новости",
    re.IGNORECASE,
)
_ADDRESS = pattern(
    r"\s*(?:https?:)?//|\s*(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/|\s*$)", re.I
)
# A lone word without a capital is a login or what is left of an office.
_LOGIN = pattern(r"[a-zа-яё][\w-]*")
# A line of names has no figures, calls and credits; a slogan has more words than a name.
_NO_BYLINE = pattern(
    r"\d|[!?@©]|^(?:责任编辑|责编|编辑|校对|审核|翻译)[:：]|\b(?:фото|photo|сурет|сурат|видео|video)\s*[:：]|\b(?:подпи[сш]|читай|обновл|опублик|follow"
    r"|subscribe|sign up|read more|updated|published|жарияла|жазыл|обуна)"
    # What a link to the rest of a writer's articles says.
    r"|\b(?:(?:view|see|read) (?:all|more)|all (?:posts|articles|stories)|more (?:by|from)"
    r"|about the author|email the author|все (?:статьи|материалы|публикации|записи|новости)"
    r"|об авторе|автор туралы|барлық (?:мақала|материал|жазба))",
    re.IGNORECASE,
)
_MOST_WORDS = 7
# What templates leave unfilled begins with these; feeds write a name behind its address.
_UNFILLED = "[{<%$#"
_MAILED = pattern(r"\s*\S+@\S+\s+\(([^()]+)\)\s*")
# Templates pad a name of two signs so that it is as wide as one of three.
_PADDED = pattern(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_MOST_NAMES = 10
# What the full stop at the end of a name belongs to.
_SHORTENED = pattern(r"(?:^|[\s.])(?:[^\W\d_]|Jr|Sr)$")


def people(bylines: list[str]) -> list[str]:
    """The names in bylines, each once: words for author and titles of office cut off.

    ``Политический обозреватель Айгерим Талас и Ержан Оспан`` are two people. A name that is
    not understood is kept as it is printed.
    """
    found: dict[str, str] = {}
    for byline in bylines:
        if "@" in byline and (mailed := _MAILED.fullmatch(byline)):
            byline = mailed[1]
        if _ADDRESS.match(byline):
            continue
        if byline[:1] in "（(" and byline[-1:] in "）)":
            byline = byline[1:-1]
        for part in _split(_bare(names_alone(_PADDED.sub(r"\1\2", tidy(byline))))):
            name = _bare(part).strip(" .,:;-–—|/／｜")
            if _SHORTENED.search(name) and f"{name}." in part:
                name += "."
            if 2 <= len(name) <= 60 and not _is_no_name(name):
                found.setdefault(name.casefold(), name)
    names = [name for name in found.values() if not _AGENCY.fullmatch(name)]
    names = names or list(found.values())
    return names[:_MOST_NAMES]


def names_alone(byline: str) -> str:
    """A byline's line without what it tells beside its names; nothing of a site's slogan."""
    return "" if _SLOGAN.fullmatch(byline) else _ELSE.sub("", byline)


def _is_no_name(text: str) -> bool:
    return text[0] in _UNFILLED or bool(
        _NO_NAME.fullmatch(text)
        or _LOGIN.fullmatch(text)
        or _NO_BYLINE.search(text)
        or _ADDRESS.match(text)
        or len(text.split()) > _MOST_WORDS
    )


def _bare(byline: str) -> str:
    """A byline without what stands before and behind its name."""
    while True:
        bare = _BEHIND.sub("", _BEFORE.sub("", byline))
        if bare == byline or not bare:
            return bare
        byline = bare


def _split(byline: str) -> list[str]:
    names: list[str] = []
    for part in _BETWEEN.split(byline):
        if names and _SUFFIX.fullmatch(part.strip()):
            names[-1] = f"{names[-1]}, {part.strip()}"
        elif not _OFFICE_ALONE.fullmatch(part.strip()):
            names.append(part)
    return names


_CREDIT_WORD = (
    r"фото(?:графия|хроника)?(?:\s+из\s+архива|\s+автора)?|источник(?:\s+фото)?|кадр|коллаж|видео|инфографика|скриншот|иллюстрация"
    r"|сурет(?:тер)?|фотосурет|sýret|suret|сурат|surat|foto|kollaj|سۋرەت|فوتو"
    r"|photo(?:graph)?s?(?:\s*credits?|\s+by|\s+courtesy(?:\s+of)?)?|image(?:\s*credits?|\s+by)?|video|collage|screenshot|credits?"
    r"|图片来源|图源|图片|图|照片|摄影"
)
_CREDIT = pattern(
    rf"(?:^|(?<=[.!?…。»”\")])|[(|/,;–—-]|\s(?=[(|/,;–—-]|(?-i:[^a-zа-я])))[\s(|/,;–—-]*(?:{_CREDIT_WORD})\s*(?:[:：©/]\s*|\s(?=из\s|by\s))(?P<a>[^|]{{2,80}}?)\)?$"
    r"|[\s(|/]*©\s*(?P<b>[^|]{2,80}?)\)?$"
    r"|\((?P<c>[^()]{0,60}(?:Getty|Reuters|AFP|AP\b|EPA|Shutterstock|РИА|ТАСС|TASS|Unsplash|iStock|Xinhua)[^()]{0,40})\)$",
    re.IGNORECASE,
)
# A credit is short and stands at the end.
_CREDIT_SIZE = 220


def split_credit(said: str | None) -> tuple[str | None, str | None]:
    """A caption's words and the photo's credit: ``Вид на порт. Фото: gov.kz`` has both."""
    if not said:
        return None, None
    start = max(0, len(said) - _CREDIT_SIZE)
    match = _CREDIT.search(said, start)
    if match is None:
        return said, None
    who = next(group for group in match.groups() if group)
    who = re.sub(r"^(?:из|by)\s+", "", tidy(who), flags=re.IGNORECASE).rstrip(" .")
    caption = said[: match.start()].rstrip(" |,;–—-(/")
    return caption or None, who or None
