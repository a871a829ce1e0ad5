"""The words of dates in the agency's seven editions: data only, read by `kazcrawl.dates`.

Spellings are written as people write them; `kazcrawl.dates` folds case, accents, hamza, digits of
other scripts and look-alike letters away on both sides, so a spelling that differs in nothing
else needs no entry. Month names come from the agency's pages and, where an edition was never
seen rendered (Uzbek, Kazakh in Arabic script), from CLDR and the agency's own prose.
"""

from __future__ import annotations

MONTHS: dict[str, tuple[str, ...]] = {
    # Nominative, genitive, then abbreviations with and without a full stop.
    "ru": (
        "январь января янв",
        "февраль февраля февр фев",
        "март марта мар",
        "апрель апреля апр",
        "май мая",
        "июнь июня июн",
        "июль июля июл",
        "август августа авг",
        "сентябрь сентября сент сен",
        "октябрь октября окт",
        "ноябрь ноября нояб ноя",
        "декабрь декабря дек",
    ),
    "en": (
        "January Jan",
        "February Feb Febr",
        "March Mar",
        "April Apr",
        "May",
        "June Jun",
        "July Jul",
        "August Aug",
        "September Sept Sep",
        "October Oct",
        "November Nov",
        "December Dec",
    ),
    # The second spelling is what a keyboard without Kazakh letters gives; endings that mean "of"
    # and "in" are added by KAZAKH_ENDINGS.
    "kk-Cyrl": (
        "қаңтар кантар қаң",
        "ақпан акпан ақп",
        "наурыз нау",
        "сәуір сауир сәу",
        "мамыр мам",
        "маусым мау",
        "шілде шилде шіл",
        "тамыз там",
        "қыркүйек кыркуйек қыр қырк",
        "қазан казан қаз",
        "қараша караша қар",
        "желтоқсан желтоксан жел",
    ),
    # The agency's alphabet (acutes, dotless ı), the 2021 alphabet (diaereses, ş), the older one
    # of its Latin pages (w for у, ı for ы), and spellings without any accent.
    "kk-Latn": (
        "Qańtar Qañtar Qangtar Kantar Kańtar",
        "Aqpan Akpan",
        "Naýryz Nauryz Nawryz Nawrız Nauriz Navryz",
        "Sáýir Sáuir Säuir Säwir Sävir Saüir",
        "Mamyr Mamır",
        "Maýsym Mausym Mawsym Mawsım Mausim Mavsym",
        "Shilde Şilde",
        "Tamyz Tamız",
        "Qyrkúıek Qyrkúyek Qyrkúek Qırküyek Qirkuiek Kyrkuiek Kyrkuyek Qyrkuıyek",
        "Qazan Kazan",
        "Qarasha Qaraşa Karasha",
        "Jeltoqsan Jeltoksan Zheltoqsan Zheltoksan",
    ),
    "kk-Arab": (
        "قاڭتار قاڭتارى",
        "اقپان اقپانى",
        "ناۋرىز ناۋرىزى",
        "ساۋىر ءساۋىر ساۋىرى",
        "مامىر مامىرى",
        "ماۋسىم ماۋسىمى",
        "شىلدە شىلدەسى",
        "تامىز تامىزى",
        "قىركۇيەك قىركۇيەگى",
        "قازان قازانى",
        "قاراشا قاراشاسى",
        "جەلتوقسان جەلتوقسانى",
    ),
    "uz-Cyrl": (
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
    ),
    "uz-Latn": (
        "yanvar yan",
        "fevral fev",
        "mart",
        "aprel apr",
        "may",
        "iyun iyn",
        "iyul iyl",
        "avgust avg",
        "sentabr sentyabr sen",
        "oktabr oktyabr okt",
        "noyabr noy",
        "dekabr dek",
    ),
    "zh": (
        "一月 一月份 1月 1月份 01月 01月份",
        "二月 二月份 2月 2月份 02月 02月份",
        "三月 三月份 3月 3月份 03月 03月份",
        "四月 四月份 4月 4月份 04月 04月份",
        "五月 五月份 5月 5月份 05月 05月份",
        "六月 六月份 6月 6月份 06月 06月份",
        "七月 七月份 7月 7月份 07月 07月份",
        "八月 八月份 8月 8月份 08月 08月份",
        "九月 九月份 9月 9月份 09月 09月份",
        "十月 十月份 10月 10月份",
        "十一月 十一月份 11月 11月份",
        "十二月 十二月份 12月 12月份",
    ),
}

# "in January" and "of January" as prose and hand-set templates decline them ("2025 жылдың
# 30 тамызы", "23 қарашада"); every ending is tried on every month, since a form that no grammar
# allows can still mean no other month.
KAZAKH_ENDINGS: dict[str, str] = {
    "kk-Cyrl": (
        "да де та те ы і сы сі ында інде сында сінде дағы дегі тағы тегі ның нің дың дің тың тің"
    ),
    "kk-Latn": (
        "da de ta te y i sy si ynda inde synda sinde daǵy degi taǵy tegi nyń niń dyń diń tyń tiń"
    ),
    "kk-Arab": "دا دە تا تە داعى دەگى تاعى تەگى",
    "uz-Cyrl": "да и ида",
    "uz-Latn": "da i ida",
}

# A day word and how many days before the day of the fetch it means.
DAYS: dict[int, str] = {
    0: "сегодня cегодня today бүгін бугин búgin bügin بۇگىن бугун bugun 今天 今日",
    1: "вчера yesterday кеше keshe keşe كەشە кеча kecha 昨天 昨日",
    2: "позавчера 前天",
}

# Seconds in a unit. Months and years are missing on purpose: "3 months ago" names no day.
UNITS: dict[int, str] = {
    1: (
        "секунда секунды секунду секунд сек с second seconds sec secs sekýnd sekund سەكۋند "
        "сония soniya 秒 秒钟"
    ),
    60: (
        "минута минуты минуту минут мин м minute minutes min mins m minýt mınýt minut مينۋت "
        "дақиқа дақ daqiqa daq 分钟 分鐘 分"
    ),
    3600: (
        "час часа часов ч hour hours hr hrs h сағат сағ сагат saǵat saǵ sağat saat ساعات соат soat "
        "小时 小時 钟头"
    ),
    86400: ("день дня дней дн д сутки суток day days d күн кун kún kün كۇن кун kun 天"),
    604800: (
        "неделя неделю недели недель нед week weeks w wk wks апта apta اپتا ҳафта hafta 周 星期"
    ),
}

AGO = "назад ago бұрын бурын buryn burın بۇرىن олдин аввал oldin avval 前 之前 以前"

ONE = "a an one один одну одна бір bir бир"

NUMBERS: dict[int, str] = {
    2: "two два две екі eki ekı икки ikki ەكى 两 二",
    3: "three три үш ush üş úsh уч uch ٴۇش 三",
    4: "four четыре төрт tórt tört тўрт to'rt ٴتورت 四",
    5: "five пять бес bes беш besh بەس 五",
    6: "six шесть алты alty олти olti التى 六",
}
"""How many units ago, in a word."""

NOW = "刚刚 刚才 剛剛"
"""The moment of fetching; languages that write it as two words have `JUST_NOW`."""
JUST_NOW = (
    r"только что|just now|жаңа ғана|jańa ǵana|ҳозиргина|hozirgina"
    r"|(?:a few seconds|moments|a moment) ago|несколько секунд назад|бірнеше секунд бұрын"
)

DOUBTFUL_CLOCKS = "CST IST"
"""Labels of clocks that mean several: America's or China's; India's, Ireland's or Israel's."""

HALF = "half полчаса жарты ярим yarim 半"
"""Half of the unit behind it; the Russian word holds its unit."""

BEFORE_NOON = "上午 早上 清晨 凌晨"
AFTER_NOON = "下午"
NOON = "中午 正午"
EVENING = "晚上 傍晚"
"""Afternoon, but for twelve o'clock, which is then noon to some and midnight to others."""

WEEKDAYS = (
    "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье "
    "пн вт ср чт пт сб вс дүй сей сәр бей жұм жек "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun "
    "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі "
    "дс сс бс жм жс "
    "dúısenbi düisenbi dúysenbi seısenbi seysenbi sársenbi särsenbi beısenbi beysenbi "
    "juma jūma senbi jeksenbi "
    "دۇيسەنبى سەيسەنبى سارسەنبى بەيسەنبى جۇما سەنبى جەكسەنبى "
    "душанба сешанба чоршанба пайшанба якшанба шанба "
    "dushanba seshanba chorshanba payshanba yakshanba shanba "
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 "
    "周一 周二 周三 周四 周五 周六 周日"
)

# Words that stand around a date and say nothing about which one it is.
AROUND = (
    "опубликовано опубликована опубликован публикация публикации размещено обновлено обновлена "
    "изменено добавлено добавлена создано создана создания добавления размещения размещен дата "
    "время в во от г год года го ое материал новость статья "
    "published publish posted post updated update modified created last first date time on at of "
    "the by "
    "st nd rd th "
    "жарияланды жарияланған жаңартылды күні уақыты уақытымен уақыт ж жыл жылы жылғы жылдың "
    "сы сі та те сында сінде ші шы sy si synda sinde shi shy "
    "jarııalandy jarialandy jariialandy jariyalandy jańartyldy "
    "j jyl jyly jylǵy jylğy jylgy jılğı jyldyń jyldyñ jyldyn "
    "جىل جىلى جىلعى جىلدىڭ جاريالاندى جاڭارتىلدى "
    "эълон қилинди қилинган янгиланди чоп этилди этилган сана санаси вақти й йил йили йилнинг "
    "yil yili yilning kuni e'lon qilindi qilingan chop etildi etilgan yangilandi sana sanasi "
    "vaqti bilan билан "
    "Астана Астаны Астане Астанада Astana Алматы Almaty Нур-Султан Нұр-Сұлтан Tashkent Ташкент "
    "Тошкент Toshkent "
    "年 日 号 個 時間 發布 發布時間 發表 更新時間 "
    "阿斯塔纳 阿拉木图 当地时间 "
    "个 发布 发布于 发布时间 发布日期 发表 发表于 更新 更新于 更新时间 时间 日期"
)
