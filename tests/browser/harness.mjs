// A small site in a folder of its own, `bantin serve` on it, and a browser that looks at it or at the real portal.
// Ends nothing but what it started itself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { stayAt } from "./portal.mjs";
import { bantin, given, launch } from "./programs.mjs";

/** How long anything may take before a test fails. */
const PATIENCE = 10_000;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Leaves `undo` to the end of the test. What was made last is undone first, so that a page is closed before its server. */
const undone = new WeakMap();
function atEnd(t, undo) {
  if (!undone.has(t)) {
    const all = [];
    undone.set(t, all);
    t.after(async () => {
      const failures = [];
      for (const next of all.reverse()) await Promise.resolve().then(next).catch((error) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    });
  }
  undone.get(t).push(undo);
}

/**
 * A page of the browser, closed with the test. The test fails if the console showed an error, except what `expected` matches.
 * `options` are those of a Playwright context: viewport, colorScheme…
 */
export async function newPage(t, { expected, ...options } = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected?.test(message.text())) errors.push(`${page.url()}: ${message.text()}`);
  });
  atEnd(t, async () => {
    await context.close();
    assert.deepEqual(errors, [], "errors in the console of the browser");
  });
  return page;
}

/** A page that looks at the site in `folder`, opened from `home`. It fails the test too if it asks anything of another host. */
export async function visitor(t, home, folder, options) {
  const page = await newPage(t, options);
  const strangers = await stayAt(page, home, folder);
  atEnd(t, () => assert.deepEqual(strangers, [], "requests to other hosts"));
  return page;
}

/** Fails with a line for each of the faults, or for the first of very many, if there are any. */
export function assertNone(faults) {
  assert.ok(faults.length === 0, `${faults.length} faults:\n${faults.slice(0, 40).join("\n")}`);
}

/** Waits until `check` gives something true, and gives it back. */
export async function until(what, check) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const result = await check();
    if (result) return result;
    assert.ok(Date.now() < end, `waited in vain for: ${what}`);
    await pause(20);
  }
}

/** A news item as an editor writes it. `more` are further lines of its front matter. */
export function news(title, body, more = "") {
  return `---\ntieu_de: "${title}"\nngay: 2022-01-15\n${more}---\n\n${body}\n`;
}

/** A file of the built-in theme, for a site to have its own version of it. */
export function themeFile(path) {
  return readFile(new URL(`../../themes/mac-dinh/${path}`, import.meta.url), "utf8");
}

/** A new site with the given files (path: text) in it, which goes when the test ends. */
export async function newSite(t, files = {}, lang = "vi") {
  const folder = await mkdtemp(join(tmpdir(), "bantin-preview-"));
  atEnd(t, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const site = new Site(join(folder, "cong"), lang);
  bantin("init", site.root);
  for (const [path, text] of Object.entries(files)) await site.write(path, text);
  return site;
}

/** A new site with the given files (path: text) in it, in preview until the test ends. */
export async function preview(t, files = {}, lang = "vi") {
  const site = await newSite(t, files, lang);
  atEnd(t, () => site.stop());
  await site.start();
  return site;
}

class Site {
  #server = null;
  #port = 0;

  constructor(root, lang) {
    this.root = root;
    this.lang = lang;
    this.url = null;
  }

  /** Starts the preview; after a first time on the same port. */
  async start() {
    const args = ["serve", "--root", this.root, "--port", String(this.#port), "--lang", this.lang];
    const server = spawn(given("BANTIN"), args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#server = server;
    // Should the tests themselves be ended, the server does not stay behind.
    const end = () => server.kill();
    process.once("exit", end);
    server.once("exit", () => process.off("exit", end));

    let said = "";
    server.stdout.on("data", (bytes) => (said += bytes));
    server.stderr.on("data", (bytes) => (said += bytes));
    const address = await until("the address of the preview", () => {
      assert.equal(server.exitCode, null, `the preview ended: ${said}`);
      return /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
    });
    if (this.url !== null) assert.equal(address[0], this.url, "the preview is back at its address");
    this.url = address[0];
    this.#port = Number(address[1]);
    // The address is told before the site is read.
    await until("the first page", async () => (await fetch(this.url)).status !== 503);
  }

  async stop() {
    const server = this.#server;
    this.#server = null;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill();
    await ended;
  }

  async write(path, text) {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** Replaces a part of a file, as an editor would. */
  async edit(path, old, text) {
    const before = await readFile(join(this.root, path), "utf8");
    assert.ok(before.includes(old), `${path} contains ${old}`);
    await this.write(path, before.replace(old, text));
  }

  async remove(path) {
    await rm(join(this.root, path));
  }

  async move(from, to) {
    await rename(join(this.root, from), join(this.root, to));
  }

  /** Opens an address in the browser and waits until the preview there has heard from the server. */
  async open(t, path, options) {
    const page = await newPage(t, options);
    await page.goto(new URL(path, this.url).href);
    await toggle(page).waitFor();
    return page;
  }
}

/** The button of the preview in the corner. */
export const toggle = (page) => page.locator("bantin-preview .toggle");
/** What the button opens. */
export const panel = (page) => page.locator("bantin-preview .panel");
/** The mistakes over the page. */
export const overlay = (page) => page.locator("bantin-preview").getByRole("alert");
/** Tells that the server is away. */
export const lost = (page) => page.locator("bantin-preview").getByRole("status");

/** Leaves a mark in the page that no reload survives. */
export const mark = (page) => page.evaluate(() => (window.notReloaded = true));
/** Whether the mark is still there. */
export const isMarked = (page) => page.evaluate(() => window.notReloaded === true);
