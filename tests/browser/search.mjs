// The page of the search, as the tests ask it.
import assert from "node:assert/strict";
import { until } from "./harness.mjs";
import { linkTo } from "./portal.mjs";

/** Opens the search of the site at `home` with a query (`q`, `tinh`, `nam`…) and gives the number of results. */
export async function open(page, home, query) {
  await page.goto(`${linkTo(home, "tim-kiem/")}?${new URLSearchParams(query)}`);
  return answer(page);
}

/** The number of results, as soon as it is told and the first of them show. */
export async function answer(page) {
  const [number] = await until("the number of results", async () => /^[\d.]+/.exec(await page.locator("#bt-status").innerText()));
  const count = Number(number.replaceAll(".", ""));
  if (count > 0) await page.locator("#bt-results > li").first().waitFor();
  return count;
}

/** Waits until what was typed is answered: the address says it, and the results have come to rest. */
export async function settle(page, q) {
  let last = null;
  await until(`the answer to ${q}`, async () => {
    await page.waitForTimeout(200);
    const now = JSON.stringify([await answer(page), await results(page)]);
    const same = now === last;
    last = now;
    return same && new URL(page.url()).searchParams.get("q") === q;
  });
}

/** The results that are shown, and `{ apart }` for the line between exact ones and those that match without marks only. */
export async function results(page) {
  const home = new URL("../", page.url()).href;
  const shown = await page.locator("#bt-results > li").evaluateAll((items) => items.map((item) => {
    if (item.matches(".apart")) return { apart: item.textContent.trim() };
    const text = (selector) => item.querySelector(selector)?.textContent.trim() ?? "";
    const marks = [...item.querySelectorAll("mark")].map((mark) => mark.textContent);
    return { title: text("h3 a"), href: item.querySelector("h3 a").href, over: text(".over"), snippet: text(".snippet"), marks };
  }));
  return shown.map(({ href, ...result }) => {
    if (href === undefined) return result;
    assert.ok(href.startsWith(home), `a result within the site: ${href}`);
    return { path: href.slice(home.length).replace(/index\.html(?=#|$)/, ""), ...result };
  });
}

/** The results that match with all marks as they were typed. */
export function exact(found) {
  const line = found.findIndex(({ apart }) => apart !== undefined);
  return line < 0 ? found : found.slice(0, line);
}

/** The results as lines, to be read in a failure. */
export const titles = (found) => found.map(({ title, path, apart }) => apart ?? `${title} ${path}`).join("\n");

/** Lower case without marks, đ as d. */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
