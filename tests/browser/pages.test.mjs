// Every kind of page of the real portal: open to all, valid, quiet, still, and never wider than the screen.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./axe.mjs";
import { assertNone, visitor } from "./harness.mjs";
import { build, examples, files, pages, serve, share } from "./portal.mjs";

const FOLDER = build();
const ALL = pages(FOLDER);
const EXAMPLES = examples(ALL);
const THERE = new Set(ALL.map(({ path }) => path));
const { url: HOME } = await serve(FOLDER);

/** Looks at all examples in two windows at once; `look(page, address)` gives the faults it found. */
async function assertFlawless(t, options, look) {
  const windows = [await visitor(t, HOME, FOLDER, options), await visitor(t, HOME, FOLDER, options)];
  for (const page of windows) await page.addInitScript(watchShifts);
  assertNone(await share(windows, EXAMPLES.filter((path) => THERE.has(path)), async (page, path) => {
    await page.goto(HOME + path);
    return look(page);
  }));
}

test("every page that was promised is there", () => {
  assertNone(EXAMPLES.filter((path) => !THERE.has(path)));
});

test("axe finds no barrier in any kind of page, light or dark, on a phone or on a desk", async (t) => {
  await assertFlawless(t, {}, violations);
});

test("all HTML is valid", () => {
  const jar = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));
  assert.ok(existsSync(jar), "the HTML checker is missing: run npm ci in tests/browser");
  const args = ["-jar", jar, "--skip-non-html", "--Werror", "--format", "gnu", FOLDER];
  const checked = spawnSync("java", args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  assert.equal(checked.error, undefined, "the HTML checker needs Java; on Debian: sudo apt-get install openjdk-17-jre-headless");
  assert.equal(checked.status, 0, checked.stderr);
});

const SCREENS = {
  "a phone of 320 px": { viewport: { width: 320, height: 640 } },
  "1280 px at 200%": { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  "1280 px": { viewport: { width: 1280, height: 800 } },
  // Here notes stand beside the text.
  "1600 px": { viewport: { width: 1600, height: 900 } },
};
for (const [screen, options] of Object.entries(SCREENS)) {
  test(`on ${screen} nothing moves while a page loads, and nothing sticks out or is cut off, even with wider text spacing`, async (t) => {
    await assertFlawless(t, options, async (page) => {
      const shift = await page.evaluate(shiftsUntilNow);
      const faults = await page.evaluate(tooWide);
      await page.addStyleTag({ content: TEXT_SPACING });
      const spaced = await page.evaluate(tooWide);
      faults.push(...spaced.map((fault) => `${fault}, with text spacing`));
      if (shift >= 0.02) faults.push(`it moves by ${shift}`);
      return faults.map((fault) => `${page.url()}: ${fault}`);
    });
  });
}

// Notes all shifts from the beginning. Runs in the page, before it.
function watchShifts() {
  window.shifts = 0;
  const note = (entries) => entries.forEach(({ value }) => (window.shifts += value));
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  window.noteShifts = () => note(observer.takeRecords());
}

// The sum of all shifts until now. Runs in the page.
async function shiftsUntilNow() {
  for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  await new Promise((done) => setTimeout(done));
  window.noteShifts();
  return window.shifts;
}

// What a reader may set without losing anything (WCAG 2.2, 1.4.12).
const TEXT_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }
`;

// What sticks out of the screen, out of a box that hides it, or out of a picture. Runs in the page.
function tooWide() {
  const name = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 100);
  const faults = [];
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth > innerWidth) {
    const reaches = (element) => element.getBoundingClientRect().right >= scrollWidth - 1;
    const widest = [...document.body.querySelectorAll("*")].findLast(reaches);
    faults.push(`the page is ${scrollWidth} px wide${widest ? `: ${name(widest)}` : ""}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    const { overflowX, clipPath } = getComputedStyle(element);
    // What only screen readers get is cut off by a clip path, on purpose.
    const cuts = /hidden|clip/.test(overflowX) && clipPath === "none" && element.clientWidth > 0;
    if (cuts && element.scrollWidth > element.clientWidth) faults.push(`cut off: ${name(element)}`);
  }
  for (const text of document.querySelectorAll("svg text")) {
    const [inner, outer] = [text, text.ownerSVGElement].map((element) => element.getBoundingClientRect());
    if (inner.left < outer.left - 1 || inner.right > outer.right + 1) faults.push(`out of its picture: ${name(text)}`);
  }
  return faults;
}

test("styles and scripts stay small", () => {
  const paths = files(FOLDER);
  const sum = (pattern) => paths.filter((path) => pattern.test(path)).reduce((all, path) => all + size(path), 0);
  const size = (path) => readFileSync(join(FOLDER, path)).length;
  assert.ok(sum(/\.css$/) < 20_000, `${sum(/\.css$/)} bytes of styles`);
  // The shards of the search index below tim-kiem/ are data.
  assert.ok(sum(/^[^/]*\.js$/) < 15_000, `${sum(/^[^/]*\.js$/)} bytes of scripts`);
});
