import pytest

from pipeline.translate.sanity import fault


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("Rufen Sie 116 117 an.", "اتصل بالرقم ١١٦ ١١٧."),
        ("Am 12.3. um 10:30 Uhr.", "At 10:30 on 12/3."),
        ("Guten Tag.", "Hi."),
        ("Ja.", "So ist es, ja."),
        ("Schreiben Sie an rat@haus.example!", "Écrivez à rat@haus.example !"),
        ("Tel. 000000 000000", "Tel. 000000 000000"),
    ],
)
def test_what_a_translation_may_do(source: str, output: str) -> None:
    assert fault(source, output) is None


@pytest.mark.parametrize(
    ("source", "output", "named"),
    [
        ("Guten Tag.", " ", "empty"),
        ("Kommen Sie vorbei, wir helfen Ihnen.", "Come by by by by by by by.", "repeats"),
        ("Bringen Sie bitte Ihren Pass und alle Briefe vom Amt mit.", "Bring it.", "length"),
        ("Hallo.", "We are very happy that you have found the way to our little house today, welcome to us.", "length"),
    ],
)
def test_what_it_must_not_do_is_named(source: str, output: str, named: str) -> None:
    found = fault(source, output)
    assert found is not None
    assert named in found[1]
