// The real portal of this repository as readers get it: built once, with examples of all its kinds of pages, on a server and on disk.
// Knows nothing of the test runner, so that scripts can use it too.
import { createServer } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { bantin } from "./programs.mjs";

/** The longest report: its table of tasks is wide, its list of figures long. */
export const LONG_REPORT = "bao-cao/2021-06-thang-bac-kan/";

/** Pages that are looked at whatever else is: every one of them was promised. */
const ALWAYS = [
  "",
  "404.html",
  LONG_REPORT,
  "tin-tuc/2021-06-bac-kan-danh-muc-truy-xuat-nguon-goc/",
  "ban-tin/2021-h1-bac-kan/",
  "ban-tin/2021-h1-bac-kan/in/",
  "gioi-thieu/",
  "lien-he/",
  "tro-giup/",
  "tiep-can/",
  "tinh/quang-tri-cu/",
  "ky/2022/",
  "ky/2022/quy-1/",
  "ky/2022/thang-01/",
  "chu-de/truy-xuat-nguon-goc/",
  "chu-de/an-toan-buc-xa/bac-kan/",
  "van-ban/100-qd-ttg-2019/",
  "so-lieu/mau-thu-nghiem/",
  "nhiem-vu/",
  "do-phu/",
  "do-phu/2022/",
  "so-do-trang/",
  "tim-kiem/",
];

/** Publishes a site into a folder that goes when the process ends. */
export function build(root = fileURLToPath(new URL("../..", import.meta.url))) {
  const folder = mkdtempSync(join(tmpdir(), "bantin-portal-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const output = join(folder, "public");
  try {
    bantin("build", "--root", root, "--output", output);
  } catch (error) {
    // The test runner ends without the event when a test file fails before its first test.
    remove();
    throw error;
  }
  return output;
}

/** All files in a folder as paths with `/`, in order. */
export function files(folder) {
  const entries = readdirSync(folder, { recursive: true }).map((path) => path.replaceAll("\\", "/"));
  return entries.filter((path) => statSync(join(folder, path)).isFile()).sort();
}

/** All pages of a site: address, kind, language of the content, size. */
export function pages(folder) {
  return files(folder).filter((path) => path.endsWith(".html")).map((path) => {
    const html = readFileSync(join(folder, path), "utf8");
    const kind = /<body class="kind-([a-z-]+)/.exec(html)?.[1];
    const lang = (/<main[^>]* lang="(\w+)"/.exec(html) ?? /<html lang="(\w+)"/.exec(html))?.[1];
    return { path: path.replace(/(^|\/)index\.html$/, "$1"), kind, lang, size: html.length };
  });
}

/**
 * What a page is like: its kind, its language, and its address with the names of single things left out.
 * `ky/2020/quy-1/` is like `ky/2022/quy-4/` but not like `ky/2020/thang-03/`.
 */
function likeness({ path, kind, lang }) {
  const [first, ...others] = path.split("/").filter(Boolean);
  const shapes = others.map((name) => name.replace(/\d+/g, "N")).map((name) => {
    return /^(N|(quy|thang|trang)-N|N-thang-(dau|cuoi)-nam|in)$/.test(name) ? name : "*";
  });
  return [kind, lang, first, ...shapes].join(" ");
}

/** Of pages that are alike the largest, which has the most in it, and the smallest; and those that are always looked at. */
export function examples(all) {
  const alike = new Map();
  for (const page of all) alike.set(likeness(page), [...(alike.get(likeness(page)) ?? []), page]);
  const chosen = [...alike.values()].flatMap((group) => {
    const bySize = group.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
    return [bySize[0], bySize.at(-1)].map(({ path }) => path);
  });
  return [...new Set([...ALWAYS, ...chosen])].sort();
}

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/**
 * Serves a folder below the path `under`, as plainly as any host does: `index.html` for a folder, `404.html` for what is missing.
 * `sent` of what it gives back grows by every answer: path within the site, bytes.
 */
export async function serve(folder, under = "/", { gzip = false } = {}) {
  const sent = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const inside = pathname.startsWith(under) ? decodeURIComponent(pathname.slice(under.length)) : null;
    const found = inside === null ? null : await published(folder, inside);
    const { file, bytes } = found ?? { file: "404.html", bytes: await readFile(join(folder, "404.html")) };
    const body = gzip ? gzipSync(bytes) : bytes;
    sent.push({ path: inside, bytes: bytes.length });
    response.writeHead(found ? 200 : 404, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": body.length,
      ...(gzip && { "content-encoding": "gzip" }),
    });
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  // It ends with the process, which need not wait for it.
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}${under}`, sent };
}

/** The file at an address, if there is one. An address with `..` never gets here: it is resolved before. */
async function published(folder, path) {
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  try {
    return { file, bytes: await readFile(join(folder, file)) };
  } catch {
    return null;
  }
}

/** The address of a folder on disk, as if it were opened from a USB stick. */
export const onDisk = (folder) => pathToFileURL(`${folder}/`).href;

/** Where a link to a page of the site leads. Under file:// the script of the site has added the name of the file. */
export function linkTo(home, path) {
  const [page, anchor = ""] = path.split(/(?=#)/);
  return home + page + (home.startsWith("file:") ? "index.html" : "") + anchor;
}

/**
 * Keeps a page of the browser at `home`: whatever it asks of another host is stopped and noted in the list that is given back.
 * The site's public address (`base_url`, which only `404.html` uses for its parts) is answered from the folder.
 */
export async function stayAt(page, home, folder) {
  const strangers = [];
  const own = new URL(home).origin;
  const address = /<link rel="canonical" href="([^"]+)"/.exec(await readFile(join(folder, "index.html"), "utf8"))?.[1];
  await page.route((url) => /^https?:$/.test(url.protocol) && url.origin !== own, async (route) => {
    const url = route.request().url();
    const found = address && url.startsWith(address) ? await published(folder, url.slice(address.length)) : null;
    if (found) return route.fulfill({ contentType: TYPES[extname(found.file)], body: found.bytes });
    strangers.push(`${page.url()} asks for ${url}`);
    return route.abort();
  });
  return strangers;
}

/** Shares `items` among several pages of the browser; gives back all that `look(page, item)` found. */
export async function share(windows, items, look) {
  const left = [...items];
  const found = [];
  const work = async (page) => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) found.push(...(await look(page, item)));
  };
  await Promise.all(windows.map(work));
  return found;
}
