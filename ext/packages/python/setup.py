"""Any Python 3, one platform: the wheel holds a library that SQLite loads, not Python."""
import os

from setuptools import setup
from wheel.bdist_wheel import bdist_wheel


class platform_wheel(bdist_wheel):
    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self):
        return "py3", "none", os.environ["UTI_WHEEL_PLATFORM"]


setup(cmdclass={"bdist_wheel": platform_wheel})
