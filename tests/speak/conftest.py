from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def scripts() -> dict[str, str]:
    """Plain sentences of an advice centre, per language."""
    return {
        "de": "Guten Tag. Bitte bringen Sie Ihren Ausweis und alle Briefe vom Amt mit. Die Beratung ist kostenlos und "
        "vertraulich. Wir helfen Ihnen beim Ausfüllen der Anträge. Kommen Sie bitte pünktlich um 9:30 Uhr. Wenn Sie "
        "nicht kommen können, rufen Sie uns an. Der Eingang ist im Hof. Ihre Kinder dürfen mitkommen.",
        "en": "Hello. Please bring your passport and all letters from the office. Our advice is free and confidential. "
        "We help you to fill in the forms. Please come on time at 9:30. If you cannot come, please call us. The "
        "entrance is in the yard. Your children may come with you.",
        "fr": "Bonjour. Apportez votre pièce d'identité et toutes les lettres de l'administration. Le conseil est "
        "gratuit et confidentiel. Nous vous aidons à remplir les demandes. Venez à l'heure, à 9h30. Si vous ne pouvez "
        "pas venir, appelez-nous. L'entrée est dans la cour. Vos enfants peuvent venir avec vous.",
        "tr": "Merhaba. Lütfen kimliğinizi ve dairelerden gelen bütün mektupları getirin. Danışmanlık ücretsiz ve "
        "gizlidir. Başvuru formlarını doldurmanıza yardım ederiz. Lütfen saat 9.30'da gelin. Gelemezseniz lütfen bizi "
        "arayın. Giriş avludadır. Çocuklarınız da gelebilir.",
        "pt": "Olá. Traga o seu documento de identificação e todas as cartas dos serviços. O aconselhamento é gratuito "
        "e confidencial. Ajudamos a preencher os formulários. Chegue a horas, às 9:30. Se não puder vir, ligue-nos. A "
        "entrada fica no pátio. Os seus filhos podem vir consigo.",
    }
