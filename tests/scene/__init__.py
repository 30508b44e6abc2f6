import pytest

pytest.register_assert_rewrite("tests.scene.plated")
