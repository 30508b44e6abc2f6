"""Weekdays, months and "daily" in every language, inflected, as regular expressions over folded text."""

from __future__ import annotations

_AR_THE = "(?:[وفبكل]|وب|ول|وك)?(?:ال|لل)"
_FA_ENDING = "(?:ها|های|هاي|ی)?"

# One regular expression for each weekday, Monday first; "" takes CLDR's name alone.
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "de": tuple(rf"{day}s?(?:(?:vor|nach)?(?:mittag|morgen|abend|nacht)\w*)?|{day}en?" for day in
                ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "(?:samstag|sonnabend)", "sonntag")),
    "en": tuple(rf"{day}(?:s|'s)?" for day in
                ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")),
    "fr": tuple(rf"{day}s?" for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")),
    "pt": ("segundas?-feiras?", "terças?(?:-feiras?)?", "quartas?-feiras?", "quintas?-feiras?", "sextas?-feiras?",
           "sábados?", "domingos?"),
    "tr": (r"pazartesi\w*", r"sal[ıi](?:y?[ıiae]|dan|lar\w*|n[ıi]n|s[ıi])?", r"çarşamba\w*", r"perşembe\w*",
           r"cuma(?!rtesi)\w*", r"cumartesi\w*", r"pazar(?!tesi|l[ıi]k)\w*"),
    "ru": (r"понедельник\w*", r"вторник\w*", "сред(?:а|ы|у|е|ой|ам|ами)", r"четверг\w*", r"пятниц\w*", r"суббот\w*",
           r"воскресень\w*"),
    "uk": (r"(?:що)?понеділ(?:ок|к\w*)", r"(?:що)?вівтор(?:ок|к\w*)", "(?:що)?серед(?:а|и|у|ою|і|ам)",
           "(?:що)?четвер(?:г|га|гу|гом|ги|гів|гами)?", r"(?:що)?п'ятниц\w*", r"(?:що)?субот\w*",
           "(?:що)?неділ(?:я|і|ю|ею|ь|ям)"),
    "ar": tuple(f"{_AR_THE}{day}|(?:كل )?يوم {day}|كل {day}" for day in
                ("[اإ]ثنين", "ثلاثاء?", "[اأ]ربعاء?", "خميس", "جمعة", "سبت", "[اأ]حد")),
    "fa": (*(f"{day} ?شنبه ?{_FA_ENDING}" for day in ("دو", "سه", "چهار", "پنج")), f"(?:جمعه|آدینه){_FA_ENDING}",
           f"شنبه{_FA_ENDING}", f"یک ?شنبه{_FA_ENDING}"),
    "ps": ("دوشنبې|دوشنبه|دونۍ|د ګل ورځ", "سه ?شنبه|سه ?شنبې|درېنۍ|نهه نۍ", "چهار ?شنبه|چهار ?شنبې|څلرنۍ",
           "پنج ?شنبه|پنج ?شنبې|پينځنۍ|پنجشنبې", "جمعه|جمعې", "شنبه|شنبې|اونۍ|خالي", "یک ?شنبه|یک ?شنبې|يونۍ|اتوار"),
    "ku": ("duşem(?!b)\\w*", "sêşem\\w*", "çarşem\\w*", "pêncşem\\w*", "în(?:î|iyê|iyan)?|roja înê|înê",
           "şem(?:î|iyê|iyan|iya)|şemî",
           "yekşem\\w*"),
}  # fmt: skip
WEEKDAYS["prs"] = WEEKDAYS["fa"]
WEEKDAYS["ti"] = tuple(
    rf"[ብንዘክ]?(?:{day})(?:ያት|ታት)?ን?(?: (?:{day})(?!\w))?"  # said twice: every one
    for day in ("ሰኑይ", "ሰሉስ", "ረቡዕ|ሮቡዕ|ሮብዕ", "[ሓሃ]ሙስ", "ዓርቢ|ዓርብ", "ቀዳም", "ሰንበት")
)
WEEKDAYS["so"] = (r"isniin\w*", r"(?:talaado|talaada|salaas[ao])\w*", r"arbac[ao]\w*", r"khamiis\w*", r"jimc[aeo]\w*",
                  r"sabti\w*", r"a[xh]ad(?:da|dii|ii|aha|yada)?")  # fmt: skip

# Names that also mean something else: they count beside a figure or another weekday.
WEEKDAY_SHORT: dict[str, tuple[str, ...]] = {
    "de": ("mo", "di", "mi", "do", "fr", "sa", "so"),
    "en": ("mon", "tues?", "wed", "thu(?:rs?)?", "fri", "sat", "sun"),
    "fr": ("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    "pt": ("segundas?|seg|2ª", "ter|3ª", "quartas?|qua|4ª", "quintas?|qui|5ª", "sextas?|sex|6ª", "sáb", "dom"),
    "tr": ("pzt", "sal", "çar", "per", "cum", "cmt", "paz"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "uk": ("пн", "вт", "ср", "чт", "пт", "сб", "нд"),
    "ar": ("[اإ]ثنين", "ثلاثاء", "[اأ]ربعاء", "خميس", "جمعة", "سبت", "[اأ]حد"),
}

MONTHS: dict[str, tuple[str, ...]] = {
    "de": ("januars?|jänner", "februars?|feber", "märz", "aprils?", "mai", "juni|juno", "juli", "augusts?",
           "septembers?", "oktobers?",
           "novembers?", "dezembers?"),
    "tr": (r"oca(?:k|ğ)(?:'?\w{1,4})?", r"şubat(?:'?\w{1,4})?", r"mart(?:'?(?:a|ta|tan|[ıi]n|[ıi]|ayı\w*))?",
           r"nisan(?:'?\w{1,4})?", r"may[ıi]s(?:'?\w{1,4})?", r"haziran(?:'?\w{1,4})?", r"temmuz(?:'?\w{1,4})?",
           r"ağustos(?:'?\w{1,4})?", r"eylül(?:'?\w{1,4})?", r"ekim(?:'?\w{1,4})?", r"kas[ıi]m(?:'?\w{1,4})?",
           r"aral[ıi](?:k|ğ)(?:'?\w{1,4})?"),
    "ru": ("январ[ьяюе]м?", "феврал[ьяюе]м?", "март(?:а|у|е|ом)?", "апрел[ьяюе]м?", "ма[йяюе]м?", "июн[ьяюе]м?",
           "июл[ьяюе]м?",
           "август(?:а|у|е|ом)?", "сентябр[ьяюе]м?", "октябр[ьяюе]м?", "ноябр[ьяюе]м?", "декабр[ьяюе]м?"),
    "uk": ("січ(?:ень|ня|ню|ні|нем)", "лют(?:ий|ого|ому|им)", "берез(?:ень|ня|ню|ні|нем)", "квіт(?:ень|ня|ню|ні|нем)",
           "трав(?:ень|ня|ню|ні|нем)", "черв(?:ень|ня|ню|ні|нем)", "лип(?:ень|ня|ню|ні|нем)",
           "серп(?:ень|ня|ню|ні|нем)",
           "верес(?:ень|ня|ню|ні|нем)", "жовт(?:ень|ня|ню|ні|нем)", "листопад(?:а|у|і|ом)?",
           "груд(?:ень|ня|ню|ні|нем)"),
    "ar": tuple(f"[وفبل]?(?:{names})" for names in (
        "يناير|كانون الثاني|جانفي", "فبراير|شباط|فيفري", "مارس|آذار", "[اأإ]بريل|نيسان|[اأ]فريل",
        "مايو|[اأ]يار|ماي", "يونيو|حزيران|جوان",
        "يوليو|يوليوز|تموز|جويلية", "[اأ]غسطس|غشت|[اأ]وت", "سبتمبر|[اأ]يلول|شتنبر", "[اأ]كتوبر|تشرين ال[اأ]ول",
        "نوفمبر|تشرين الثاني|نونبر",
        "ديسمبر|كانون ال[اأ]ول|دجنبر")),
    "fa": ("ژانویه|جنوری", "فوریه|فبروری", "مارس|مارچ", "آوریل|اپریل", "", "ژوئن", "ژوئیه|ژوییه|جولای",
           "اوت|اگوست|آگوست|اگست", "سپتامبر|سپتمبر",
           "اکتبر|اکتوبر", "نوامبر|نومبر", "دسامبر|دسمبر"),
    "ps": ("جنوري|جنورۍ", "فبروري|فېبروري|فبرورۍ", "مارچ", "اپریل|اپرېل", "مۍ", "جون", "جولای|جولايي", "اګست|اگست",
           "سپټمبر|سپتمبر|سېپتمبر",
           "اکتوبر", "نومبر|نوامبر", "دسمبر|ډسمبر"),
    "ku": ("rêbendan\\w*|çileya? paşîn\\w*|kanûna paşîn\\w*|çileyê", "sibat\\w*|şubat\\w*", "adar\\w*",
           "nîsan\\w*|avrêl\\w*",
           "gulan\\w*", "hezîran\\w*|pûşper\\w*", "tîrmeh\\w*", "tebax\\w*", "îlon\\w*|rezber\\w*",
           "cotmeh\\w*|çiriya pêşîn\\w*",
           "mijdar\\w*|çiriya paşîn\\w*|sermawez\\w*", "berfanbar\\w*|kanûna pêşîn\\w*|kanûn\\w*"),
}  # fmt: skip
MONTHS["prs"] = MONTHS["fa"]
# Eritrea's months are January to December. The last are those of the Ethiopian calendar alone: its thirteenth, and all
# in Amharic's spelling; and that calendar's own name.
MONTHS["ti"] = tuple(
    rf"[ብንዘክ]?(?:{month})ን?"
    for month in (
        "ጃን(?:ዩ)?[ዋወ]ሪ", "ለካቲት|ፌብሩ?[ዋወ]ሪ", "መጋቢት|ማርች|ማርስ", "ሚያዝያ|ሚያዚያ|ኤፕሪል|ኤፕረል|ኣፕሪል", "ግንቦት|ጉንበት|ሜይ", "ጁን|ዩኒ",
        "ሓምለ|ጁላይ|ዩሊ", "ነሓሰ|ኦገስት|ኣውጉስት|ኦጎስት", "መስከረም|ሴፕተምበር|ሴፕቴምበር|ሰፕተምበር", "ጥቅምቲ|ኦክቶበር|ኦክተውበር|ኣክቶበር",
        "[ሕህ]ዳር|ኖ[ቬቨ]ምበር", "ታ[ሕህ]ሳስ|[ዲደ]ሴምበር|ዲሰምበር",
        r"ጥር|የካቲት|ሰኔ|ሓምሌ|ነሓሴ|ጥቅምት|[ጳጷ]ጉሜ\w*|ኣቆጻጽራ (?:ግእዝ|ኢትዮጵያ)|ግእዝ ኣቆጻጽራ|ዓ\.? ?ም\.? ?ግ\w*",
    )
)  # fmt: skip
MONTHS["so"] = ("jan+aa?yo|janaa?wari|jee?nawari", "febraa?yo|fee?bra?waa?ri|feebarwari", "maarso|maarij|maarj|marso",
                "abrii?l", "maayo|maajo|mee?y", "juun(?:yo)?|juuni", "luu?lyo|luuliyo|julaa?y|luulaay",
                "[ao]g?goo?sto?|[ao]gosto?", "sebtee?mbar|sebtee?mber|setembar", "oktoo?bar|oktoo?ber",
                "noo?fee?mbar|noo?fee?mber", "d[ie]see?mbar|d[ie]see?mber")  # fmt: skip
MONTH_SHORT: dict[str, tuple[str, ...]] = {
    "en": ("jan", "feb", "mar|march", "apr", "may", "jun", "jul", "aug", "sept?", "oct", "nov", "dec"),
    "fa": ("", "", "", "", "می|مه|مهٔ", "جون", "", "", "", "", "", ""),
    "ar": ("", "", "", "", "", "", "", "آب", "", "", "", ""),
}
MONTH_SHORT["prs"] = MONTH_SHORT["fa"]
MONTH_SHORT["ti"] = ("ብ?ጥሪ", "", "", "", "", "ብ?ሰነ")

# daily, weekly, monthly, yearly; after "||" the wordings that mean it only sometimes.
FREQUENT: dict[str, tuple[str, ...]] = {
    "de": (r"(?:werk|arbeits)?täglich\w*|jede[nrms] tag(?:es)?||pro tag|am tag|tags",
           r"wöchentlich\w*|jede[rn]? woche||pro woche|in der woche",
           r"monatlich\w*|jede[nms] monats?||pro monat|im monat|alle monate",
           r"jährlich\w*|jede[ms] jahr(?:e?s)?||pro jahr|im jahr"),
    "en": ("daily|every day|each day|every single day||a day|per day|day by day",
           "weekly|every week|each week||a week|per week",
           "monthly|every month|each month||a month|per month|in the month|of the month|of each month",
           "yearly|annual(?:ly)?|every year|each year||a year|per year"),
    "fr": (r"quotidien\w*|chaque jour|tous les jours|journali\w+||par jour",
           r"hebdomadaire\w*|chaque semaine|toutes les semaines||par semaine",
           r"mensuel\w*|chaque mois|tous les mois||par mois|du mois", r"annuel\w*|chaque année|tous les ans||par an|"
           r"par année"),
    "pt": (r"diári\w+|diariamente|todos os dias|cada dia||por dia|ao dia",
           r"semana(?:l|is|lmente)|todas as semanas|cada semana||por semana",
           r"mensa(?:l|is|lmente)|todos os meses|cada mês||por mês|ao mês|do mês",
           r"anua(?:l|is|lmente)|todos os anos|cada ano||por ano"),
    "tr": (r"her gün\w*|günlük||günde|bir günde", r"her hafta\w*|haftal[ıi]k||haftada",
           r"her ay|ayl[ıi]k||ayda|ay[ıi]n", r"her y[ıi]l|y[ıi]ll[ıi]k||y[ıi]lda"),
    "ru": (r"ежедневн\w+|кажд(?:ый|ого) д(?:ень|ня)|каждодневн\w+||в день", r"еженедельн\w+|каждую неделю||в неделю",
           r"ежемесячн\w+|каждый месяц||в месяц|месяца", r"ежегодн\w+|каждый год||в год"),
    "uk": (r"щодн(?:я|ев\w+)|щоденн\w+|кож(?:ен|ного) д(?:ень|ня)||на день",
           r"щотиж\w+|кожен тиждень|кожного тижня||на тиждень",
           r"щомісяц\w*|щомісячн\w+|кожного місяця|кожен місяць||на місяць|місяця",
           r"щорок\w*|щорічн\w+|кожного року|кожен рік||на рік"),
    "ar": (r"يوميا|[وب]?كل يوم|كل الأيام|جميع أيام الأسبوع||في اليوم|يومي|اليومية?",
           r"أسبوعيا|كل أسبوع||في الأسبوع|أسبوعي",
           r"شهريا|كل شهر||في الشهر|شهري|الشهرية?|من الشهر", r"سنويا|كل سنة|كل عام||في السنة|سنوي"),
    "fa": ("هر ?روز|روزانه|همه ?روزه|همه روز||در روز", "هر هفته|هفتگی|هفته وار||در هفته",
           "هر ماه|ماهانه|ماهیانه|ماهوار||در ماه|ماه",
           "هر سال|سالانه|سالیانه||در سال"),
    "ps": ("هره ورځ|ورځنی|ورځنۍ|هره ورځې||په ورځ کې", "هره اونۍ|اوونیز|هره اوونۍ||په اونۍ کې",
           "هره میاشت|میاشتنی|میاشتنۍ||په میاشت کې",
           "هر کال|کلنی||په کال کې"),
    "ku": ("her roj|rojane|hemû roj\\w*||di rojê de|rojê", "her hefte|heftane||di hefteyê de|hefteyê",
           "her meh|mehane||di mehê de|mehê",
           "her sal|salane||di salê de|salê"),
}  # fmt: skip
FREQUENT["prs"] = FREQUENT["fa"]
FREQUENT["ti"] = (
    "መዓልታዊ|ዕለታዊ|በብመዓልቱ|[ብን]?(?:ኩሉ|ኩሎም|ነፍሲ ወከፍ|ወትሩ) (?:መዓልቲ|መዓልታት)|መዓልቲ መዓልቲ||ኣብ መዓልቲ|ንመዓልቲ",
    "ሰሙናዊ|በብሰሙኑ|[ብን]?(?:ኩሉ|ነፍሲ ወከፍ) (?:ሰሙን|ቅነ)||ኣብ ሰሙን|ንሰሙን",
    "ወርሓዊ|በብወር[ሑሒ]|[ብን]?(?:ኩሉ|ነፍሲ ወከፍ) ወርሒ||ኣብ ወርሒ|ንወርሒ",
    "ዓመታዊ|በብዓመቱ|[ብን]?(?:ኩሉ|ነፍሲ ወከፍ) ዓመት||ኣብ ዓመት|ንዓመት",
)
FREQUENT["so"] = (
    "maalin (?:kasta|walbaa?|waliba)|maalinle|maalinlaha|maalmeed||maalintii|maalinti",
    "(?:toddobaad|todobaad|usbuuc) (?:kasta|walbaa?|waliba)|toddobaadle||toddobaadkii|usbuucii",
    "bil (?:kasta|walbaa?|waliba)|bille||bishii|bishiiba",
    "(?:sannad|sanad) (?:kasta|walbaa?|waliba)|sannadle||sannadkii|sanadkii",
)
