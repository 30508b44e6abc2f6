"""The job folder: what has been done is not done again, and nothing in it is believed without looking."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import LotseError
from pipeline.job import Job, Order, digest, other_script, staged
from pipeline.model import Approval, Timed, Translation
from pipeline.publish import Places
from pipeline.records import Store

TEXT = Translation("en", "Hello", "maja", ())
SECRET = b"of this installation"


@dataclass
class Work:
    """A stage that writes one file and counts how often it ran."""

    folder: Path
    ran: int = 0

    def __call__(self) -> tuple[str, ...]:
        self.ran += 1
        (self.folder / "sound.wav").write_text("sound")
        return ("sound.wav",)

    def stage(self, inputs: object = "text") -> tuple[str, ...]:
        made: Callable[[tuple[str, ...]], list[Path]] = lambda names: [self.folder / name for name in names]  # noqa: E731
        return staged(self.folder, "speech", tuple[str, ...], inputs, self, made, secret=SECRET)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    work = Work(tmp_path)
    assert work.stage() == ("sound.wav",)
    return work


def test_the_same_inputs_are_not_worked_on_again(work: Work) -> None:
    assert work.stage() == ("sound.wav",)
    assert work.ran == 1


def test_other_inputs_are(work: Work) -> None:
    work.stage("another text")
    assert work.ran == 2
    work.stage("text")
    assert work.ran == 3


def test_another_version_of_the_program_works_anew(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.job._code", lambda: "new sources")
    work.stage()
    assert work.ran == 2


@pytest.mark.parametrize("content", [None, "swapped"])
def test_a_file_that_is_gone_or_changed_is_made_again(content: str | None, work: Work) -> None:
    file = work.folder / "sound.wav"
    file.unlink() if content is None else file.write_text(content)
    work.stage()
    assert work.ran == 2
    assert file.read_text() == "sound"


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"key": 1}',
        "\x00\x00",
        b"\xff\xfe",
        pytest.param("files", id="no list of files"),
        pytest.param("value", id="a value of another type"),
    ],
)
def test_a_damaged_record_is_no_reason_to_stop(damage: str | bytes, work: Work) -> None:
    path = work.folder / "speech.json"
    if damage in ("files", "value"):
        kept = json.loads(path.read_text())
        kept[damage] = {"no": "such"} if damage == "value" else None
        damage = json.dumps(kept)
    path.write_bytes(damage if isinstance(damage, bytes) else damage.encode())
    assert work.stage() == ("sound.wav",)
    assert work.ran == 2
    assert work.stage() == ("sound.wav",)
    assert work.ran == 2


def test_an_edited_record_is_worked_on_again(work: Work) -> None:
    record = work.folder / "speech.json"
    for field, value in [("value", ["other.wav"]), ("cpu_seconds", 0), ("mac", ""), ("mac", None), ("files", {})]:
        ran = work.ran
        record.write_text(json.dumps({**json.loads(record.read_text()), field: value}))
        assert work.stage() == ("sound.wav",)
        assert work.ran == ran + 1


def test_a_stage_that_fails_leaves_no_record(work: Work) -> None:
    def fail() -> str:
        raise LotseError("Fehler", "error")

    with pytest.raises(LotseError):
        staged(work.folder, "film", str, 1, fail, secret=SECRET)
    assert sorted(path.name for path in work.folder.iterdir()) == ["sound.wav", "speech.json"]


def test_a_crash_while_writing_keeps_the_record_of_before(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (work.folder / "speech.json").read_text()

    def pulled(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", pulled)
        work.stage("another text")
    assert (work.folder / "speech.json").read_text() == before
    assert sorted(path.name for path in work.folder.iterdir()) == ["sound.wav", "speech.json"]


# ---------------------------------------------------------------- values on disk


def test_values_come_back_as_they_were() -> None:
    value = Timed(0.1, 2.5, "Straße ١١٦")
    store = Store(Timed[str])
    assert store.load(store.dump(value)) == value
    assert Store(Translation).load(Store(Translation).dump(TEXT)) == TEXT


def test_a_digest_sees_every_value_and_not_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert len({digest(value) for value in ("1", 1, [1], {"1": 1}, None, "ä", "a")}) == 7
    assert digest(Path("a")) == digest("a")


# ---------------------------------------------------------------- one job a script


def test_the_place_of_a_script_is_its_identity(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    one, other = Job.of(tmp_path, tmp_path / "termin.md"), Job.of(tmp_path, tmp_path / "a" / "termin.md")
    assert one.id != other.id
    assert Job.of(tmp_path, tmp_path / "a" / ".." / "termin.md").id == one.id
    assert one.id.startswith("termin-")


@pytest.mark.parametrize("name", ["../x.md", "a b.md", "ä/ö.md", "CON.md", "مرحبا.md"])
def test_a_job_folder_never_leaves_the_state(name: str, tmp_path: Path) -> None:
    assert Job.of(tmp_path, Path(name)).folder.parent == tmp_path / "jobs"


def test_an_approval_is_kept_per_language(tmp_path: Path) -> None:
    job, approval = Job.of(tmp_path, Path("termin.md")), Approval("Ada Beck", "2026-01-02T03:04:05+00:00", "abc")
    assert job.approval("en", SECRET) is None
    job.approve("en", approval, SECRET)
    assert job.approval("en", SECRET) == approval
    assert job.approval("uk", SECRET) is None


def test_an_approval_that_another_hand_wrote_approves_nothing(tmp_path: Path) -> None:
    job, other = Job.of(tmp_path, Path("termin.md")), Job.of(tmp_path, Path("hallo.md"))
    job.approve("en", Approval("Ada Beck", "2026-01-02T03:04:05+00:00", "abc"), SECRET)
    genuine = job.folder / "en" / "approval.json"
    for place in (job.language("uk"), other.language("en")):
        (place / "approval.json").write_bytes(genuine.read_bytes())
    assert job.approval("uk", SECRET) is other.approval("en", SECRET) is job.approval("en", b"another's") is None
    genuine.write_text(genuine.read_text().replace("abc", "xyz"))
    assert job.approval("en", SECRET) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"by": "Ada Beck"}', b"\xff"])
def test_a_damaged_approval_approves_nothing(content: bytes, tmp_path: Path) -> None:
    job = Job.of(tmp_path, Path("termin.md"))
    (job.language("en") / "approval.json").write_bytes(content)
    assert job.approval("en", SECRET) is None


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(LotseError) as caught:
        Job.of(tmp_path / "state", Path("termin.md")).language("en")
    assert str(tmp_path / "state") in caught.value.de
    assert "paths.state" in caught.value.de
    assert "paths.state" in caught.value.en


def test_it_remembers_how_it_was_asked_for(tmp_path: Path) -> None:
    job = Job.of(tmp_path, tmp_path / "a.md")
    assert job.order() is None
    order = Order(
        tmp_path / "a.md",
        Places.under(tmp_path / "out"),
        "Termin",
        "daniel",
        ("de", "uk"),
        formats=("9x16",),
        small=False,
    )
    job.remember(order)
    assert job.order() == order


def test_a_script_that_is_kept_in_the_job_folder_moves_along_with_it(tmp_path: Path) -> None:
    job = Job.named(tmp_path / "here", "a", "a.md")
    job.source.mkdir(parents=True)
    job.remember(Order(job.source / "a.md", Places.under(tmp_path / "out")))
    (tmp_path / "here").rename(tmp_path / "there")
    moved = Job(tmp_path / "there", job.id).order()
    assert moved
    assert moved.script == tmp_path / "there" / "jobs" / job.id / "source" / "a.md"


def test_another_script_counts_only_while_it_is_there(tmp_path: Path) -> None:
    script = tmp_path / "a.md"
    job = Job.of(tmp_path, script)
    job.remember(Order(script, Places.under(tmp_path / "out")))
    assert other_script(tmp_path, job.id) is None
    script.write_text("da")
    assert other_script(tmp_path, job.id) == script
    assert other_script(tmp_path, "unknown") is None


def test_what_a_stage_made_is_known_again_where_the_folder_is_mounted_elsewhere(work: Work) -> None:
    moved = Work(work.folder.rename(work.folder.with_name("elsewhere")))
    moved.stage()
    assert moved.ran == 0


def test_cpu_time_of_kept_stages_is_not_forgotten(tmp_path: Path) -> None:
    job = Job.of(tmp_path, tmp_path / "a.md")
    for name in ("translation", "speech", "film"):
        staged(job.language("de"), name, int, name, lambda: sum(range(2_000_000)), secret=SECRET)
    spent = job.spent("de")
    assert spent > 0
    staged(job.language("de"), "film", int, "film", lambda: pytest.fail("runs again"), secret=SECRET)
    assert job.spent("de") == spent
