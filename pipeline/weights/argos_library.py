"""Imports argostranslate so that it leaves the home folder alone and works in ours."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_LOCK = threading.Lock()


def load(folder: Path) -> Any:
    """The module `argostranslate.package`, set to install into `folder` and to keep its downloads and index there.

    argostranslate reads the environment and makes three folders in the user's home as soon as it is imported;
    for that moment they point to a folder that is thrown away.
    """
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    with _LOCK, TemporaryDirectory() as away:
        before = {key: os.environ.get(key) for key in homes}
        os.environ.update(dict.fromkeys(homes, away))
        try:
            import argostranslate.package as package
        finally:
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value
        logging.getLogger("argostranslate.utils").setLevel(logging.CRITICAL)
        settings: Any = package.settings
        settings.package_data_dir = folder
        settings.package_dirs = [folder]
        settings.downloads_dir = folder
        settings.local_package_index = folder / "index.json"
        return package
