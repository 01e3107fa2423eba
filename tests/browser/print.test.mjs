// The real portal on paper: A4, with page numbers, and no row of a table cut in two.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNone, visitor } from "./harness.mjs";
import { texts } from "./pdf.mjs";
import { build, LONG_REPORT, serve } from "./portal.mjs";

const FOLDER = build();
const { url: HOME } = await serve(FOLDER);
const ISSUE = "ban-tin/2021-h1-bac-kan/";
const PRINTED = { "a report": LONG_REPORT, "an issue of the bulletin": `${ISSUE}in/`, "a period": "ky/2022/" };

const print = async (page) => texts(await page.pdf({ format: "A4", preferCSSPageSize: true }));
const withoutSpace = (text) => text.normalize("NFC").replace(/\s/g, "");

for (const [name, path] of Object.entries(PRINTED)) {
  test(`printed, ${name} has its title, numbered pages and no empty ones`, async (t) => {
    const page = await visitor(t, HOME, FOLDER);
    await page.goto(HOME + path);
    const title = await page.getByRole("heading", { level: 1 }).innerText();
    const sheets = await print(page);
    assert.ok(sheets[0].includes(withoutSpace(title)), sheets[0]);
    sheets.forEach((sheet, i) => assert.ok(sheet.includes(`${i + 1}/${sheets.length}`), `page ${i + 1}: ${sheet}`));
    assert.deepEqual(sheets.slice(0, -1).filter((sheet) => sheet.length < 300), [], "pages with little on them");
    // A page of plain text has about 3,000 letters; rows and cards that stay whole leave gaps.
    const letters = sheets.join("").length;
    assert.ok(sheets.length > 1 && sheets.length < 2 + letters / 1000, `${letters} letters on ${sheets.length} pages`);
    assert.ok(!sheets.join("").includes(withoutSpace("Chuyển đến nội dung chính")), "what only a screen needs is left out");
  });

  test(`printed, ${name} has no row of a table on two pages`, async (t) => {
    const page = await visitor(t, HOME, FOLDER);
    await page.goto(HOME + path);
    const rows = await page.evaluate(markRows);
    const sheets = await print(page);
    const pageOf = (mark) => sheets.findIndex((sheet) => sheet.includes(mark));
    assertNone(Array.from({ length: rows }, (_, row) => row).filter((row) => {
      const [top, bottom] = [pageOf(`{${row}:`), pageOf(`:${row}}`)];
      assert.ok(top >= 0 && bottom >= 0, `row ${row} is printed: ${top}, ${bottom}`);
      return top !== bottom;
    }).map((row) => `row ${row}`));
    if (path === LONG_REPORT) assert.ok(rows > 50, `${rows} rows were looked at`);
  });
}

// Writes a mark, too small to take room, at the top and at the bottom of each row. Runs in the page.
function markRows() {
  // What lies in a closed `details` is not printed.
  const rows = [...document.querySelectorAll("main tbody tr")].filter((row) => row.checkVisibility());
  rows.forEach((row, i) => {
    row.cells[0].style.position = "relative";
    const mark = (text, place) => {
      const span = document.createElement("span");
      span.textContent = text;
      span.style.cssText = `position: absolute; left: 0; ${place}: 0; font-size: 2px; line-height: 1; white-space: nowrap`;
      row.cells[0].append(span);
    };
    mark(`{${i}:`, "top");
    mark(`:${i}}`, "bottom");
  });
  return rows.length;
}

test("an issue leads to its page for printing, which has the charts of its figures", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  await page.goto(HOME + ISSUE);
  const links = await page.locator("main a").evaluateAll((all) => all.map(({ href }) => href));
  assert.ok(links.includes(`${HOME + ISSUE}in/`), links.join("\n"));
  await page.goto(`${HOME + ISSUE}in/`);
  await page.emulateMedia({ media: "print" });
  const charts = page.locator("main figure svg[role=img]");
  assert.ok(await charts.count() > 0, "there are charts");
  for (const chart of await charts.all()) {
    const { width, height } = await chart.boundingBox();
    assert.ok(width > 200 && height > 30, `a chart of ${width} x ${height}`);
  }
});
