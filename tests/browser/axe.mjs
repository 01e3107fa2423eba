// Looks for barriers in a page with axe-core, in both colour schemes, on a phone and on a desk.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LOOKS = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 1280 },
  { colorScheme: "dark", width: 320 },
  { colorScheme: "light", width: 320 },
];

/** What axe finds in the page as it is open now, a line for every element: scheme, width, rule, element, reason. */
export async function violations(page) {
  await page.evaluate(SOURCE);
  const found = [];
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const { id, target, failureSummary } of await page.evaluate(run, TAGS)) {
      const reason = failureSummary.replace(/\s+/g, " ");
      found.push(`${page.url()} (${colorScheme}, ${width} px): ${id} at ${target.join(" ")}: ${reason}`);
    }
  }
  return found;
}

// Runs in the page.
async function run(tags) {
  const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })));
}
