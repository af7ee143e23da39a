"""Any Python 3, one platform: the wheel holds a library that SQLite loads, not Python."""
import os

from setuptools import Distribution, setup
from wheel.bdist_wheel import bdist_wheel


class platform_distribution(Distribution):
    def has_ext_modules(self):
        return True


class platform_wheel(bdist_wheel):
    def get_tag(self):
        return "py3", "none", os.environ["UTI_WHEEL_PLATFORM"]


setup(distclass=platform_distribution, cmdclass={"bdist_wheel": platform_wheel})
