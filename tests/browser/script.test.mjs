// The script of the preview alone, in a page and on a connection of the test's own: what no real server does on demand.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { isMarked, lost, mark, newPage, overlay, panel, toggle } from "./harness.mjs";

const SCRIPT = await readFile(new URL("../../src/serve/preview.js", import.meta.url), "utf8");
const SITE = "http://preview.test";
const TALL = '<div style="height: 5000px"></div>';

/** What the server says; `page` and `styles` are what the page below was made from. */
const says = (news) => counted({
  version: 1,
  lang: "vi",
  page: "aa",
  styles: "bb",
  goto: null,
  mistakes: [],
  warnings: [],
  unpublished: [],
  check: { done: 0, of: 0, found: [] },
  ...news,
});

const counted = (state) => ({
  ...state,
  counts: { mistakes: state.mistakes.length, warnings: state.warnings.length, found: state.check.found.length },
});

const note = (more) => ({
  code: "W111",
  severity: "warning",
  message: "thiếu dấu cách",
  file: null,
  line: null,
  column: null,
  help: null,
  text: "cảnh báo[W111]: thiếu dấu cách",
  ...more,
});

/** Runs in the page before the script: connections that the test answers, kept in `connections`. */
function ownConnections() {
  window.connections = [];
  window.EventSource = class {
    static OPEN = 1;
    readyState = 1;
    constructor(address) {
      this.address = address;
      window.connections.push(this);
    }
    close() {
      this.readyState = 2;
    }
  };
}

/** A page at `address` with the script in it. `answer` may change status, body and the hash of the page, each time it is loaded. */
async function open(t, address, answer = () => ({})) {
  const page = await newPage(t, { viewport: { width: 800, height: 600 }, expected: /status of 404/ });
  await page.addInitScript(ownConnections);
  const loads = [];
  await page.route(`${SITE}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/_bantin/preview.js") return route.fulfill({ contentType: "text/javascript", body: SCRIPT });
    if (!route.request().isNavigationRequest()) return route.fulfill({ status: 204 });
    loads.push(pathname);
    const { status = 200, body = "", hash = "aa" } = answer(loads.length);
    const tag = `<script src="/_bantin/preview.js" data-page="${hash}" data-styles="bb" defer></script>`;
    const html = `<!DOCTYPE html><html lang="vi"><title>Trang</title><body>${body}${tag}</body></html>`;
    return route.fulfill({ status, contentType: "text/html; charset=utf-8", body: html });
  });
  await page.goto(SITE + address);
  return { page, loads };
}

/** The server's event, on the newest connection of the page, once there is one. */
async function send(page, news) {
  await page.waitForFunction(() => window.connections.length > 0);
  await page.evaluate((data) => window.connections.at(-1).onmessage({ data }), JSON.stringify(says(news)));
}
const fail = (page) => page.evaluate(() => window.connections.at(-1).onerror());
const openConnections = (page) => page.evaluate(() => window.connections.filter((c) => c.readyState === 1).length);
const connectionsMade = (page) => page.evaluate(() => window.connections.length);
/** From now on time passes only by `page.clock.runFor`. */
async function stopTime(page) {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(60_000);
}
/** Whether the script has let go of the page, to load it anew. */
const isLeaving = async (page) => (await openConnections(page)) === 0;

test("a page that differs at every look is loaded three times, and then left alone", async (t) => {
  const { page, loads } = await open(t, "/", (load) => ({ hash: `a${load}`, body: `Lần tải thứ ${load}.` }));
  for (let load = 2; load <= 4; load++) {
    await send(page, { page: "cc" });
    await page.getByText(`Lần tải thứ ${load}.`).waitFor();
  }
  await send(page, { page: "cc" });
  assert.equal(await isLeaving(page), false);
  assert.equal(loads.length, 4);
  // A new version is another matter.
  await send(page, { version: 2, page: "dd" });
  await page.getByText("Lần tải thứ 5.").waitFor();
});

test("the page for missing addresses is looked at again at a change, not for ever", async (t) => {
  const { page, loads } = await open(t, "/khong-co/", (load) => ({ status: 404, body: `Lần tải thứ ${load}.` }));
  await send(page, { page: null });
  assert.equal(await isLeaving(page), false);
  await send(page, { page: null, check: { done: 1, of: 2, found: [] } });
  assert.equal(await isLeaving(page), false);
  await send(page, { version: 2, page: null });
  await page.getByText("Lần tải thứ 2.").waitFor();
  await send(page, { version: 2, page: null });
  assert.equal(await isLeaving(page), false);
  assert.equal(loads.length, 2);
});

test("a page that is gone is loaded anew", async (t) => {
  const { page } = await open(t, "/", (load) => ({ body: `Lần tải thứ ${load}.` }));
  await send(page, { page: null });
  await page.getByText("Lần tải thứ 2.").waitFor();
});

test("with mistakes the page stays even when a new server has none to show", async (t) => {
  const { page } = await open(t, "/");
  await mark(page);
  await send(page, { page: null, goto: "/moi/", mistakes: [note({ severity: "error", text: "lỗi[E012]: kỳ báo cáo" })] });
  await overlay(page).waitFor();
  assert.equal(await isLeaving(page), false);
  assert.equal(await isMarked(page), true);
});

test("what did not change is not drawn anew, nor read out again", async (t) => {
  const { page } = await open(t, "/");
  const mistakes = [note({ severity: "error", text: "lỗi[E012]: kỳ báo cáo" })];
  await send(page, { mistakes });
  const drawn = await overlay(page).locator("pre").elementHandle();
  await send(page, { mistakes, check: { done: 1, of: 9, found: [] } });
  assert.equal(await drawn.evaluate((pre) => pre.isConnected), true);
  await send(page, { mistakes: [...mistakes, ...mistakes] });
  assert.equal(await drawn.evaluate((pre) => pre.isConnected), false);
});

test("the address of the events names the page", async (t) => {
  const { page } = await open(t, "/tinh/son-la/?a=1#b");
  assert.equal(await page.evaluate(() => window.connections[0].address), "/_bantin/events?page=/tinh/son-la/");
});

test("a lost connection is tried again, first soon, then every two seconds", async (t) => {
  const { page } = await open(t, "/");
  await send(page, {});
  await stopTime(page);
  await fail(page);
  assert.equal(await lost(page).isVisible(), false, "a single failure says nothing yet");
  for (const pause of [250, 500, 1000, 2000, 2000, 2000]) {
    const before = await connectionsMade(page);
    await page.clock.runFor(pause - 1);
    assert.equal(await connectionsMade(page), before, `no attempt before ${pause} ms`);
    await page.clock.runFor(1);
    assert.equal(await connectionsMade(page), before + 1, `an attempt after ${pause} ms`);
    await fail(page);
    await lost(page).getByText("Mất kết nối với bản xem thử, đang nối lại…").waitFor();
  }
  await page.clock.runFor(2000);
  await send(page, {});
  assert.equal(await lost(page).isVisible(), false);
  assert.equal(await openConnections(page), 1);
});

test("a page kept for the way back holds no connection", async (t) => {
  const { page } = await open(t, "/");
  await send(page, {});
  const turn = (type) => page.evaluate((type) => dispatchEvent(new PageTransitionEvent(type, { persisted: true })), type);
  await turn("pagehide");
  assert.equal(await openConnections(page), 0);
  await turn("pageshow");
  assert.equal(await openConnections(page), 1);
});

test("a tab that is hidden holds no connection until it is seen again", async (t) => {
  const { page } = await open(t, "/");
  await stopTime(page);
  const turn = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await turn(true);
  await page.clock.runFor(900);
  assert.equal(await openConnections(page), 1, "a short look elsewhere changes nothing");
  await page.clock.runFor(200);
  assert.equal(await openConnections(page), 0);
  await turn(false);
  assert.equal(await openConnections(page), 1);
});

test("the place is kept although pictures arrive late, until the reader moves", async (t) => {
  const late = '<div id="late"></div>';
  const { page } = await open(t, "/", (load) => ({ body: load === 1 ? TALL : `Bản mới.${late}` }));
  await page.evaluate(() => scrollTo(0, 3000));
  await send(page, { version: 2, page: "cc" });
  await page.getByText("Bản mới.").waitFor();
  const grow = (height) => page.evaluate((height) => (document.querySelector("#late").style.height = height), height);
  await grow("4000px");
  await page.waitForFunction(() => scrollY === 3000);
  await page.keyboard.press("Home");
  await page.waitForFunction(() => scrollY === 0);
  await grow("5000px");
  // Observers of size are told before the next frame is drawn.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test("a tab sent on keeps query, anchor and place", async (t) => {
  const { page } = await open(t, "/cu/?a=1#b", () => ({ body: `<style>html { scroll-behavior: smooth; }</style>${TALL}` }));
  await page.evaluate(() => scrollTo({ top: 3000, behavior: "instant" }));
  await page.addInitScript(() => {
    window.passed = [];
    addEventListener("scroll", () => window.passed.push(scrollY));
  });
  await send(page, { page: null, goto: "/moi/" });
  await page.waitForURL(`${SITE}/moi/?a=1#b`);
  await page.waitForFunction(() => scrollY === 3000 && window.passed.length > 0);
  assert.deepEqual([...new Set(await page.evaluate(() => window.passed))], [3000], "at once, not by a ride down the page");
  await send(page, { goto: "/moi/" });
  assert.equal(await isLeaving(page), false, "it is there already");
});

test("what the site says is text, never markup", async (t) => {
  const { page } = await open(t, "/");
  const evil = '<img src=x onerror="window.ran = true">';
  await send(page, {
    mistakes: [note({ severity: "error", message: evil, text: evil })],
    warnings: [note({ message: evil, help: evil, file: evil })],
    unpublished: [{ title: evil, url: "/a/", state: "draft", when: null }],
    check: { done: 1, of: 1, found: [note({ message: evil, file: `/${evil}` })] },
  });
  assert.equal(await overlay(page).locator("pre").textContent(), evil);
  await toggle(page).click();
  assert.equal(await overlay(page).count(), 0, "the panel has the place of the mistakes");
  assert.equal(await panel(page).getByRole("link", { name: evil }).count(), 2);
  assert.equal(await page.locator("bantin-preview img").count(), 0);
});

test("the text of a mistake is kept to the last space", async (t) => {
  const { page } = await open(t, "/");
  const text = "lỗi[E012]: sai\n --> a.md:4:5\n  |\n4 |   ky:  x\n  |        ^\n  |\n  = gợi ý: một\n           hai ";
  await send(page, { mistakes: [note({ severity: "error", text })] });
  assert.equal(await overlay(page).locator("pre").textContent(), text);
});

test("the list and the place in it stay while the checks run on", async (t) => {
  const { page } = await open(t, "/");
  const found = (n) => Array.from({ length: n }, (_, i) => note({ code: "E032", severity: "error", file: `/trang-${i}/` }));
  await send(page, { check: { done: 1, of: 9, found: found(2) } });
  await toggle(page).getByText("kiểm tra 1/9").waitFor();
  await toggle(page).click();
  await panel(page).getByText("Đang kiểm tra: 1/9 trang.").waitFor();
  await panel(page).getByRole("link", { name: "/trang-1/" }).focus();
  await send(page, { check: { done: 9, of: 9, found: found(250) } });
  await panel(page).getByText("Đã kiểm tra 9 trang.").waitFor();
  await panel(page).getByText("và 50 mục khác").waitFor();
  const focused = () => page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent);
  assert.equal(await focused(), "/trang-1/");
  assert.doesNotMatch(await toggle(page).textContent(), /kiểm tra/);
});

test("the panel says how far the checks are", async (t) => {
  const { page } = await open(t, "/");
  await send(page, { check: { done: 0, of: 0, found: [] } });
  await toggle(page).click();
  const nothing = panel(page).getByText("Không thấy chỗ nào cần xem.");
  await panel(page).getByText("Chưa kiểm tra.").waitFor();
  assert.equal(await nothing.isVisible(), false, "nothing is promised before the end");
  await send(page, { check: { done: 3, of: 9, found: [] } });
  await panel(page).getByText("Đang kiểm tra: 3/9 trang.").waitFor();
  assert.equal(await nothing.isVisible(), false, "nothing is promised before the end");
  await send(page, { check: { done: 9, of: 9, found: [] } });
  await panel(page).getByText("Đã kiểm tra 9 trang.").waitFor();
  await nothing.waitFor();
});

test("a note without code and place is a sentence alone", async (t) => {
  const { page } = await open(t, "/");
  await send(page, { warnings: [{ severity: "warning", message: "và 7 cảnh báo khác", text: "và 7 cảnh báo khác" }] });
  await toggle(page).click();
  assert.deepEqual(await panel(page).getByRole("listitem").allTextContents(), ["cảnh báo: và 7 cảnh báo khác"]);
});

test("states stand in words", async (t) => {
  const { page } = await open(t, "/");
  const item = (state, when) => ({ title: "Bài", url: `/${state}/`, state, when });
  const unpublished = [item("draft", null), item("scheduled", "01/12/2026 08:00"), item("expired", "02/12/2026 00:00")];
  await send(page, { unpublished });
  await toggle(page).click();
  const lines = await panel(page).getByRole("listitem").allTextContents();
  assert.deepEqual(lines, ["Bài (bản nháp)", "Bài (hẹn đăng 01/12/2026 08:00)", "Bài (đã hết hạn từ 02/12/2026 00:00)"]);
});
