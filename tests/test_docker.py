"""What runs Lotse elsewhere: containers and units, held against what they promise. None of it needs a Docker engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from pipeline.settings_file import variables
from tests.conftest import ROOT

DOCKER = ROOT / "docker"
FILES = ("Dockerfile", "Dockerfile.gpu")
UNITS = ("lotse-watch.service", "lotse-worker@.service")
OWN = ("watch", "models", "render", "pull", "carry")

# The keys of the compose specification that are in use here, with the types it allows: a misspelt one is an error.
SERVICE: dict[str, type | tuple[type, ...]] = {
    "image": str,
    "build": dict,
    "user": str,
    "init": bool,
    "read_only": bool,
    "cap_drop": list,
    "security_opt": list,
    "tmpfs": list,
    "networks": list,
    "restart": str,
    "stop_grace_period": str,
    "environment": dict,
    "volumes": list,
    "depends_on": dict,
    "command": list,
    "entrypoint": list,
    "healthcheck": dict,
    "profiles": list,
    "deploy": dict,
}
HEALTH = {"test", "interval", "timeout", "start_period", "retries"}


def compose(name: str = "compose.yaml") -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DOCKER / name).read_text(encoding="utf-8"))
    return data


def services() -> dict[str, Any]:
    return dict(compose()["services"])


# ---------------------------------------------------------------- compose


@pytest.mark.parametrize("name", ["compose.yaml", "compose.gpu.yaml"])
def test_every_key_is_one_of_the_specification(name: str) -> None:
    data = compose(name)
    assert {key for key in data if not key.startswith("x-")} <= {"name", "services", "networks", "volumes"}
    for service, keys in data["services"].items():
        for key, value in keys.items():
            assert key in SERVICE, f"{service}.{key}"
            assert isinstance(value, SERVICE[key]), f"{service}.{key}"
        assert set(keys.get("healthcheck", {})) <= HEALTH
        assert set(keys.get("build", {})) <= {"context", "dockerfile", "args"}
        assert all(isinstance(value, str) for value in keys.get("environment", {}).values())
        for other, how in keys.get("depends_on", {}).items():
            assert other in data["services"]
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in data["services"][other]


def test_what_is_used_is_declared() -> None:
    data = compose()
    for service in data["services"].values():
        assert set(service["networks"]) <= set(data["networks"])
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in data["volumes"] or source.startswith(("./", "$")), volume


def test_whoever_reads_the_settings_finds_the_avatars_that_they_name_beside_them() -> None:
    """A folder that the settings name and that is not there ends every command."""
    reading = {name: one["volumes"] for name, one in services().items() if one.get("image") == "lotse"}
    assert set(reading) >= set(OWN)
    for name, volumes in reading.items():
        assert "./lotse.toml:/etc/lotse/lotse.toml:ro" in volumes, name
        assert "./avatars:/etc/lotse/avatars:ro" in volumes, name


@pytest.mark.parametrize("name", ["redis", *OWN])
def test_no_root_no_rights_and_nothing_to_write_to_but_volumes(name: str) -> None:
    service = services()[name]
    assert int(service["user"].partition(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(entry.startswith("/tmp") for entry in service["tmpfs"])
    assert not {"privileged", "cap_add", "network_mode", "pid", "ports"} & set(service)


def test_nothing_at_run_time_has_a_way_out() -> None:
    data = compose()
    assert data["networks"]["inside"] == {"internal": True}
    outside = [name for name, service in data["services"].items() if service["networks"] != ["inside"]]
    assert outside == ["pull"]
    assert data["services"]["pull"]["profiles"], "it starts only when it is called"
    assert data["services"]["pull"]["entrypoint"] == ["lotse", "models", "pull"]


def test_redis_forgets_nothing() -> None:
    redis = services()["redis"]
    assert {"--appendonly yes", "--maxmemory-policy noeviction", "--dir /data"} <= set(redis["command"])
    assert "redis:/data" in redis["volumes"]


def test_health_is_asked_of_the_part_itself() -> None:
    found = {name: service["healthcheck"]["test"] for name, service in services().items() if "healthcheck" in service}
    assert found.pop("redis") == ["CMD", "redis-cli", "ping"]
    assert found == {part: ["CMD", "lotse", "health", part] for part in ("watch", "models", "render")}


def test_the_graphics_card_goes_to_the_models() -> None:
    over = compose("compose.gpu.yaml")["services"]
    assert set(over) == {"models"}
    (device,) = over["models"]["deploy"]["resources"]["reservations"]["devices"]
    assert (device["driver"], device["capabilities"]) == ("nvidia", ["gpu"])


def test_every_setting_that_is_given_exists() -> None:
    known = set(variables())
    texts = [path.read_text(encoding="utf-8") for path in DOCKER.rglob("*") if path.is_file()]
    given = {name for text in texts for name in re.findall(r"LOTSE_[A-Z_]+", text)}
    assert given
    assert given <= known


# ---------------------------------------------------------------- Dockerfiles

WORDS = {"FROM", "RUN", "COPY", "WORKDIR", "USER", "ENV", "ARG", "ENTRYPOINT", "CMD"}


def instructions(name: str) -> list[tuple[str, str]]:
    text = (DOCKER / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


@pytest.mark.parametrize("name", FILES)
def test_a_dockerfile_is_plain_and_pinned(name: str) -> None:
    found = instructions(name)
    assert {word for word, _ in found} <= WORDS
    bases = [rest.split()[0] for word, rest in found if word == "FROM"]
    assert bases
    assert all(re.search(r":\d[\w.-]*\d", base) for base in bases), "a version, not latest"
    runs = " ".join(rest for word, rest in found if word == "RUN")
    assert not re.search(r"curl|wget|\| *(ba)?sh\b|sudo|chmod 777", runs)
    assert "--require-hashes -r requirements.lock" in runs
    assert runs.count("apt-get install") == runs.count("--no-install-recommends") == runs.count("/var/lib/apt/lists")


@pytest.mark.parametrize("name", FILES)
def test_a_dockerfile_ends_without_root(name: str) -> None:
    found = instructions(name)
    last = [
        rest for word, rest in found[max(i for i, (word, _) in enumerate(found) if word == "FROM") :] if word == "USER"
    ]
    assert last == ["lotse"]
    user = re.search(r"useradd .*--uid (\d+)", " ".join(rest for _, rest in found))
    assert user
    assert all(services()[own]["user"].startswith(f"{user[1]}:") for own in OWN), "one number in both"


@pytest.mark.parametrize("name", FILES)
def test_everything_that_is_copied_is_there_and_not_ignored(name: str) -> None:
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [rest.split()[:-1] for word, rest in instructions(name) if word == "COPY" and "--from" not in rest]
    paths = [path for paths in copied for path in paths]
    assert {"pipeline", "workers", "assets", "requirements.lock"} <= set(paths)
    for path in paths:
        assert (ROOT / path).exists(), path
        assert any(fnmatch(path, pattern) for pattern in allowed), f"{path} is ignored"


def test_the_images_have_the_system_packages_that_setup_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = set(re.findall(r"^PACKAGES := (.*)$", makefile, re.MULTILINE)[0].split())
    # Redis has a container of its own; the rest is for building, tests and virtual environments.
    wanted &= {"ffmpeg", "espeak-ng", "fonts-noto-core", "libegl1", "libgl1"}
    assert len(wanted) == 5
    for name in FILES:
        installed = " ".join(rest for word, rest in instructions(name) if word == "RUN").split()
        assert wanted <= set(installed)


def coqui(extra: str) -> list[str]:
    """What the GPU image's step for Coqui hands to pip: its requirements; nothing where it is left out."""
    (step,) = [rest for word, rest in instructions("Dockerfile.gpu") if word == "RUN" and "coqui.txt" in rest]
    with TemporaryDirectory() as folder:
        for name in ("requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, folder)
        step = step.replace("/opt/lotse/bin/pip install", "echo").replace("python3", sys.executable)
        subprocess.run(["sh", "-e", "-c", step], cwd=folder, env=os.environ | {"COQUI": extra}, check=True)
        if not (listed := Path(folder, "coqui.txt")).exists():
            return []
        kept = Path(folder, "constraints.txt").read_text(encoding="utf-8").splitlines()
        locked = re.findall(r"^[\w.-]+==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
        assert [line.partition("==")[0] + "==" for line in kept] == locked
        return listed.read_text(encoding="utf-8").splitlines()


def test_the_gpu_image_has_coqui_as_the_extra_says_unless_it_is_left_out() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert ("ARG", "COQUI=1") in instructions("Dockerfile.gpu")
    assert coqui("1") == extra["coqui"]
    assert coqui("0") == []
    assert {"torch==2.9.1", "torchaudio==2.9.1", "six"} <= set(extra["coqui"]), "what coqui-tts needs and does not say"


def test_the_lock_knows_nothing_of_coqui() -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"^(torch|coqui-tts|torchaudio|nvidia-.*)==", locked, re.MULTILINE)


# ---------------------------------------------------------------- units


def unit(name: str) -> list[tuple[str, str]]:
    lines = (DOCKER / "systemd" / name).read_text(encoding="utf-8").splitlines()
    return [(key, value) for key, mark, value in (line.partition("=") for line in lines) if mark and key[0] != "#"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_every_line(name: str, tmp_path: Path) -> None:
    text = (DOCKER / "systemd" / name).read_text(encoding="utf-8").replace("/opt/lotse/bin/lotse", "/bin/true")

    def complaints(content: str) -> str:
        (tmp_path / name).write_text(content)
        command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True)
        return "\n".join(line for line in done.stderr.splitlines() if name.partition(".")[0].strip("@") in line)

    assert complaints(text) == ""
    assert "Unknown" in complaints(text.replace("NoNewPrivileges", "NoNewPrivilege")), "it would be told"


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_shut_in(name: str) -> None:
    found = dict(unit(name))
    assert found["User"] == "lotse"
    assert found["ProtectSystem"] == "strict"
    assert found["NoNewPrivileges"] == "true"
    assert found["CapabilityBoundingSet"] == ""
    assert (found["IPAddressDeny"], found["IPAddressAllow"]) == ("any", "localhost")
    assert set(found["RestrictAddressFamilies"].split()) == {"AF_UNIX", "AF_INET", "AF_INET6"}
    assert "redis-server.service" in found["After"]
    assert found["Restart"] == "always"


def test_units_call_commands_that_there_are() -> None:
    starts = [value for name in UNITS for key, value in unit(name) if key == "ExecStart"]
    assert starts == ["/opt/lotse/bin/lotse watch", "/opt/lotse/bin/lotse worker %i"]
