// Prints the figures of what a reader gets, as Markdown: how much is loaded, how soon it shows, what axe finds.
// Run with BANTIN and CHROMIUM naming the two programs: `npm ci`, then `node figures.mjs`.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { violations } from "./axe.mjs";
import { build, examples, LONG_REPORT, pages, serve, share, stayAt } from "./portal.mjs";
import { launch } from "./programs.mjs";

const PAGES = {
  home: "",
  "the Bắc Kạn report": LONG_REPORT,
  "a topic (do-luong)": "chu-de/do-luong/",
  search: "tim-kiem/",
  'search for "đo lường"': `tim-kiem/?${new URLSearchParams({ q: "đo lường" })}`,
};
// What Lighthouse applies for "slow 4G" on a phone: 150 ms, 1.6 Mbit/s down and 750 kbit/s up, in the terms of the DevTools protocol.
const SLOW_4G = {
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8,
  uploadThroughput: (750 * 1024 * 0.9) / 8,
};
const SLOWER_CPU = 4;
const RUNS = 5;

const folder = build();
const { url } = await serve(folder, "/", { gzip: true });
const browser = await launch();
const all = pages(folder);
const there = new Set(all.map(({ path }) => path));

console.log("| page | HTML + CSS + JS, bytes | gzip | index files of the search, bytes | LCP, ms, median (all) | what is painted | results, ms |");
console.log("|---|---:|---:|---:|---:|---|---:|");
for (const [name, path] of Object.entries(PAGES)) {
  if (!there.has(path.split("?")[0])) {
    console.log(`| ${name} | not built | | | | | |`);
    continue;
  }
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await load(url + path));
  runs.sort((a, b) => a.lcp.time - b.lcp.time);
  const { lcp, parts } = runs[Math.floor(RUNS / 2)];
  const files = await Promise.all(parts.map(async (part) => ({ part, bytes: await readFile(join(folder, part)) })));
  const isIndex = ({ part }) => /^tim-kiem\/(?!index\.html$)/.test(part);
  const sum = (some, size) => some.reduce((total, { bytes }) => total + size(bytes), 0);
  const page = files.filter((file) => /\.(html|css|js)$/.test(file.part) && !isIndex(file));
  const shown = runs.map(({ shown }) => shown).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  console.log(
    `| ${name} | ${sum(page, (bytes) => bytes.length)} | ${sum(page, (bytes) => gzipSync(bytes).length)} ` +
      `| ${sum(files.filter(isIndex), (bytes) => bytes.length)} ` +
      `| ${lcp.time} (${runs.map(({ lcp }) => lcp.time).join(", ")}) | ${lcp.what} | ${shown ?? ""} |`,
  );
}

const looked = examples(all).filter((path) => there.has(path));
const windows = [await browser.newPage(), await browser.newPage()];
for (const page of windows) await stayAt(page, url, folder);
const found = await share(windows, looked, async (page, path) => {
  await page.goto(url + path);
  return violations(page);
});
console.log(`
Largest Contentful Paint in Chromium ${await browser.version()}: 412 x 823 px at 1.75, empty cache, ${SLOWER_CPU}x slower processor, ${RUNS} runs,
files sent with gzip over "slow 4G" as Lighthouse applies it: 1.6 Mbit/s down and 750 kbit/s up, each times 0.9, and ${SLOW_4G.latency} ms
before every answer, which is 150 ms times 3.75.

axe-core: ${looked.length} of ${all.length} pages, at least one of each kind, light and dark, at 320 and at 1280 px: ${found.length} violations.
`);
for (const line of found) console.log(`- ${line}`);
await browser.close();

/**
 * Opens an address in a new browser profile, slowed down: when the largest part of it was painted, which files that took,
 * and for a query when its results showed.
 */
async function load(address) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_4G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_CPU });
  const parts = new Set();
  page.on("response", (response) => {
    const path = new URL(response.url()).pathname.slice(1);
    parts.add(path === "" || path.endsWith("/") ? `${path}index.html` : path);
  });
  await page.goto(address, { waitUntil: "commit", timeout: 60_000 });
  const results = () => document.querySelector("#bt-results > li") && Math.round(performance.now());
  const shown = address.includes("?q=") ? await (await page.waitForFunction(results)).jsonValue() : undefined;
  await page.waitForLoadState("networkidle", { timeout: 60_000 });
  const lcp = await page.evaluate(largestPaint);
  await context.close();
  return { lcp, shown, parts: [...parts] };
}

// Runs in the page.
function largestPaint() {
  return new Promise((tell) => {
    new PerformanceObserver((list) => {
      const { startTime, element } = list.getEntries().at(-1);
      tell({ time: Math.round(startTime), what: element ? `${element.localName}.${element.className}` : "" });
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
}
