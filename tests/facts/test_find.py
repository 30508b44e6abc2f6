import pytest

from pipeline.facts import find

DE, EN, FR, TR, UK, RU, AR, FA, PT = "de", "en", "fr", "tr", "uk", "ru", "ar", "fa", "pt"


def facts(text: str, language: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.value) for fact in find(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (DE, "um 14.30 Uhr", "14:30"),
        (DE, "halb zehn", "09:30"),
        (DE, "Viertel nach 9", "09:15"),
        (DE, "zehn vor acht", "07:50"),
        (DE, "fünf nach halb drei", "02:35"),
        (DE, "2 Uhr nachmittags", "14:00"),
        (DE, "abends um 8 Uhr", "20:00"),
        (EN, "at 9:30 am", "09:30"),
        (EN, "at 2 pm", "14:00"),
        (EN, "half past nine", "09:30"),
        (EN, "quarter to nine in the evening", "20:45"),
        (FR, "14 h 30", "14:30"),
        (FR, "14h30", "14:30"),
        (FR, "neuf heures et demie", "09:30"),
        (FR, "dix heures moins le quart", "09:45"),
        (TR, "dokuz buçukta", "09:30"),
        (TR, "onu çeyrek geçe", "10:15"),
        (TR, "öğleden sonra 2", "14:00"),
        (UK, "о пів на десяту", "09:30"),
        (UK, "за чверть дев’ята", "08:45"),
        (UK, "о третій годині дня", "15:00"),
        (RU, "в половине десятого", "09:30"),
        (RU, "в четверть одиннадцатого", "10:15"),
        (RU, "в 9 утра", "09:00"),
        (RU, "в девять тридцать", "09:30"),
        (AR, "الساعة التاسعة والنصف", "09:30"),
        (AR, "العاشرة إلا ربعا", "09:45"),
        (AR, "الساعة ٢:٣٠ بعد الظهر", "14:30"),
        (FA, "ساعت نه و نیم", "09:30"),
        (FA, "ساعت سه بعدازظهر", "15:00"),
        (PT, "às nove e meia", "09:30"),
        (PT, "dez para as nove", "08:50"),
        ("ku", "saet neh û nîvan", "09:30"),
        ("ps", "په ۹ نيمو بجو", "09:30"),
        ("prs", "ساعت ۹ بجه", "09:00"),
        ("so", "sagaalka iyo badhka subaxnimo", "09:30"),
        ("so", "saddexda galabnimo", "15:00"),
        ("so", "sagaalka oo rubuc la'", "08:45"),
        ("so", "kow iyo tobanka habeennimo", "23:00"),
        ("so", "saacadda 9:30ka", "09:30"),
    ],
)
def test_times_of_day(language: str, text: str, value: str) -> None:
    assert facts(text, language) == [("time", value)]


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        (DE, "von 9 bis 12 Uhr", "09:00", "12:00"),
        (DE, "9.00-12.30 Uhr", "09:00", "12:30"),
        (EN, "9 am to 12 noon", "09:00", "12:00"),
        (EN, "from 2 to 4 pm", "14:00", "16:00"),
        (EN, "11–1 pm", "11:00", "13:00"),
        (DE, "nachmittags von 2 bis 4 Uhr", "14:00", "16:00"),
        (DE, "morgens von 9 bis 12 Uhr", "09:00", "12:00"),
        (RU, "с двух до четырёх часов дня", "14:00", "16:00"),
        (PT, "das 9h às 12h30", "09:00", "12:30"),
        ("so", "2da ilaa 4ta galabnimo", "14:00", "16:00"),
    ],
)
def test_a_range_is_two_times(language: str, text: str, first: str, last: str) -> None:
    assert facts(text, language) == [("time", first), ("time", last)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (DE, "01.03.2027", "2027-03-01"),
        (DE, "am 1.3.27", "2027-03-01"),
        (DE, "1. März 2027", "2027-03-01"),
        (DE, "am 3. Oktober", "--10-03"),
        (EN, "3 October", "--10-03"),
        (EN, "March 1, 2027", "2027-03-01"),
        (EN, "the twenty-first of May", "--05-21"),
        (EN, "2027-03-01", "2027-03-01"),
        (FR, "le 1er mars", "--03-01"),
        (TR, "3 Ekim’de", "--10-03"),
        (UK, "3 жовтня", "--10-03"),
        (RU, "двадцать первого мая", "--05-21"),
        (AR, "٣ أكتوبر", "--10-03"),
        (AR, "7 كانون الثاني 2027", "2027-01-07"),
        (FA, "۳ اکتبر", "--10-03"),
        ("prs", "۳ اکتوبر", "--10-03"),
        (PT, "1.º de março", "--03-01"),
        ("ku", "3ê cotmehê", "--10-03"),
        ("ps", "د مارچ ۳مه", "--03-03"),
        ("so", "3-da bisha Oktoobar", "--10-03"),
    ],
)
def test_dates(language: str, text: str, value: str) -> None:
    assert facts(text, language) == [("date", value)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (DE, "montags", "1"), (DE, "Donnerstagnachmittag", "4"), (EN, "on Tuesdays", "2"), (FR, "le mercredi", "3"),
        (TR, "perşembeye kadar", "4"), (TR, "Cumartesi", "6"), (TR, "cuma günü", "5"), (UK, "з понеділка", "1"),
        (UK, "у п’ятницю", "5"), (RU, "по средам", "3"), (RU, "до воскресенья", "7"), (AR, "والأربعاء", "3"),
        (AR, "يوم الإثنين", "1"), (AR, "كل يوم اثنين", "1"), (FA, "پنج‌شنبه‌ها", "4"), (FA, "شنبه", "6"),
        (PT, "segunda-feira", "1"), ("ku", "pêncşemê", "4"), ("ps", "دوشنبې", "1"),
        ("so", "Khamiista", "4"), ("so", "Axadda", "7"),
    ],
)  # fmt: skip
def test_weekdays_in_their_case_forms(language: str, text: str, value: str) -> None:
    assert facts(text, language) == [("weekday", value)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (DE, "täglich"), (EN, "every day"), (FR, "tous les jours"), (TR, "her gün"), (UK, "щодня"), (RU, "ежедневно"),
        (AR, "يوميًا"), (FA, "هر روز"), (PT, "todos os dias"), ("ku", "her roj"), ("ps", "هره ورځ"),
        ("so", "maalin walba"),
    ],
)  # fmt: skip
def test_daily(language: str, text: str) -> None:
    assert facts(text, language) == [("daily", "daily")]


@pytest.mark.parametrize(
    ("language", "text", "fact"),
    [
        (DE, "1.234,50 €", ("amount", "EUR 1234.50")),
        (EN, "€1,234.50", ("amount", "EUR 1234.50")),
        (FR, "1 234,50 €", ("amount", "EUR 1234.50")),
        (FA, "۱٬۲۳۴٫۵۰ یورو", ("amount", "EUR 1234.50")),
        (DE, "12,- €", ("amount", "EUR 12.00")),
        (DE, "50 Cent", ("amount", "EUR 0.50")),
        (DE, "27 europäische Länder", ("number", "27")),
        (RU, "2 центра", ("number", "2")),
        (DE, "fünf Euro", ("amount", "EUR 5.00")),
        (TR, "yüzde 60’ı", ("percent", "60")),
        (AR, "60 في المئة", ("percent", "60")),
        (AR, "٪٥٠", ("percent", "50")),
        (DE, "116 117", ("phone", "116117")),
        (DE, "112", ("phone", "112")),
        (DE, "030 23125 118", ("phone", "+493023125118")),
        (DE, "+49 (0)30 23125-118", ("phone", "+493023125118")),
        (FA, "۰۳۰ ۲۳۱۲۵ ۱۱۸", ("phone", "+493023125118")),
        (DE, "§ 25a", ("section", "25a")),
        (EN, "Article 25a", ("section", "25a")),
        (AR, "للمادة 25a", ("section", "25a")),
        (DE, "SGB II", ("section", "SGB 2")),
        (DE, "Marktstr. 12", ("address", "marktstrasse 12")),
        (EN, "Marktstrasse 12", ("address", "marktstrasse 12")),
        (FR, "27 Lindenstraße", ("address", "lindenstrasse 27")),
        (DE, "2. OG", ("floor", "2")),
        (EN, "2nd floor", ("floor", "2")),
        (AR, "الطابق الثالث", ("floor", "3")),
        (DE, "im Erdgeschoss", ("floor", "0")),
        (RU, "уровень В1", ("code", "B1")),
        (DE, "www.bamf.de/Termin", ("url", "bamf.de/Termin")),
        (DE, "Rat@Haus.example", ("email", "rat@haus.example")),
        (FR, "sept mois", ("number", "7")),
        (FR, "quatre-vingt-dix-neuf", ("number", "99")),
        (TR, "yirmi bir", ("number", "21")),
        (RU, "двадцати одного", ("number", "21")),
        (AR, "ثلاثة وعشرون", ("number", "23")),
        (AR, "أسبوعين", ("number", "2")),
        (FA, "بیست و یک", ("number", "21")),
        (EN, "one hundred and twenty", ("number", "120")),
        ("so", "laba iyo labaatan", ("number", "22")),
        ("so", "boqol iyo shan iyo labaatan", ("number", "125")),
        ("so", "laba boqol", ("number", "200")),
        ("so", "boqolkiiba 50", ("percent", "50")),
        ("so", "dabaqa labaad", ("floor", "2")),
        ("so", "qodobka 25a", ("section", "25a")),
        (DE, "sechswöchig", ("number", "6")),
        (DE, "Zimmer 004", ("number", "004")),
    ],
)
def test_one_fact(language: str, text: str, fact: tuple[str, str]) -> None:
    assert facts(text, language) == [fact]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (DE, "So kannst du dich anmelden, das ist sehr einfach. Achten Sie auf die Post."),
        (DE, "Nimm eine Nummer und warte einen Moment."),
        (EN, "You may march to the second-hand shop; no one waits."),
        (FR, "C’est un bureau neuf, appelle-nous dès que possible."),
        (TR, "Ona bir mektup yaz, altında imzan olsun, otobüse bin."),
        (UK, "Твоя сім’я може прийти. Серед документів є друга копія."),
        (RU, "С семьёй, через неделю. Среди документов, в четверть."),
        (AR, "يمكنك أن تأتي مع أحد الأصدقاء مرة أخرى."),
        (FA, "نه، یک نفر می خواهد بیاید."),
        (PT, "O quarto é grande, a quinta é bonita, uma segunda vez."),
        ("ku", "Na, yek ji me alîkarî dike."),
        ("ps", "نه، یو کس راځي."),
        ("so", "Maya, hal qof ayaa imanaya, toddobaadka dambe."),
    ],
)
def test_words_with_another_meaning_are_no_facts(language: str, text: str) -> None:
    assert facts(text, language) == []


def test_a_fact_keeps_its_wording_and_place() -> None:
    text = "Ruf die ١١٦ ١١٧ an."
    fact = find(text, "de")[0]
    assert fact.text == text[fact.start : fact.end] == "١١٦ ١١٧"
