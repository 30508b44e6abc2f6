"""How the languages say times of day, as regular expressions over rewritten text."""

from __future__ import annotations

# Number words have become figures; {mm} has two of them: "9 Uhr 3 Kinder" is no time.
# Minutes to add to hour {h}; {m} adds its own.
PHRASES: dict[str, tuple[tuple[str, int], ...]] = {
    "de": (("{m} (?:minuten )?vor halb {h}", -30), ("{m} (?:minuten )?nach halb {h}", -30), ("halb {h}", -30),
           ("viertel nach {h}", 15), ("viertel vor {h}", -15), ("(?:3 ?|drei)viertel {h}", -15), ("viertel {h}", -45),
           ("{m} (?:minuten )?nach {h}(?! (?:tag|woche|monat|jahr))", 0),
           ("{m} (?:minuten )?vor {h}(?! (?:tag|woche|monat|jahr))", 0),
           ("{h} uhr {mm}(?! (?:person|tag|euro|minuten|€))", 0), ("{h} uhr", 0),
           ("(?:um|ab|gegen) {h}(?= ?(?:[.,;!?]|$|oder|und|vor|nach|morg|abend|nachm))", 0)),
    "en": (("half past {h}", 30), ("half {h}", 30), ("(?:a )?quarter past {h}", 15), ("(?:a )?quarter to {h}", -15),
           ("{m} (?:minutes )?past {h}", 0), ("{m} (?:minutes )?to {h} (?=o'clock)", 0), ("{h} o'? ?clock", 0)),
    "fr": (("midi et demie?", 750), ("minuit et demie?", 30), ("{h} ?h(?:eures?)? et demie?", 30),
           ("{h} ?h(?:eures?)? et quart", 15),
           ("{h} ?h(?:eures?)? moins (?:le )?quart", -15),
           ("{h} ?h(?:eures?)? {mm}(?! (?:minutes|personnes|jours|euros|€))", 0), ("{h} ?(?:h|heures?)", 0)),
    "tr": (("{h}(?:'\\w+)? (?:saat )?buçuk\\w*", 30), ("{h}(?:'\\w+)? çeyrek geç\\w*", 15),
           ("{h}(?:'\\w+)? çeyrek (?:kala|var)", -15),
           ("{h}(?:'\\w+)? {m} geç\\w*", 0), ("{h}(?:'\\w+)? {m} (?:kala|var)", 0), ("saat(?:ler[iı])? {h}", 0)),
    "ru": (("(?:половин\\w+|пол) ?{h}", -30), ("четверть {h}", -45), ("без четверти {h}", -15), ("{h} с половиной", 30),
           ("без {m} {h}", 0), ("(?:в|до|с|к) {h} {mm}", 0), ("(?:в|до|с|к|около) час[ау]?(?= дня| ночи)", 60),
           ("{h} (?:час\\w*|ч\\.?) ?{mm} ?(?:мин\\w*)?", 0), ("(?:в|до|с|со|к|около|после) {h} ?(?:час\\w*|ч)", 0)),
    "uk": (("пів на {h}", -30), ("пів до {h}", -30), ("чверть на {h}", -45), ("чверть по {h}", 15),
           ("чверть після {h}", 15),
           ("(?:за )?чверть (?:до )?{h}", -15), ("{h} з половиною", 30), ("(?:о|об|до|з|від) {h} {mm}", 0),
           ("{h} (?:год\\w*\\.?) ?{mm} ?(?:хв\\w*)?", 0),
           ("(?:о|об|до|з|із|від|після|близько|на) {h}(?:-?[йіїа])? ?(?:год\\w*)", 0)),
    "ar": (("{h} و ?(?:ال)?نصف", 30), ("{h} و ?(?:ال)?ربع", 15), ("{h} [اإ]لا (?:ال)?ربعا?", -15),
           ("{h} و ?{m} ?(?:دقيقة|دقائق)", 0),
           ("(?:ال)?ساعة (?:ال)?{h}", 0)),
    "fa": (("{h} و ?نیم", 30), ("{h} و ?ربع", 15), ("(?:یک |1 )?ربع (?:به|مانده به) {h}", -15),
           ("{h} و {m} دقیقه", 0), ("{m} دقیقه به {h}", 0),
           ("ساعت(?:های)? {h}", 0), ("{h} بجه", 0)),
    "pt": (("{h}(?: horas)? e meia", 30), ("{h}(?: horas)? e (?:um |1 )?(?:quarto|4)", 15),
           ("{h} menos (?:um |1 )?(?:quarto|4)", -15), ("(?:um |1 )?(?:quarto|4) para as {h}", -15),
           ("{m} para as {h}", 0),
           ("{h} ?h(?:oras)? e {mm}", 0), ("(?:às|as|das|à) {h} e {mm}", 0), ("{h} ?(?:h|hrs?|horas?)", 0),
           ("(?:às|à) {h}", 0)),
    "ps": (("{h} نیم\\w* بج\\w*", 30), ("{h} نيم[ېی]? بج[ېی]", 30), ("{h} نیم[ېی]? بج[ېی]", 30), ("{h} او نیم[ېی]?",
           30), ("{h} او (?:پاو|ربع)",
           15), ("{h} بج[ېیو]\\w*", 0)),
    "ku": (("{h} û nîv\\w*", 30), ("{h} û (?:çaryek|rub)\\w*", 15), ("(?:di )?(?:saet|demjimêr|seet)\\w* {h}(?:an|ê|"
           "ê)?", 0)),
    "so": (("{h} iyo (?:badh|bar|nus)\\w*", 30), ("{h} iyo rubuc\\w*", 15), ("{h} oo rubuc (?:la'?|dhiman)", -15),
           ("{h} oo {m}(?: daqiiqo)? (?:la'?|dhiman)", 0), ("{h} iyo {m} daqiiqo\\w*", 0),
           ("(?:saacadda|saacada|saacaddu|saac) {h}", 0)),
}  # fmt: skip
PHRASES["prs"] = PHRASES["fa"]

# Words around a time: before noon || after noon || noon || midnight.
HALVES: dict[str, str] = {
    "de": "morgens|früh|vormittags|am (?:morgen|vormittag)||nachmittags|abends|am (?:nachmittag|abend)||mittags?||"
           "mitternacht",
    "en": "a\\.? ?m\\b\\.?|in the morning||p\\.? ?m\\b\\.?|in the (?:afternoon|evening)|at night||noon|midday||"
           "midnight",
    "fr": "du matin||de l'après-midi|du soir||midi||minuit",
    "tr": "sabah(?:leyin|ları)?|öğleden önce||öğleden sonra|akşam\\w*||öğlen?||gece yar[ıi]s[ıi]",
    "ru": "утра|до обеда||дня|вечера|вечером|после обеда||полдень|полудня||полночь|полуночи",
    "uk": "ранку|до обіду||дня|вечора|ввечері|увечері|після обіду|пополудні||полудень|опівдні||опівночі|північ",
    "ar": "صباحا|قبل الظهر|في الصباح|ص\\b||بعد الظهر|مساء|عصرا|بعد الظهيرة|في المساء|م\\b||ظهرا|الظهر||منتصف الليل",
    "fa": "صبح|قبل از ظهر|پیش از ظهر||بعد از ?ظهر|بعدازظهر|عصر|شب||ظهر||نیمه ?شب",
    "ps": "سهار|له غرمې مخکې||ماسپښین|له غرمې وروسته|ماښام|مازیګر||غرمه||نیمه شپه",
    "ku": "sibehê|serê sibehê|berî nîvro||piştî nîvro\\w*|êvarê||nîvro||nîvê şevê",
    "so": "subax\\w*|aroor\\w*|barq\\w*|gelinka hore||galab\\w*|fiid\\w*|habeen\\w*|casar\\w*|gelinka dambe||"
          "duhur\\w*||saqda dhexe",
    "pt": "da manhã|de manhã||da tarde|da noite||meio-dia||meia-noite",
}  # fmt: skip
HALVES["prs"] = HALVES["fa"] + "|نصف شب"
