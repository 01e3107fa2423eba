// The search of the real portal as readers use it: what is found, in which order, from where, with what.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { assertNone, until, visitor } from "./harness.mjs";
import { build, linkTo, LONG_REPORT, onDisk, pages, serve } from "./portal.mjs";
import { answer, fold, open, results, settle, titles } from "./search.mjs";

const FOLDER = build();
const SERVER = await serve(FOLDER);
const HOME = SERVER.url;
const PLACES = {
  "the root of a server": HOME,
  "a folder of a server": (await serve(FOLDER, "/so-khcn/ban-tin/")).url,
  "a disk": onDisk(FOLDER),
};
const DECISION = "van-ban/100-qd-ttg-2019/";

/** The text of the file at an address of the portal. */
const html = (path) => readFileSync(join(FOLDER, path.split("#")[0].replace(/(^|\/)$/, "$1index.html")), "utf8");

const mainOf = (path) => /<main.*<\/main>/s.exec(html(path))[0];

/** What the search of the portal answers, in a page of its own. */
async function search(t, q, filters) {
  const page = await visitor(t, HOME, FOLDER);
  await open(page, HOME, { q, ...filters });
  return results(page);
}

test("every page offers the search", () => {
  const form = /<form [^>]*role="search"[^>]*>(?:(?!<\/form>).)*<input [^>]*name="q"/s;
  assertNone(pages(FOLDER).map(({ path }) => path).filter((path) => !form.test(html(path))));
});

for (const [place, home] of Object.entries(PLACES)) {
  test(`the field in the masthead leads to results, and a result to its section: from ${place}`, async (t) => {
    const page = await visitor(t, home, FOLDER, { reducedMotion: "reduce" });
    await page.goto(linkTo(home, LONG_REPORT));
    await page.locator("form[role=search].find input[name=q]").fill("truy xuất nguồn gốc");
    await page.keyboard.press("Enter");
    const asks = (url) => url.searchParams.get("q") === "truy xuất nguồn gốc";
    await page.waitForURL((url) => url.href.startsWith(`${linkTo(home, "tim-kiem/")}?`) && asks(url));
    await answer(page);
    assert.equal(await page.locator("#bt-q").inputValue(), "truy xuất nguồn gốc");
    await page.locator('#bt-results h3 a[href*="#"]').first().click();
    await page.waitForURL(/#/);
    const anchor = new URL(page.url()).hash;
    await until("the section to be in sight", () => page.locator(anchor).evaluate((section) => {
      const { top } = section.getBoundingClientRect();
      return top > -1 && top < innerHeight;
    }));
  });
}

for (const [plain, marked] of [["truy xuat nguon goc", "truy xuất nguồn gốc"], ["do luong", "đo lường"], ["buc xa", "bức xạ"]]) {
  test(`"${plain}" finds ${marked}`, async (t) => {
    const found = await search(t, plain);
    assert.ok(found.length >= 3, titles(found));
    const first = `${found[0].title} ${found[0].snippet}`.toLowerCase();
    assert.ok(first.includes(marked), first);
    const syllables = plain.split(" ");
    for (const { title, marks } of found) {
      const words = marks.flatMap((mark) => fold(mark).split(/\s+/));
      assert.ok(words.length > 0, `${title} says where`);
      assert.ok(words.every((word) => syllables.some((syllable) => word.startsWith(syllable))), `${title} marks ${marks.join(", ")}`);
    }
  });
}

for (const number of ["100/QĐ-TTg", "100 qd ttg", "Quyết định số 100/QĐ-TTg"]) {
  test(`"${number}" finds the document and what cites it`, async (t) => {
    const paths = (await search(t, number)).map(({ path }) => path);
    assert.ok(paths.slice(0, 2).includes(DECISION), paths.join("\n"));
    assert.ok(paths.some((path) => path.startsWith(LONG_REPORT)), paths.join("\n"));
    assert.ok(paths.some((path) => path.startsWith("bao-cao/2022-01-son-la/")), paths.join("\n"));
  });
}

test("a figure is found with and without its point", async (t) => {
  for (const figure of ["1147", "1.147"]) {
    const paths = (await search(t, figure)).map(({ path }) => path);
    assert.ok(paths.includes("tin-tuc/2022-01-son-la-kiem-dinh-thu-nghiem/"), `${figure}: ${paths.join("\n")}`);
  }
});

test("results come while one types, and the address follows without filling the history", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  await page.goto(`${HOME}tim-kiem/`);
  const before = await page.evaluate(() => history.length);
  await page.locator("#bt-q").pressSequentially("truy xu", { delay: 30 });
  await until("results for the beginning of a word", async () => {
    return (await results(page)).some(({ title, snippet }) => /truy xuất/i.test(`${title} ${snippet}`));
  });
  await until("the address to follow", () => new URL(page.url()).searchParams.get("q") === "truy xu");
  assert.equal(await page.evaluate(() => history.length), before);
  assert.equal(await page.locator("#bt-status").getAttribute("role"), "status");
  await page.locator("#bt-q").fill("");
  await until("an empty field to have no results", async () => (await results(page)).length === 0);
});

const FILTERS = [
  ["tinh", "son-la", ({ over }) => over.includes("Sơn La")],
  ["nam", "2021", ({ over }) => over.includes("2021")],
  ["loai", "news", ({ path }) => path.startsWith("tin-tuc/")],
  ["loai", "report", ({ path }) => path.startsWith("bao-cao/")],
  ["loai", "indicator", ({ path }) => path.startsWith("so-lieu/")],
  ["chu-de", "an-toan-buc-xa", ({ path }) => (path + mainOf(path)).includes("chu-de/an-toan-buc-xa/")],
];
for (const [field, value, fits] of FILTERS) {
  test(`the filter ${field}=${value} narrows`, async (t) => {
    const page = await visitor(t, HOME, FOLDER);
    const all = await open(page, HOME, { q: "kiểm tra" });
    await page.locator(`select[name="${field}"]`).selectOption(value);
    await until("the address to follow", () => new URL(page.url()).searchParams.get(field) === value);
    await until("fewer results, all of them fitting", async () => {
      const fewer = (await answer(page)) < all;
      const shown = (await results(page)).filter(({ apart }) => !apart);
      return fewer && shown.length > 0 && shown.every(fits);
    });
    await page.locator(`select[name="${field}"]`).selectOption("");
    await until("all results again", async () => (await answer(page)) === all);
  });
}

test("an address can be shared: whoever opens it sees the same", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  await page.goto(`${HOME}tim-kiem/`);
  await page.locator("#bt-q").fill("kiểm định");
  await page.locator("select[name=tinh]").selectOption("bac-kan");
  await page.locator("select[name=nam]").selectOption("2021");
  await until("the address to follow", () => /q=.*tinh=bac-kan/.test(page.url()) && page.url().includes("nam=2021"));
  await settle(page, "kiểm định");
  const other = await visitor(t, HOME, FOLDER);
  await other.goto(page.url());
  assert.equal(await answer(other), await answer(page));
  assert.deepEqual(await results(other), await results(page));
  assert.equal(await other.locator("#bt-q").inputValue(), "kiểm định");
  assert.equal(await other.locator("select[name=tinh]").inputValue(), "bac-kan");
});

test("ten results show first, then ten more", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  const all = await open(page, HOME, { q: "khoa học" });
  assert.ok(all > 20, `${all} results`);
  const shown = async () => (await results(page)).filter(({ apart }) => !apart);
  const first = await shown();
  assert.equal(first.length, 10);
  await page.locator("#bt-more").click();
  await until("twenty results", async () => (await shown()).length === 20);
  assert.deepEqual((await shown()).slice(0, 10), first, "the first ten stay");
  assert.equal(new Set((await shown()).map(({ path }) => path)).size, 20, "none twice");
});

test("the keyboard alone is enough, and the way back keeps the results", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  await page.goto(`${HOME}tim-kiem/`);
  const focusIsIn = (selector) => page.evaluate((selector) => document.activeElement.closest(selector) !== null, selector);
  const tabTo = (selector) => until(`Tab to reach ${selector}`, async () => {
    if (await focusIsIn(selector)) return true;
    await page.keyboard.press("Tab");
    return focusIsIn(selector);
  });
  await tabTo("#bt-q");
  await page.keyboard.type("truy xuat nguon goc");
  await settle(page, "truy xuat nguon goc");
  const [first, second] = (await results(page)).filter(({ apart }) => !apart);
  await tabTo("#bt-results li:not(.apart)");
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  assert.equal(await focused(), first.title);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), second.title);
  await page.keyboard.press("Enter");
  await page.waitForURL(HOME + second.path);
  await page.goBack();
  await answer(page);
  assert.equal((await results(page))[0].path, first.path);
});

test("with results the page has no barrier and is no wider than a phone", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  assert.ok(await open(page, HOME, { q: "đo lường" }) > 10);
  assertNone(await violations(page));
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 320);
});

test("nothing found is said, and what was typed is text, never markup", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  assert.equal(await open(page, HOME, { q: "xyzzyq" }), 0);
  assert.deepEqual(await results(page), []);
  await open(page, HOME, { q: '<img src=x onerror="window.ran = true">' });
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

for (const q of ["truy xuat nguon goc", "100/QĐ-TTg", "kiểm tra chất lượng hàng hóa", "1147"]) {
  test(`the index for "${q}" is small`, async (t) => {
    const before = SERVER.sent.length;
    await search(t, q);
    const index = SERVER.sent.slice(before).filter(({ path }) => /^tim-kiem\/(?!(index\.html)?$)/.test(path));
    const bytes = index.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(bytes > 0 && bytes < 100_000, `${bytes} bytes: ${index.map(({ path, bytes }) => `${path} ${bytes}`).join(", ")}`);
  });
}
