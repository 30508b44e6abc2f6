"""No setting, flag, variable, pack, avatar, script or job file publishes a film without its disclosure.

Every attempt is made on the real pipeline (one frame a second), and ends in a refusal in German and English or in a
film that proves its disclosure. Out of scope, because they are the administrator's own machine: other programs named
ffmpeg on the PATH, LD_PRELOAD, PYTHON* and changed sources. What the words of a pack mean is for its reviewer.
"""

import pytest

pytest.register_assert_rewrite("tests.no_way_around.attempts")
