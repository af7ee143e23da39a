// The pages of `make serve-demo`, used as somebody at a clinic would: facets by
// clicks, the explanation by keys alone, and what a screen reader is told.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const base = process.env.BASE;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });

try {
  // The way in: the title, the intended use, the queries by name.
  await page.goto(base);
  assert.match(await page.title(), /urinary tract infections/);
  assert.ok(await page.getByText("none is not well").first().isVisible());

  // Facets by urgency, worst first, narrowed by a click.
  await page.goto(`${base}/clinic/flagged_cases`);
  const rows = page.locator("table.rows-and-columns tbody tr");
  assert.equal(await rows.first().locator("td.col-urgency").innerText(), "emergency");
  await page.screenshot({ path: process.env.PICTURE });
  await page.locator(".facet-info li", { hasText: "urgent" }).getByRole("link").first().click();
  await page.waitForURL(/urgency=urgent/);
  const levels = await rows.locator("td.col-urgency").allInnerTexts();
  assert.ok(levels.length > 0 && levels.every((level) => level === "urgent"), "only urgent cases after the click");

  // The explanation by keys: the field has a label, Enter submits.
  await page.goto(`${base}/clinic/explain`);
  const field = page.getByLabel("report_id");
  await field.focus();
  await page.keyboard.type("00081");
  await page.keyboard.press("Enter");
  await page.waitForURL(/report_id=00081/);
  const answer = await page.locator("table.rows-and-columns").innerText();
  assert.match(answer, /emergency/);
  assert.match(answer, /A1/);
  assert.match(answer, /\[calf|\[Calf/);

  // A text of one's own, reached with the Tab key alone.
  await page.goto(`${base}/clinic/assess_text`);
  const tabbed = [];
  for (let key = 0; key < 20 && !tabbed.includes("report"); key++) {
    await page.keyboard.press("Tab");
    tabbed.push(await page.evaluate(() => document.activeElement.getAttribute("name")));
  }
  assert.ok(tabbed.includes("report"), "the Tab key reaches the field");
  await page.keyboard.type("UTI and shaking chills.");
  await page.keyboard.press("Enter");
  await page.waitForURL(/chills/);
  assert.equal(await page.locator("td.col-urgency").first().innerText(), "urgent");

  // What a screen reader is told: a main heading, headed columns, named fields. What is
  // missing in Datasette's own pages is printed, not hidden.
  for (const path of ["/clinic/flagged_cases", "/clinic/explain?report_id=00081"]) {
    await page.goto(base + path);
    if ((await page.locator("html").getAttribute("lang")) === null) console.log(`# ${path}: Datasette names no language`);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, `${path}: one main heading`);
    assert.ok((await page.getByRole("columnheader").count()) > 2, `${path}: headed columns`);
    const unnamed = await page.evaluate(() => [...document.querySelectorAll("input:not([type=hidden]):not([type=submit]), select, textarea")]
      .filter((one) => !one.labels?.length && !one.getAttribute("aria-label") && !one.title && one.offsetParent !== null)
      .map((one) => one.outerHTML.slice(0, 80)));
    if (unnamed.length > 0) console.log(`# ${path}: Datasette gives no name to ${unnamed.length} field(s): ${unnamed[0]}`);
  }
} finally {
  await browser.close();
}
