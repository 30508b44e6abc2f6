"""Number words 0-999 of every language: num2words where it has the language, all inflected forms from here.

"?" before a word: it has another reading too ("ein", "neuf", "on"), so alone it is no fact.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from pipeline.facts.fold import fold
from pipeline.language import load

# value: words; a value may stand in several lines
_FORMS: dict[str, str] = {
    "de": "0 null; 1 ?ein ?eine ?einen ?einem ?einer ?eines ?eins ?erste ?ersten ?erster ?erstes ?erstem ?einmal; "
          "2 zwo zweien zweier zweimal; 3 dreien dreier dreimal ?dritte ?dritten ?dritter ?drittes ?drittem; "
          "4 vieren viermal; 8 ?achte ?achten ?achter ?achtes ?achtem; 100 einhundert ?hundert; "
          "1000 tausend eintausend; 1.5 ?anderthalb ?eineinhalb; 2.5 zweieinhalb",
    "en": "0 zero; 1 ?one ?once ?first ?single; 2 twice ?second; 3 ?third thrice; 12 ?dozen; 100 hundred; "
          "1000 thousand",
    "fr": "0 zéro; 1 ?un ?une ?premier ?première ?premiers ?premières; 2 ?second ?seconde deuxième; 9 ?neuf; "
          "5 cinquième; 9 neuvième; 4 quatrième; 11 onzième; 12 douzième; 80 quatre-vingt quatre-vingts; "
          "100 ?cent ?cents; 1000 ?mille",
    "pt": "0 zero; 1 ?um ?uma ?primeiro ?primeira; 2 dois duas ?segundo ?segunda; 3 terceiro ?terceira; "
          "4 ?quarto ?quarta; 5 ?quinto ?quinta; 6 ?sexto ?sexta; 7 sétimo sétima; 8 oitavo oitava; 9 nono nona; "
          "10 décimo décima; 14 quatorze; 16 dezasseis dezesseis; 17 dezassete dezessete; 19 dezanove dezenove; "
          "100 ?cem ?cento; 200 duzentos duzentas; 300 trezentos trezentas; 500 quinhentos quinhentas; 1000 ?mil",
    "tr": "0 sıfır; 1 ?bir ?birinci; 2 iki ikinci; 3 üç üçüncü; 4 dört dördüncü dörd; 5 beş beşinci; 6 altı altıncı; "
          "7 yedi yedinci; 8 sekiz sekizinci; 9 dokuz dokuzuncu; 10 ?on onuncu; 20 yirmi yirminci; 30 otuz otuzuncu; "
          "40 kırk; 50 elli; 60 altmış; 70 yetmiş; 80 seksen; 90 doksan; 100 ?yüz; 1000 ?bin",
    "ru": "0 ноль нуля; 1 ?один ?одна ?одно ?одну ?одного ?одной ?одном ?одним ?одному; "
          "2 два две двух двум двумя двое двоих дважды; 3 три трех трем тремя трое троих трижды; "
          "4 четыре четырех четырем четырьмя четверо четверых; 5 пять пяти пятью пятеро; 6 шесть шести шестью; "
          "7 семь семи ?семью; 8 восемь восьми восемью; 9 девять девяти девятью; 10 десять десяти десятью; "
          "11 одиннадцать одиннадцати; 12 двенадцать двенадцати; 13 тринадцать тринадцати; "
          "14 четырнадцать четырнадцати; 15 пятнадцать пятнадцати; 16 шестнадцать шестнадцати; "
          "17 семнадцать семнадцати; 18 восемнадцать восемнадцати; 19 девятнадцать девятнадцати; "
          "20 двадцать двадцати; 30 тридцать тридцати; 40 сорок сорока; 50 пятьдесят пятидесяти; "
          "60 шестьдесят шестидесяти; 70 семьдесят семидесяти; 80 восемьдесят восьмидесяти; 90 девяносто девяноста; "
          "100 сто ста; 200 двести двухсот; 300 триста трехсот; 400 четыреста; 500 пятьсот пятисот; "
          "1000 тысяча тысячи тысяч; 1.5 ?полтора ?полторы ?полутора",
    "uk": "0 нуль нуля; 1 ?один ?одна ?одне ?одну ?одного ?одної ?одній ?одним ?одному; "
          "2 два дві двох двом двома двоє двічі; 3 три трьох трьом трьома троє тричі; "
          "4 чотири чотирьох чотирьом чотирма четверо; 5 п'ять п'яти п'ятьох п'ятьма п'ятьом п'ятеро; "
          "6 шість шести шістьох шістьма; 7 сім семи сімох; 8 вісім восьми вісьмох; 9 дев'ять дев'яти дев'ятьох; "
          "10 десять десяти десятьох; 11 одинадцять одинадцяти; 12 дванадцять дванадцяти; 13 тринадцять тринадцяти; "
          "14 чотирнадцять чотирнадцяти; 15 п'ятнадцять п'ятнадцяти; 16 шістнадцять шістнадцяти; "
          "17 сімнадцять сімнадцяти; 18 вісімнадцять вісімнадцяти; 19 дев'ятнадцять дев'ятнадцяти; "
          "20 двадцять двадцяти; 30 тридцять тридцяти; 40 сорок сорока; 50 п'ятдесят п'ятдесяти; "
          "60 шістдесят шістдесяти; 70 сімдесят сімдесяти; 80 вісімдесят вісімдесяти; 90 дев'яносто; 100 сто ста; "
          "200 двісті двохсот; 300 триста трьохсот; 400 чотириста; 500 п'ятсот п'ятисот; 1000 тисяча тисячі тисяч; "
          "1.5 ?півтора ?півтори",
    "ar": "0 صفر; 1 ?واحد ?واحدة ?أول ?أولى ?أحد ?إحدى ?حادي ?حادية ?مرة; "
          "2 اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ?ثاني ?ثانية ?ثان; "
          "2 يومين يومان أسبوعين أسبوعان شهرين شهران سنتين سنتان عامين عامان ساعتين ساعتان دقيقتين دقيقتان; "
          "2 مرتين مرتان شخصين شخصان صورتين صورتان نسختين نسختان طفلين طفلان; "
          "2 وثيقتين وثيقتان موعدين موعدان غرفتين غرفتان طابقين طلبين ورقتين لغتين; "
          "3 ثلاثة ثلاث ثالث ثالثة; 4 أربعة أربع رابع رابعة; 5 خمسة خمس خامس خامسة; 6 ستة ست سادس سادسة; "
          "7 سبعة سبع سابع سابعة; 8 ثمانية ثماني ثمان ثامن ثامنة; 9 تسعة تسع تاسع تاسعة; 10 عشرة عشر عاشر عاشرة; "
          "20 عشرون عشرين; 30 ثلاثون ثلاثين; 40 أربعون أربعين; 50 خمسون خمسين; 60 ستون ستين; 70 سبعون سبعين; "
          "80 ثمانون ثمانين; 90 تسعون تسعين; 100 مئة مائة; 200 مئتان مئتين مائتان مائتين; 1000 ألف",
    "fa": "0 صفر; 1 ?یک ?یکم ?اول ?اولین ?یکبار; 2 دو دوم دومین ?دوتا; 3 سه سوم سومین; 4 چهار چهارم; 5 پنج پنجم; "
          "6 شش ششم; 7 هفت هفتم; 8 هشت هشتم; 9 ?نه نهم; 10 ده دهم; 11 یازده یازدهم; 12 دوازده دوازدهم; 13 سیزده; "
          "14 چهارده; 15 پانزده; 16 شانزده; 17 هفده; 18 هجده هیجده; 19 نوزده; 20 بیست بیستم; 30 سی; 40 چهل; "
          "50 پنجاه; 60 شصت; 70 هفتاد; 80 هشتاد; 90 نود; 100 صد یکصد; 200 دویست دوصد; 300 سیصد; 500 پانصد پنجصد; "
          "1000 هزار",
    "ps": "0 صفر; 1 ?یو ?یوه ?یوې ?لومړی ?لومړۍ ?لومړي ?یوځل; 2 دوه دوو دوهم دویم دوهمه; 3 درې دریو دریم درېیم درېو; "
          "4 څلور څلورو څلورم; 5 پنځه پنځو پنځم; 6 شپږ شپږو شپږم; 7 اووه اوه اوو اووم; 8 اته اتو اتم; "
          "9 نهه نهو نهم ?نه; 10 لس لسو لسم; 11 یوولس; 12 دولس دوولس; 13 دیارلس; 14 څوارلس څورلس; 15 پنځلس; "
          "16 شپاړس; 17 اوولس اولس; 18 اتلس; 19 نولس نونس; 20 شل شلو; 30 دېرش دیرش; 40 څلوېښت څلویښت; 50 پنځوس; "
          "60 شپېته شپیته; 70 اویا; 80 اتیا; 90 ?نوي; 100 سل; 1000 زر",
    "ku": "0 sifir; 1 ?yek ?yekem ?yekê ?carekê; 2 du dudu didu duduyan didoyan duyem duyemîn ducar; "
          "3 sê sisê sisêyan sêyem sêyemîn; 4 çar çaran çarem çaremîn; 5 pênc pêncan pêncem; 6 şeş şeşan şeşem; "
          "7 heft heftan heftem; 8 heşt heştan heştem; 9 neh nehan nehê nehem; 10 deh dehan dehê dehem; "
          "11 yanzdeh yazdeh; 12 dwanzdeh donzdeh dwazdeh; 13 sêzdeh; 14 çardeh; 15 panzdeh pazdeh; "
          "16 şanzdeh şazdeh; 17 hevdeh hivdeh; 18 hejdeh hijdeh; 19 nozdeh; 20 bîst; 30 sî; 40 çil; 50 pêncî; "
          "60 şêst; 70 heftê; 80 heştê; 90 nod; 100 sed; 1000 hezar",
    "ti": "0 ባዶ ዜሮ; 1 ?ሓደ ?ሓንቲ ?ሓንሳብ ?ቀዳማይ ?ቀዳመይቲ ?ቀዳማዊ; 2 ክልተ ?ክልቲኡ ?ክልቲኦም ?ክልተኦም ?ካልኣይ ?ካልአይቲ ?ካልኣይቲ; "
          "3 ሰለስተ ሳልሳይ ሳልሰይቲ ሳልሳይቲ; 4 ኣርባዕተ ኣርባዓተ ራብዓይ ራብዐይቲ ራብዓይቲ; 5 ሓሙሽተ ሓሙሻይ ሓሙሸይቲ ሓምሻይ ሓምሸይቲ; "
          "6 ሽዱሽተ ሹዱሽተ ሻድሻይ ሻዱሻይ ሻድሸይቲ; 7 ሸውዓተ ሾውዓተ ሸብዓተ ሾብዓተ ሻውዓይ ሻብዓይ ሻብዐይቲ; 8 ሸሞንተ ሾሞንተ ሸመንተ ሻምናይ ሻሙናይ ሻምነይቲ; "
          "9 ትሽዓተ ትሸዓተ ተሽዓተ ትሻዓተ ታሽዓይ ትሽዓይ ታሽዐይቲ; 10 ዓሰርተ ዓስራይ ዓስረይቲ ዓሰርቱ; 20 ዕስራ ዒስራ ዕስሪ; 30 ሰላሳ ሳላሳ; 40 ኣርብዓ; "
          "50 ሓምሳ; 60 ስሳ ሱሳ ስልሳ; 70 ሰብዓ ሰባ; 80 ሰማንያ ሰማኒያ; 90 ተስዓ ቴስዓ ትስዓ ተስዐ; 100 ሚእቲ ምእቲ; 1000 ሽሕ ሺሕ",
    "so": "0 eber; 1 ?hal ?mid ?kow ?koow ?koowaad ?kowaad ?keliya; 2 laba labo ?labaad; 3 saddex sadex saddexaad "
          "sadexaad; 4 afar afraad; 5 shan shanaad; 6 lix lixaad; 7 toddoba todoba ?toddobaad ?todobaad; "
          "8 siddeed sideed sideedaad siddeedaad; 9 sagaal sagaalaad; 10 toban tobnaad tobanaad; 20 labaatan; "
          "30 soddon sodon; 40 afartan; 50 konton; 60 lixdan; 70 toddobaatan todobaatan; 80 siddeetan sideetan; "
          "90 sagaashan; 100 boqol; 1000 kun",
}  # fmt: skip
_FORMS["prs"] = _FORMS["fa"]

_STEMS = {  # ordinals of the Slavic languages: stem, then any adjective ending
    "ru": ("ый ий ой ого его ому ему ым им ом ем ая яя ую ой ей ые ых ыми ье ья ьей ьего ьем ьему ьи ьих ью",
           "1 ?перв; 2 ?втор; 3 трет; 4 четверт; 5 пят; 6 шест; 7 седьм; 8 восьм; 9 девят; 10 десят; 11 одиннадцат; "
           "12 двенадцат; 13 тринадцат; 14 четырнадцат; 15 пятнадцат; 16 шестнадцат; 17 семнадцат; 18 восемнадцат; "
           "19 девятнадцат; 20 двадцат; 30 тридцат"),
    "uk": ("ий ій ого ього ому ьому им ім а я у ю ої ьої ою ьою і их ими",
           "1 ?перш; 2 ?друг; 3 трет; 4 четверт; 5 п'ят; 6 шост; 7 сьом; 8 восьм; 9 дев'ят; 10 десят; 11 одинадцят; "
           "12 дванадцят; 13 тринадцят; 14 чотирнадцят; 15 п'ятнадцят; 16 шістнадцят; 17 сімнадцят; 18 вісімнадцят; "
           "19 дев'ятнадцят; 20 двадцят; 30 тридцят"),
}  # fmt: skip
_TURKISH_ENDINGS = (
    "da", "de", "ta", "te", "dan", "den", "tan", "ten", "a", "e", "ya", "ye", "u", "ü", "ı", "i", "yı", "yi", "şer",
    "er", "şar",
)  # fmt: skip
_AROUND: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tr": (("",), ("", *_TURKISH_ENDINGS)),
    # "at", "for" and "and" are written together with the number.
    "ti": (("", "ብ", "ን"), ("", "ን")),
    # The articles: "labada", "afarta", "sagaalka".
    "so": (("",), ("", "da", "ta", "ka", "dii", "tii", "kii", "du", "tu", "ku")),
}
_GERMAN_TAILS = (
    r"(?:wöchig|monatig|tägig|jährig|stündig|minütig|fach|köpfig|stellig|sprachig|teilig|seitig|mal)\w{0,2}"
    r"|zimmerwohnung"
)

CONNECT = {
    "fr": ("et",),
    "pt": ("e",),
    "en": ("and",),
    "fa": ("و",),
    "prs": ("و",),
    "ku": ("û",),
    "ar": ("و",),
    "so": ("iyo",),
}
"""What stands between the tens and the units: "vinte e um", "بیست و یک"."""


@cache
def words(language: str) -> dict[str, tuple[float, bool]]:
    """Folded word → its value and whether it always means that."""
    found = _from_num2words(language)
    for value, form in _entries(_FORMS.get(language, "")):
        before, after = _AROUND.get(language, (("",), ("",)))
        for start, ending in product(before, after):
            found[fold(start + form.lstrip("?") + ending).text] = (value, not form.startswith("?"))
    if language in _STEMS:
        endings, stems = _STEMS[language]
        for value, stem in _entries(stems):
            for ending in endings.split():
                found.setdefault(fold(stem.lstrip("?") + ending).text, (value, not stem.startswith("?")))
    return found


def _entries(table: str) -> list[tuple[float, str]]:
    lines = [line.split() for line in table.split(";") if line.strip()]
    return [(float(line[0]), form) for line in lines for form in line[1:]]


def _from_num2words(language: str) -> dict[str, tuple[float, bool]]:
    code = load(language).num2words
    if not code or language not in ("de", "en", "fr", "pt"):  # the others inflect, or write several words: see above
        return {}
    from num2words import num2words

    found: dict[str, tuple[float, bool]] = {}
    limit = 1000 if language == "de" else 100
    for number in range(2, limit):
        found[fold(num2words(number, lang=code)).text] = (float(number), True)
    for number in range(2, 32):
        ordinal = fold(num2words(number, lang=code, to="ordinal")).text
        for ending in ("", "n", "r", "s", "m") if language == "de" else ("",):
            found[ordinal + ending] = (float(number), True)
    return {word: entry for word, entry in found.items() if " " not in word}


@cache
def german_compound() -> re.Pattern[str]:
    """ "sechswöchig", "dreimonatige": a number word in front of a measure."""
    stems = sorted(
        (word for word, (value, _) in words("de").items() if value > 1 and word.isalpha()), key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?P<number>{'|'.join(stems)})(?={_GERMAN_TAILS})")
