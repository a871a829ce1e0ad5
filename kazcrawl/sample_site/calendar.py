"""How each layout and edition prints a moment. Astana's clock, its change in 2024 included."""

from datetime import UTC, datetime, timedelta, timezone

from kazcrawl.dates.months import MONTHS as READ_MONTHS
from kazcrawl.sites.kazinform.editions import EDITIONS

_RU_GENITIVE = [
    "Января",
    "Февраля",
    "Марта",
    "Апреля",
    "Мая",
    "Июня",
    "Июля",
    "Августа",
    "Сентября",
    "Октября",
    "Ноября",
    "Декабря",
]
_RU = [
    "Январь",
    "Февраль",
    "Март",
    "Апрель",
    "Май",
    "Июнь",
    "Июль",
    "Август",
    "Сентябрь",
    "Октябрь",
    "Ноябрь",
    "Декабрь",
]
MONTHS: dict[str, list[str]] = {
    "kk": [
        "Қаңтар",
        "Ақпан",
        "Наурыз",
        "Сәуір",
        "Мамыр",
        "Маусым",
        "Шілде",
        "Тамыз",
        "Қыркүйек",
        "Қазан",
        "Қараша",
        "Желтоқсан",
    ],
    "qz": [
        "Qańtar",
        "Aqpan",
        "Naýryz",
        "Sáýir",
        "Mamyr",
        "Maýsym",
        "Shilde",
        "Tamyz",
        "Qyrkúıek",
        "Qazan",
        "Qarasha",
        "Jeltoqsan",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "oz": [
        "Январ",
        "Феврал",
        "Март",
        "Апрел",
        "Май",
        "Июн",
        "Июл",
        "Август",
        "Сентябр",
        "Октябр",
        "Ноябр",
        "Декабр",
    ],
    "ar": [
        "قاڭتار",
        "اقپان",
        "ناۋرىز",
        "ءساۋىر",
        "مامىر",
        "ماۋسىم",
        "شىلدە",
        "تامىز",
        "قىركۇيەك",
        "قازان",
        "قاراشا",
        "جەلتوقسان",
    ],
}
_CHINESE = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]

# The country's move to one time zone, at midnight of its clocks.
_CHANGE = datetime(2024, 2, 29, 18, 0, tzinfo=UTC)


def astana(moment: datetime) -> datetime:
    """``moment`` on Astana's clock: UTC+6 before 2024-03-01 and UTC+5 since."""
    hours = 6 if moment < _CHANGE else 5
    return moment.astimezone(timezone(timedelta(hours=hours)))


def month(edition: str, local: datetime, *, genitive: bool = True) -> str:
    """A month's name as the edition prints it at that time."""
    if edition == "ru":
        return (_RU_GENITIVE if genitive else _RU)[local.month - 1]
    if edition == "cn":
        # The edition's template changed in September 2025.
        if (local.year, local.month) >= (2025, 9):
            return f"{local.month}月"
        return f"{_CHINESE[local.month - 1]}月份"
    if edition in MONTHS:
        return MONTHS[edition][local.month - 1]
    # An edition that nobody has seen: the first spelling that its language's dates are read by.
    tag = EDITIONS[edition].language
    spellings = READ_MONTHS.get(tag) or READ_MONTHS.get(tag.partition("-")[0]) or MONTHS["en"]
    return spellings[local.month - 1].split()[0]


def day_first(edition: str, moment: datetime, between: str) -> str:
    """``1 Апреля 2022, 22:19``: a moment as the templates until 2023 print it."""
    local = astana(moment)
    return f"{local.day} {month(edition, local)} {local.year}{between}{local:%H:%M}"


def clock_first(edition: str, moment: datetime, *, genitive: bool = True) -> str:
    """``21:38, 18 Августа 2026``: a moment as the templates since 2023 print it."""
    local = astana(moment)
    name = month(edition, local, genitive=genitive)
    return f"{local:%H:%M}, {local:%d} {name} {local.year}"
