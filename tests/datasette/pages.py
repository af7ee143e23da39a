"""Clicks through the pages that `make serve-demo` serves, as a nurse would."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()
results = []


def check(what, good, note=""):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} - {what}")
    if not good and note:
        print(f"# {note}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(url):
    for _ in range(150):
        try:
            return urllib.request.urlopen(url)
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def answers(url):
    try:
        return urllib.request.urlopen(url).status == 200
    except OSError:
        return False


def status_of(url):
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as error:
        return error.code


def browser():
    options = webdriver.ChromeOptions()
    # Beside the pages it asks for nothing: no updates, no services of its maker.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1200,1000", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or ""
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))


def names_of(page, selector):
    """The accessible name of every element, as a screen reader gets it."""
    return [e.accessible_name for e in page.find_elements(By.CSS_SELECTOR, selector)]


def clicks(page, base):
    page.get(base)
    page.find_element(By.LINK_TEXT, "Flagged cases").click()
    check("the first page leads to the flagged cases", page.current_url.endswith("/clinic/flagged_cases"), page.current_url)
    page.get(f"{base}/clinic")
    page.find_element(By.LINK_TEXT, "Flagged cases").click()
    check("and so does that of the database", page.current_url.endswith("/clinic/flagged_cases"), page.current_url)
    check("flagged cases are shown, worst first", page.find_element(By.CSS_SELECTOR, "td.col-urgency").text == "emergency")
    page.find_element(By.CSS_SELECTOR, ".facet-clinic-flagged_cases-urgency").find_element(By.LINK_TEXT, "urgent").click()
    levels = {e.text for e in page.find_elements(By.CSS_SELECTOR, "td.col-urgency")}
    check("a facet leaves one level", levels == {"urgent"}, str(levels))
    link = page.find_element(By.CSS_SELECTOR, "td.col-report_id a")
    report = link.text
    check("an id tells a screen reader where it leads", link.accessible_name == f"why: report {report}", link.accessible_name)
    link.send_keys(Keys.ENTER)
    check("the keyboard opens the reasons", page.find_element(By.TAG_NAME, "h1").text.startswith(f"{report}: urgent"))
    check("evidence is marked and says that it is present",
          "[present: " in page.find_element(By.CSS_SELECTOR, "mark.present").get_attribute("textContent"))
    headings = [e.tag_name for e in page.find_elements(By.CSS_SELECTOR, "h1, h2, h3")]
    check("one first heading, then its sections", headings[0] == "h1" and set(headings[1:]) == {"h2"}, str(headings))
    check("tables have titles for their columns", all(e.get_attribute("scope") for e in page.find_elements(By.TAG_NAME, "th")))
    check("regions that scroll can be reached and have a name", all(names_of(page, "[role=region]")))
    page.find_element(By.CSS_SELECTOR, "td a").send_keys(Keys.ENTER)
    check("words in the table lead to their place in the report", page.current_url.split("#")[-1].startswith("e"))
    page.find_element(By.LINK_TEXT, "All flagged cases").click()
    check("and back to the list", page.current_url.endswith("/clinic/flagged_cases"))


def queries(page, base):
    page.get(f"{base}/clinic/by_site")
    check("a query of the library has a form with labels", sorted(names_of(page, "form.sql input[type=text]")) == ["from", "to"],
          str(names_of(page, "form.sql input[type=text]")))
    all_rows = len(page.find_elements(By.CSS_SELECTOR, "table.rows-and-columns tbody tr"))
    box = page.find_element(By.NAME, "from")
    box.send_keys("2026-03-28", Keys.ENTER)
    rows = page.find_elements(By.CSS_SELECTOR, "table.rows-and-columns tbody tr")
    check("an empty box is the default, a filled one counts", all_rows >= 4 and 0 < len(rows) <= all_rows)
    metadata = json.load(urllib.request.urlopen(f"{base}/-/metadata.json"))
    failed = [n for n in metadata["databases"]["clinic"]["queries"] if status_of(f"{base}/clinic/{n}.json") != 200]
    check("every query of the library runs", len(metadata["databases"]["clinic"]["queries"]) >= 14 and not failed, str(failed))


def limits(base):
    check("visitors run no SQL of their own", status_of(f"{base}/clinic.json?sql=select+uti_rule_set('article')") == 403)
    check("an unknown report is not found", status_of(f"{base}/-/uti/clinic/nothing") == 404)
    check("an id is no option of the program", status_of(f"{base}/-/uti/clinic/--help") == 404)
    check("an unknown database is not found", status_of(f"{base}/-/uti/nothing/00081") == 404)
    check("the file itself is not handed out", status_of(f"{base}/clinic.db") in (403, 404))


def main():
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        database = pathlib.Path(folder) / "clinic.db"
        subprocess.run([BUILD / "uti-report", "import", ROOT / "fixtures/reports/clinic.csv", "--db", database, "--quiet"], check=True)
        environment = dict(os.environ, BUILD=str(BUILD), DATASETTE=str(BUILD / "datasette/bin/datasette"))
        said = open(pathlib.Path(folder) / "said", "w+", encoding="utf-8")
        server = subprocess.Popen([ROOT / "sql/datasette/serve.sh", database, str(port)], env=environment,
                                  stdout=said, stderr=said, start_new_session=True)
        page = None
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(base)
            page = browser()
            if len(sys.argv) > 1:  # before any link was visited, which changes its colour
                page.get(f"{base}/clinic/flagged_cases")
                page.save_screenshot(sys.argv[1])
            clicks(page, base)
            queries(page, base)
            limits(base)
        except WebDriverException as problem:
            check("the pages hold what is looked for", False, str(problem).splitlines()[0])
        finally:
            if page is not None:
                page.quit()
            server.terminate()
            server.wait(30)
            check("the server ends with its script", not answers(base))
            said.seek(0)
            words = said.read()
            said.close()
            check("it says where it serves, and nothing of what was asked for", base in words and "/clinic/" not in words and "-/uti" not in words)
    print(f"1..{len(results)}")
    sys.exit(0 if all(results) else 1)


main()
