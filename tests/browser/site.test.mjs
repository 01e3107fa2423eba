// The real portal as a reader goes through it: by clicks from any place it may lie, with the keyboard, without JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNone, until, visitor } from "./harness.mjs";
import { build, examples, linkTo, LONG_REPORT, onDisk, pages, serve } from "./portal.mjs";

const FOLDER = build();
const HOME = (await serve(FOLDER)).url;
const PLACES = {
  "the root of a server": HOME,
  "a folder of a server": (await serve(FOLDER, "/so-khcn/ban-tin/")).url,
  "a disk": onDisk(FOLDER),
};
const SEARCH = "tim-kiem/";

const heading = (page) => page.getByRole("heading", { level: 1 });
/** Whether the element's top is on the screen, or less than a pixel above it. */
const isInSight = (element) => element.evaluate((element) => {
  const { top } = element.getBoundingClientRect();
  return top > -1 && top < innerHeight;
});

for (const [place, home] of Object.entries(PLACES)) {
  test(`a reader goes from home to a topic, a section, a document it cites, and back: from ${place}`, async (t) => {
    const page = await visitor(t, home, FOLDER, { reducedMotion: "reduce" });
    await page.goto(linkTo(home, ""));
    await page.locator("main").getByRole("link", { name: "Truy xuất nguồn gốc" }).first().click();
    await page.waitForURL(linkTo(home, "chu-de/truy-xuat-nguon-goc/"));
    await heading(page).getByText("Truy xuất nguồn gốc").waitFor();

    const card = page.getByRole("article").filter({ hasText: "công nghệ tỉnh Bắc Kạn 6 tháng đầu năm 2021" }).first();
    await card.getByRole("link", { name: "Truy xuất nguồn gốc" }).click();
    const section = linkTo(home, `${LONG_REPORT}#truy-xuat`);
    await page.waitForURL(section);
    await until("the section to be where the reader looks", () => isInSight(page.locator("#truy-xuat")));

    await page.locator("#truy-xuat + p").getByRole("link", { name: "Quyết định số 100/QĐ-TTg" }).click();
    await page.waitForURL(linkTo(home, "van-ban/100-qd-ttg-2019/"));
    await heading(page).getByText("Quyết định số 100/QĐ-TTg ngày 19/01/2019").waitFor();
    const citing = page.getByRole("region", { name: "Bài viện dẫn văn bản này" });
    await citing.getByRole("link", { name: "Bắc Kạn 6 tháng đầu năm 2021" }).waitFor();

    await page.goBack();
    await page.waitForURL(section);
    await until("the way back to lead to the same place", () => isInSight(page.locator("#truy-xuat")));
    await page.goForward();
    await citing.getByRole("link", { name: "Truy xuất nguồn gốc" }).first().click();
    await page.waitForURL(/bao-cao\/[^/]+\/(index\.html)?#/);
  });

  test(`every page of the main navigation opens: from ${place}`, async (t) => {
    const page = await visitor(t, home, FOLDER);
    await page.goto(linkTo(home, "van-ban/100-qd-ttg-2019/"));
    const links = page.getByRole("navigation", { name: "Danh mục chính" }).getByRole("link");
    const names = await links.allTextContents();
    assert.ok(names.length >= 9, names.join(", "));
    for (const name of names) {
      const link = links.filter({ hasText: name }).first();
      const address = await link.evaluate((a) => a.href);
      await link.click();
      await page.waitForURL(address);
      assert.match(await link.getAttribute("aria-current"), /^(page|true)$/);
      await heading(page).waitFor();
    }
  });
}

test("a missing address shows a page that leads home", async (t) => {
  const page = await visitor(t, HOME, FOLDER, { expected: /status of 404/ });
  const answer = await page.goto(`${HOME}tinh/khong-co/tep.html`);
  assert.equal(answer.status(), 404);
  await heading(page).getByText("Không tìm thấy trang").waitFor();
  const background = await page.locator(".mast").evaluate((masthead) => getComputedStyle(masthead).backgroundColor);
  assert.notEqual(background, "rgba(0, 0, 0, 0)", "it has its style however deep the address");
  await page.locator("main").getByRole("link", { name: "Về trang chủ" }).click();
  await heading(page).getByText("Bản tin Khoa học và Công nghệ các tỉnh").waitFor();
});

test("without JavaScript every page says the same", async (t) => {
  const [scripted, plain] = [await visitor(t, HOME, FOLDER), await visitor(t, HOME, FOLDER, { javaScriptEnabled: false })];
  const text = (page) => page.locator("main").textContent();
  const faults = [];
  for (const path of examples(pages(FOLDER)).filter((path) => path !== SEARCH)) {
    await Promise.all([scripted, plain].map((page) => page.goto(HOME + path)));
    const [full, without] = await Promise.all([scripted, plain].map(text));
    if (full !== without || full.length < 50) faults.push(path);
  }
  assertNone(faults);
});

test("without JavaScript the page of the search leads to the indexes", async (t) => {
  const page = await visitor(t, HOME, FOLDER, { javaScriptEnabled: false });
  for (const path of ["chu-de/", "tinh/", "ky/"]) {
    await page.goto(HOME + SEARCH);
    await page.locator(`main a[href="../${path}"]`).first().click();
    await page.waitForURL(HOME + path);
  }
});

test("the first Tab shows the way past the navigation, and Enter takes it", async (t) => {
  const page = await visitor(t, HOME, FOLDER);
  for (const path of ["", LONG_REPORT, SEARCH]) {
    await page.goto(HOME + path);
    const skip = page.getByRole("link", { name: "Chuyển đến nội dung chính" });
    assert.ok((await skip.boundingBox()).width <= 1, "it is not in the way before");
    await page.keyboard.press("Tab");
    const { x, y, width, height } = await skip.boundingBox();
    assert.ok(x >= 0 && y >= 0 && width > 100 && height > 24, `it shows: ${JSON.stringify({ x, y, width, height })}`);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next Tab is within it");
  }
});

for (const [path, name] of [["", "home"], [LONG_REPORT, "a report"], [SEARCH, "the search"]]) {
  test(`whoever uses the keyboard sees where they are: ${name}`, async (t) => {
    const page = await visitor(t, HOME, FOLDER, { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    await page.goto(HOME + path);
    const faults = [];
    let steps = 0;
    for (;;) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(lookAtFocus);
      if (focus === null) break;
      faults.push(...focus);
      steps += 1;
      assert.ok(steps < 2000, "the focus goes round and never leaves the page");
    }
    assertNone(faults);
    assert.ok(steps > 20, `${steps} places have been reached`);
  });
}

// What is wrong with the look of the focused element; null once the focus has left the page. Runs in the page.
function lookAtFocus() {
  const element = document.activeElement;
  if (element === document.body) return null;
  const name = `${element.localName}.${element.className} "${element.textContent.trim().slice(0, 40)}"`;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const faults = [];
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push(`${name}: outline ${outlineStyle} ${outlineWidth}`);
  // A link that breaks into two lines has a box for each; in one of them it must be on top (WCAG 2.2, 2.4.11).
  const seen = [...element.getClientRects()].some(({ left, right, top, bottom }) => {
    const x = Math.max(left, 0) + (Math.min(right, innerWidth) - Math.max(left, 0)) / 2;
    const y = Math.max(top, 0) + (Math.min(bottom, innerHeight) - Math.max(top, 0)) / 2;
    const there = document.elementFromPoint(x, y);
    return there !== null && (element.contains(there) || there.contains(element));
  });
  if (!seen) faults.push(`${name}: hidden, or covered by something`);
  return faults;
}
