// The preview as an editor sees it: files change, and the open page follows without being asked.
// Run with BANTIN and CHROMIUM naming the two programs: `npm ci`, then `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isMarked, lost, mark, news, overlay, panel, preview, themeFile, toggle, until } from "./harness.mjs";

const FILE = "content/tin-tuc/nho-den.md";
const URL_PATH = "/tin-tuc/nho-den/";
const ARTICLE = news("Mô hình nho đen", "Nho đen trồng ở Mộc Châu.");
const LONG = news("Bài dài", Array.from({ length: 200 }, (_, i) => `Đoạn thứ ${i + 1} của bài.`).join("\n\n"));
const CSS = "themes/mac-dinh/static/bantin.css";
// Both a Vietnamese text before the mistake and a suggestion after it.
const WRONG_TOPIC = "chu_de: [Truy xuất nguồn gốc, iso-9002]\n";
const WARNED = { "content/tin-tuc/nhac.md": news("Bài có điều cần nhắc", "Văn bản.\n\n##Thiếu dấu cách") };
const WRONG_REPORT = '---\ntieu_de: "Báo cáo quý"\ntinh: Sơn La\nky: quý 5/2021\nngay: 2021-12\n---\n\nVăn bản.\n';

const heading = (page) => page.getByRole("heading", { level: 1 });

test("an edit shows by itself", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH);
  await mark(page);
  await site.edit(FILE, "Mộc Châu", "Sốp Cộp");
  await page.getByText("Nho đen trồng ở Sốp Cộp.").waitFor();
  assert.equal(await isMarked(page), false);
  assert.equal(await page.locator("bantin-preview").count(), 1);
});

test("every one of many edits in a row ends on the last", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH);
  for (let i = 1; i <= 5; i++) {
    await site.write(FILE, news("Mô hình nho đen", `Bản thứ ${i}.`));
    await page.getByText(`Bản thứ ${i}.`).waitFor();
  }
});

test("a new style is put on without a reload", async (t) => {
  const site = await preview(t);
  const page = await site.open(t, "/gioi-thieu/");
  await mark(page);
  const builtIn = await themeFile("static/bantin.css");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const colour of ["rgb(1, 20, 30)", "rgb(40, 5, 60)"]) {
    await site.write(CSS, `${builtIn}\nbody { background: ${colour}; }\n`);
    await until(`the background ${colour}`, async () => (await background()) === colour);
    // The old sheet is gone, and with it what it alone said.
    await page.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
  }
  assert.match(await page.locator('link[rel="stylesheet"]').getAttribute("href"), /\?v=[0-9a-f]+$/);
  assert.equal(await isMarked(page), true);
});

test("a page stays as it is when only another one changes", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, "/gioi-thieu/");
  const other = await site.open(t, URL_PATH);
  await mark(page);
  await site.edit(FILE, "Mộc Châu", "Sốp Cộp");
  await other.getByText("Nho đen trồng ở Sốp Cộp.").waitFor();
  // Changes come in order: once a later one shows, the first is over.
  await site.write(CSS, `${await themeFile("static/bantin.css")}\nbody { background: rgb(1, 20, 30); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 20, 30)");
  assert.equal(await isMarked(page), true);
});

test("a mistake lies over the last good page with its place and what was meant, and goes when it is mended", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH);
  await mark(page);
  await site.write(FILE, news("Mô hình nho đen", "Nho đen trồng ở Sốp Cộp.", WRONG_TOPIC));
  await overlay(page).waitFor();
  const text = await overlay(page).locator("pre").textContent();
  assert.match(text, /^lỗi\[E016\]: /);
  assert.match(text, /content\/tin-tuc\/nho-den\.md:4:31/);
  assert.match(text, /có phải là "iso-9001"\?/);
  await overlay(page).getByRole("heading", { name: "1 lỗi" }).waitFor();
  await page.getByText("Nho đen trồng ở Mộc Châu.").waitFor();
  assert.equal(await isMarked(page), true);

  await site.write(FILE, news("Mô hình nho đen", "Nho đen trồng ở Sốp Cộp."));
  await page.getByText("Nho đen trồng ở Sốp Cộp.").waitFor();
  await overlay(page).waitFor({ state: "hidden" });
});

test("the caret lies right under its place", async (t) => {
  const site = await preview(t);
  const page = await site.open(t, "/");
  await site.write(FILE, news("Mô hình", "Văn bản.", WRONG_TOPIC));
  const [place, caret] = await overlay(page).locator("pre").evaluate((pre) => {
    const box = (string) => {
      const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = node.data.indexOf(string);
        // The message itself names the value too: the place is the line of the source.
        if (start < 0 || !/^\s*\d*\s*\|/.test(node.data)) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + string.length);
        const { left, right, top, height } = range.getBoundingClientRect();
        return { left, right, top, height };
      }
    };
    return [box("iso-9002"), box("^^^^^^^^")];
  });
  assert.ok(Math.abs(place.left - caret.left) < 1 && Math.abs(place.right - caret.right) < 1, JSON.stringify({ place, caret }));
  assert.ok(caret.top > place.top && caret.top - place.top < 2 * place.height, "it is the next line");
});

test("mistakes of two files both show, and the count follows", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH);
  await site.write(FILE, news("Mô hình", "Văn bản.", WRONG_TOPIC));
  await site.write("content/bao-cao/quy.md", WRONG_REPORT);
  await overlay(page).getByRole("heading", { name: "2 lỗi" }).waitFor();
  const texts = await overlay(page).locator("pre").allTextContents();
  assert.equal(texts.length, 2);
  assert.ok(texts.some((text) => text.includes("content/tin-tuc/nho-den.md:4:31")), texts.join("\n"));
  assert.ok(texts.some((text) => text.includes("content/bao-cao/quy.md:4:5")), texts.join("\n"));

  await site.edit("content/bao-cao/quy.md", "quý 5/2021", "quý IV/2021");
  await overlay(page).getByRole("heading", { name: "1 lỗi" }).waitFor();
  await site.write(FILE, ARTICLE);
  await overlay(page).waitFor({ state: "hidden" });
});

test("mistakes can be folded away, and come back when they are others", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH);
  await site.write(FILE, news("Mô hình", "Văn bản.", WRONG_TOPIC));
  await overlay(page).waitFor();
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "hidden" });
  assert.match(await toggle(page).textContent(), /1 lỗi/);

  await toggle(page).click();
  await panel(page).getByRole("button", { name: "Hiện lại 1 lỗi" }).click();
  await overlay(page).waitFor();
  await overlay(page).getByRole("button", { name: "Thu gọn" }).click();
  await overlay(page).waitFor({ state: "hidden" });

  await site.write("content/bao-cao/quy.md", WRONG_REPORT);
  await overlay(page).getByRole("heading", { name: "2 lỗi" }).waitFor();
});

test("the place on a long page is kept", async (t) => {
  const site = await preview(t, { [FILE]: LONG });
  const page = await site.open(t, URL_PATH);
  await page.evaluate(() => scrollTo({ top: 2345, behavior: "instant" }));
  await site.edit(FILE, "Đoạn thứ 1 ", "Đoạn đầu tiên ");
  await page.getByText("Đoạn đầu tiên của bài.").waitFor();
  await page.waitForFunction(() => scrollY === 2345);
});

test("a renamed file leads its open page to the new address, to the same place", async (t) => {
  const site = await preview(t, { [FILE]: LONG });
  // With less motion the jump to the anchor is over when the page is there.
  const page = await site.open(t, `${URL_PATH}#bt-main`, { reducedMotion: "reduce" });
  await page.evaluate(() => scrollTo({ top: 2345, behavior: "instant" }));
  await site.move(FILE, "content/tin-tuc/nho-den-moc-chau.md");
  await page.waitForURL("**/tin-tuc/nho-den-moc-chau/#bt-main");
  await heading(page).getByText("Bài dài").waitFor();
  await page.waitForFunction(() => scrollY === 2345);
});

test("a page shows when its file is made, and the page for missing addresses when it is deleted", async (t) => {
  const site = await preview(t);
  const page = await site.open(t, URL_PATH, { expected: /404/ });
  await heading(page).getByText("Không tìm thấy trang").waitFor();
  await site.write(FILE, ARTICLE);
  await heading(page).getByText("Mô hình nho đen").waitFor();
  await site.remove(FILE);
  await heading(page).getByText("Không tìm thấy trang").waitFor();
});

test("when the server comes back the page shows what changed meanwhile", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH, { expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING/ });
  await mark(page);
  await site.stop();
  await lost(page).getByText("Mất kết nối với bản xem thử, đang nối lại…").waitFor();
  await site.edit(FILE, "Mộc Châu", "Sốp Cộp");
  assert.equal(await isMarked(page), true);
  await site.start();
  await page.getByText("Nho đen trồng ở Sốp Cộp.").waitFor();
  await lost(page).waitFor({ state: "hidden" });
});

test("when the server comes back and nothing changed the page stays", async (t) => {
  const site = await preview(t, { [FILE]: ARTICLE });
  const page = await site.open(t, URL_PATH, { expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING/ });
  await mark(page);
  await site.stop();
  await lost(page).getByText("Mất kết nối").waitFor();
  await site.start();
  await lost(page).waitFor({ state: "hidden" });
  // The page follows again, and until then was not loaded anew.
  await site.write(CSS, `${await themeFile("static/bantin.css")}\nbody { background: rgb(1, 20, 30); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 20, 30)");
  assert.equal(await isMarked(page), true);
});

test("the panel lists what is not published, and those pages say so", async (t) => {
  const site = await preview(t, {
    [FILE]: ARTICLE,
    "content/tin-tuc/nhap.md": news("Bài còn nháp", "Văn bản.", "nhap: true\n"),
    "content/tin-tuc/hen.md": news("Bài hẹn đăng", "Văn bản.", "dang_tu: 2099-12-01 08:00\n"),
  });
  const page = await site.open(t, "/");
  assert.match(await toggle(page).textContent(), /^Xem thử · 2 chưa đăng/);
  await toggle(page).click();
  await panel(page).getByRole("heading", { name: "Bài chưa đăng (2)" }).waitFor();
  await panel(page).getByText("Bài còn nháp (bản nháp)").waitFor();
  await panel(page).getByText("Bài hẹn đăng (hẹn đăng 01/12/2099 08:00)").waitFor();

  await panel(page).getByRole("link", { name: "Bài còn nháp" }).click();
  await page.waitForURL("**/tin-tuc/nhap/");
  await page.getByText("Bản nháp, chưa công bố").waitFor();
  // It stays open, so that the list can be worked through.
  await panel(page).getByRole("link", { name: "Bài hẹn đăng" }).click();
  await page.waitForURL("**/tin-tuc/hen/");
  await page.getByText("Đã hẹn ngày đăng, chưa công bố").waitFor();

  await site.edit("content/tin-tuc/nhap.md", "nhap: true\n", "");
  await panel(page).getByRole("heading", { name: "Bài chưa đăng (1)" }).waitFor();
  await panel(page).getByText("Bài còn nháp").waitFor({ state: "hidden" });
});

test("the panel lists warnings and what the checks found", async (t) => {
  const site = await preview(t, WARNED);
  const page = await site.open(t, "/");
  await toggle(page).getByText("1 cảnh báo").waitFor();
  await toggle(page).click();
  const warning = panel(page).getByRole("listitem").filter({ hasText: "cảnh báo W111" });
  await warning.getByText("content/tin-tuc/nhac.md:8:1").waitFor();

  const base = await themeFile("templates/base.html");
  await site.write("themes/mac-dinh/templates/base.html", base.replace("</body>", '<a href="/khong-co/">Lạc</a></body>'));
  const found = panel(page).getByRole("listitem").filter({ hasText: "lỗi E032" });
  await found.first().getByText("/khong-co/").waitFor();
  await toggle(page).getByText(/\d+ chỗ cần xem/).waitFor();
  await panel(page).getByText(/^Đã kiểm tra \d+ trang\.$/).waitFor();

  await site.write("themes/mac-dinh/templates/base.html", base);
  await panel(page).getByText("Không thấy chỗ nào cần xem.").waitFor();
});

test("the panel works with the keyboard alone", async (t) => {
  const site = await preview(t, { "content/tin-tuc/nhap.md": news("Bài còn nháp", "Văn bản.", "nhap: true\n") });
  const page = await site.open(t, "/gioi-thieu/");
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent ?? "");
  await until("the button to be reached by Tab", async () => {
    await page.keyboard.press("Tab");
    return (await focused()).startsWith("Xem thử");
  });
  const outline = await toggle(page).evaluate((button) => getComputedStyle(button).outline);
  assert.match(outline, /solid 3px/);
  assert.equal(await toggle(page).getAttribute("aria-expanded"), "false");

  await page.keyboard.press("Enter");
  await panel(page).waitFor();
  assert.equal(await toggle(page).getAttribute("aria-expanded"), "true");
  await until("the link in the panel to be reached by Tab", async () => {
    await page.keyboard.press("Tab");
    return (await focused()) === "Bài còn nháp";
  });

  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "hidden" });
  assert.equal(await toggle(page).getAttribute("aria-expanded"), "false");
  assert.match(await focused(), /^Xem thử/);
});

test("nothing is wider than a phone of 320 pixels", async (t) => {
  const viewport = { width: 320, height: 640 };
  const site = await preview(t, { "content/tin-tuc/nhap.md": news("Bài còn nháp", "Văn bản.", "nhap: true\n"), ...WARNED });
  const page = await site.open(t, "/", { viewport });
  const closed = await toggle(page).boundingBox();
  assert.ok(closed.height <= 60, `the closed button is small: ${JSON.stringify(closed)}`);
  await toggle(page).click();
  await site.write(FILE, news("Mô hình", "Văn bản.", WRONG_TOPIC));
  await overlay(page).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const boxes = [];
  for (const part of [toggle, panel, overlay]) {
    const box = await part(page).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.y >= 0 && box.y + box.height <= 640, JSON.stringify(box));
    boxes.push(box);
  }
  // None lies over another.
  const [button, list, mistakes] = boxes;
  assert.ok(list.y + list.height <= button.y && button.y + button.height <= mistakes.y, JSON.stringify(boxes));
  // The sentences wrap; only lines of the source scroll.
  const title = overlay(page).locator("pre").getByText(/lỗi\[E016\]/);
  const { x, width } = await title.boundingBox();
  assert.ok(x + width <= 320, `the message fits: ${x + width}`);
});

for (const colorScheme of ["light", "dark"]) {
  test(`every text has enough contrast: ${colorScheme}`, async (t) => {
    const site = await preview(t, { "content/tin-tuc/nhap.md": news("Bài còn nháp", "Văn bản.", "nhap: true\n"), ...WARNED });
    const page = await site.open(t, "/", { colorScheme, expected: /ERR_/ });
    await toggle(page).click();
    await panel(page).getByText("cảnh báo W111").waitFor();
    await site.write(FILE, news("Mô hình", "Văn bản.", WRONG_TOPIC));
    await overlay(page).waitFor();
    await site.stop();
    await lost(page).waitFor();
    const texts = await page.locator("bantin-preview").evaluate(contrasts);
    assert.ok(texts.length > 15, `${texts.length} texts were looked at`);
    assert.deepEqual(texts.filter(({ ratio }) => ratio < 4.5), []);
  });
}

// The contrast of every text in the shadow root with what lies behind it (WCAG 2.2, 1.4.3). Runs in the page.
function contrasts(host) {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    throw new Error(`nothing opaque lies behind ${element.textContent}`);
  };
  const out = [];
  for (const element of host.shadowRoot.querySelectorAll(".stack *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
    if (!own || !element.checkVisibility()) continue;
    const pair = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
    out.push({ text: element.textContent.trim(), ratio: (pair[0] + 0.05) / (pair[1] + 0.05) });
  }
  return out;
}

test("nothing of the preview is printed", async (t) => {
  const site = await preview(t);
  const page = await site.open(t, "/");
  await toggle(page).waitFor({ state: "visible" });
  await page.emulateMedia({ media: "print" });
  await toggle(page).waitFor({ state: "hidden" });
});

test("no style of the theme reaches the preview, and none of its own the page", async (t) => {
  const site = await preview(t);
  const page = await site.open(t, "/gioi-thieu/");
  const height = (await toggle(page).boundingBox()).height;
  const body = await page.evaluate(() => getComputedStyle(document.body).fontSize);
  const loud = "* { all: unset !important; font-size: 40px !important; } bantin-preview { display: none !important; }";
  await site.write(CSS, `${await themeFile("static/bantin.css")}\n${loud}\n`);
  await page.waitForFunction((before) => getComputedStyle(document.body).fontSize !== before, body);
  assert.equal((await toggle(page).boundingBox()).height, height);
});

test("the preview speaks the language of its server", async (t) => {
  const site = await preview(t, { "content/tin-tuc/nhap.md": news("Bài còn nháp", "Văn bản.", "nhap: true\n") }, "en");
  const page = await site.open(t, "/");
  assert.match(await toggle(page).textContent(), /^Preview · 1 unpublished/);
  await toggle(page).click();
  await panel(page).getByText("Bài còn nháp (draft)").waitFor();
  await site.write(FILE, news("Mô hình", "Văn bản.", WRONG_TOPIC));
  await overlay(page).getByRole("heading", { name: "1 error" }).waitFor();
  await overlay(page).getByText('did you mean "iso-9001"?').waitFor();
});
