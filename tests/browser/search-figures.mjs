// Prints the figures of the search in published sites of any size, as Markdown: what a query loads, and how soon its first
// result shows once that is there. Run with CHROMIUM naming the browser: `node search-figures.mjs FOLDER…`.
import { serve } from "./portal.mjs";
import { launch } from "./programs.mjs";

const QUERIES = ["truy xuất nguồn gốc", "hệ thống quản lý chất lượng", "khoa hoc va cong nghe", '"đề tài cấp tỉnh"', "tra"];
const RUNS = 9;

const browser = await launch();
console.log("| site | query | results | index files, bytes | first result after a key press, ms, median (all) |");
console.log("|---|---|---:|---:|---|");
for (const folder of process.argv.slice(2)) {
  const { url, sent } = await serve(folder);
  for (const q of QUERIES) {
    const page = await (await browser.newContext()).newPage();
    sent.length = 0;
    await page.goto(`${url}tim-kiem/?${new URLSearchParams({ q })}`);
    await page.locator("#bt-results h3").first().waitFor();
    await page.waitForLoadState("networkidle");
    const bytes = sent.filter(({ path }) => /tim-kiem\/.+\.js$/.test(path)).reduce((sum, { bytes }) => sum + bytes, 0);
    const status = await page.locator("#bt-status").textContent();
    const times = [];
    for (let run = 0; run < RUNS; run++) times.push(await page.evaluate(typed, q));
    const median = times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
    console.log(`| ${folder} | ${q} | ${/^[\d.]+/.exec(status)?.[0]} | ${bytes} | ${median} (${times.join(", ")}) |`);
    await page.context().close();
  }
}
await browser.close();

// Runs in the page: types a query anew; the time until the first result is there.
async function typed(q) {
  const [input, list] = [document.getElementById("bt-q"), document.getElementById("bt-results")];
  const type = (text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const seen = () => new Promise((done) => new MutationObserver((_, observer) => {
    if (list.querySelector("h3")) done(observer.disconnect());
  }).observe(list, { childList: true }));
  type("");
  await new Promise((done) => setTimeout(done, 200));
  const [start, shown] = [performance.now(), seen()];
  type(q);
  await shown;
  return Math.round(performance.now() - start);
}
