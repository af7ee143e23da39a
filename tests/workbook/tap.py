"""Runs a TestCase and prints TAP."""
import sys
import unittest


class Tap(unittest.TestResult):
    """Prints TAP, with the test's words for its name."""

    def report(self, test, ok, note=""):
        words = test.id().split(".")[-1].replace("test_", "", 1).replace("_", " ")
        print(f"{'ok' if ok else 'not ok'} {self.testsRun} - {words}{note}", flush=True)

    def addSuccess(self, test):
        self.report(test, True)

    def addSkip(self, test, reason):
        self.report(test, True, f" # SKIP {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.report(test, False)
        for line in self._exc_info_to_string(err, test).rstrip().splitlines()[-4:]:
            print("#", line[:300])

    addError = addFailure


def main(case):
    """Those tests whose names hold the argument."""
    names = [n for n in unittest.defaultTestLoader.getTestCaseNames(case) if len(sys.argv) < 2 or sys.argv[1] in n]
    print(f"1..{len(names)}")
    result = Tap()
    unittest.TestSuite(map(case, names)).run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
