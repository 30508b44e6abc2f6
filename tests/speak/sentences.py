"""Plain sentences of an advice service, to measure speech with."""

from __future__ import annotations

ENGLISH = """\
Hello, my name is Maja and I am here to help you.
Please bring your passport and all letters from the office.
Our advice is free and confidential.
We help you to fill in the forms.
Please come on time.
If you cannot come, please call us the day before.
The entrance is in the yard, next to the blue door.
Your children may come with you.
You do not have to sign anything today.
Ask for an interpreter when you book your appointment.
The appointment takes about half an hour.
Please tell us if you need a wheelchair.
There is a lift on the left side of the building.
We will never give your name to the police.
You can write to us in your own language.
Keep every letter and every envelope.
The date on the envelope is important.
You have two weeks to answer this letter.
After that, it is often too late.
Do not throw anything away.
Bring the letter even if you do not understand it.
We read it together and explain what it means.
Then we decide what to do next.
You may bring a friend or someone from your family.
Children should not translate for their parents.
Our interpreters keep everything secret.
The course begins on Monday morning.
It is held in the library behind the station.
You need a certificate to work as a nurse.
We check whether your diploma is recognised.
This can take several months.
Some documents must be translated by a sworn translator.
The office pays part of the costs.
Please keep the receipt.
Your health insurance card is valid in every clinic.
Go to a doctor near your home first.
In an emergency, call the ambulance at once.
The pharmacy is open at night and on Sundays.
Pregnant women get help before and after the birth.
Every child has a right to go to school.
School is compulsory from the age of six.
Register your child at the town hall.
The teacher will talk to you about the timetable.
Ask about money for school books and trips.
If you move house, tell the office your new address.
Do this within two weeks.
Write your name clearly on the letter box.
Otherwise the post cannot find you.
Never pay money for an appointment.
Nobody who works for the state will ask you for cash.
If somebody threatens you, come and see us.
You can also stay anonymous.
Women can ask to speak to a woman.
There is a separate room where you can talk in peace.
We do not judge anyone.
What you tell us stays with us.
You can apply for a work permit.
Your employer has to fill in the second page.
Do not start work before you have permission.
The contract must be in writing.
Check how many hours you have to work.
You should get a payslip every month.
Overtime has to be paid as well.
When you are ill, tell your boss on the first day.
The doctor gives you a note.
You keep your wages for six weeks.
If you lose your job, register as unemployed at once.
Housing benefit helps people with a low income.
The flat must not be too expensive.
Heating is paid separately.
Read the meter when you move in.
Take pictures of any damage.
Ask your landlord for a key to the cellar.
Put paper, glass and plastic into different bins.
Please be quiet after ten in the evening.
A bank must open a simple account for you.
Take your identity card and your registration with you.
Never tell anyone your secret number.
Debts do not go away by themselves.
We look for a way out together.
The first step is a list of what you owe.
Nobody has to be ashamed.
Your residence permit expires on the date that is printed on it.
Apply for a new one three months before.
You will get a paper that proves your application.
With that paper you may stay and work.
Family reunion needs patience.
The embassy decides about the visa.
We can check the forms before you send them.
A lawyer can help if you get a refusal.
You can appeal against a decision.
The time limit is usually one month.
Legal aid pays the lawyer if you have little money.
Language courses are free for most refugees.
You learn to read, to write and to speak.
At the end there is a test.
Do you have any questions?
Write them down and bring them with you.
Thank you for listening, and see you soon.
Goodbye and take care.
""".splitlines()

FOUR = {
    "de": """\
Guten Tag, ich heiße Maja und möchte Ihnen helfen.
Bitte bringen Sie Ihren Ausweis und alle Briefe vom Amt mit.
Die Beratung ist kostenlos und vertraulich.
Wir helfen Ihnen beim Ausfüllen der Anträge.
Wenn Sie nicht kommen können, rufen Sie uns bitte vorher an.
Der Eingang ist im Hof neben der blauen Tür.
Ihre Kinder dürfen gern mitkommen.
Sie müssen heute nichts unterschreiben.
Heben Sie jeden Brief und jeden Umschlag auf.
Danach ist es oft zu spät.
Im Notfall rufen Sie sofort einen Krankenwagen.
Auf Wiedersehen und alles Gute.
""".splitlines(),
    "fr": """\
Bonjour, je m'appelle Maja et je suis là pour vous aider.
Apportez votre pièce d'identité et toutes les lettres de l'administration.
Le conseil est gratuit et confidentiel.
Nous vous aidons à remplir les demandes.
Si vous ne pouvez pas venir, appelez-nous la veille.
L'entrée est dans la cour, à côté de la porte bleue.
Vos enfants peuvent venir avec vous.
Vous ne devez rien signer aujourd'hui.
Gardez chaque lettre et chaque enveloppe.
Après, il est souvent trop tard.
En cas d'urgence, appelez tout de suite une ambulance.
Au revoir et bon courage.
""".splitlines(),
    "tr": """\
Merhaba, benim adım Maja ve size yardım etmek istiyorum.
Lütfen kimliğinizi ve dairelerden gelen bütün mektupları getirin.
Danışmanlık ücretsiz ve gizlidir.
Başvuru formlarını doldurmanıza yardım ederiz.
Gelemezseniz lütfen bir gün önce bizi arayın.
Giriş avluda, mavi kapının yanındadır.
Çocuklarınız da sizinle gelebilir.
Bugün hiçbir şey imzalamak zorunda değilsiniz.
Her mektubu ve her zarfı saklayın.
Ondan sonra çoğu zaman çok geç olur.
Acil durumda hemen ambulans çağırın.
Hoşça kalın ve kendinize iyi bakın.
""".splitlines(),
    "uk": """\
Добрий день, мене звати Майя, і я хочу вам допомогти.
Будь ласка, візьміть із собою паспорт і всі листи з установ.
Консультація безкоштовна і конфіденційна.
Ми допоможемо вам заповнити заяви.
Якщо ви не можете прийти, зателефонуйте нам заздалегідь.
Вхід у дворі, біля синіх дверей.
Ваші діти можуть прийти разом із вами.
Сьогодні ви не повинні нічого підписувати.
Зберігайте кожен лист і кожен конверт.
Після цього часто буває запізно.
У надзвичайному випадку одразу викликайте швидку допомогу.
До побачення і всього найкращого.
""".splitlines(),
}
