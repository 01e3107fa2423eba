// How the search understands Vietnamese: marks, đ, the ways of typing, neighbouring syllables. Each in a small site of its own texts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { news, newSite, until, visitor } from "./harness.mjs";
import { build, linkTo, onDisk, serve } from "./portal.mjs";
import { exact, open, results } from "./search.mjs";

/** The results for each query, in a site of the given news (name: text). The names of the news stand for them. */
async function ask(t, texts, ...queries) {
  const files = Object.entries(texts).map(([name, text]) => [`content/tin-tuc/${name}.md`, text]);
  const folder = build((await newSite(t, Object.fromEntries(files))).root);
  const { url } = await serve(folder);
  const page = await visitor(t, url, folder);
  const answers = [];
  for (const q of queries) {
    await open(page, url, { q });
    answers.push(await results(page));
  }
  return answers;
}

/** The names of the news among the results, in their order. */
const names = (found) => found.map(({ path }) => /^tin-tuc\/([^/]+)\//.exec(path ?? "")?.[1]).filter((name) => name !== undefined);

const ROADS = {
  "cau-duong": news("Cầu và đường", "Tuyến đường mới dài 12 km."),
  "ket-qua": news("Kết quả xét nghiệm", "Mẫu dương tính được gửi đi."),
  "ca-phe": news("Cà phê", "Vườn cà phê ở Đắk Lắk cho thu hoạch.", "tinh: Đắk Lắk\n"),
};

test("marks that were typed count: what matches without them only comes apart, after", async (t) => {
  const [found] = await ask(t, ROADS, "đường");
  assert.deepEqual(names(exact(found)), ["cau-duong"]);
  assert.deepEqual(names(found), ["cau-duong", "ket-qua"]);
  assert.deepEqual(found.flatMap(({ apart = "" }) => apart.match(/không phân biệt dấu/) ?? []), ["không phân biệt dấu"]);
});

test("marks that were not typed do not matter, nor the stroke of đ", async (t) => {
  const [plain, ...others] = await ask(t, ROADS, "duong", "dak lak", "đak lak", "Đắk Lắk", "ĐĂK LĂK");
  assert.deepEqual(names(plain).sort(), ["cau-duong", "ket-qua"]);
  for (const found of others) assert.deepEqual(names(found), ["ca-phe"]);
});

test("both places of the tone mark are one, and so are both ways to code it", async (t) => {
  const texts = { "cu": news("Bài gõ kiểu cũ", "Trẻ em hoà nhập."), "moi": news("Bài gõ kiểu mới", "Trẻ em hòa nhập.") };
  for (const found of await ask(t, texts, "hoà nhập", "hòa nhập", "hòa nhập".normalize("NFD"), "HOÀ NHẬP")) {
    assert.deepEqual(names(exact(found)).sort(), ["cu", "moi"]);
    assert.deepEqual(found.filter(({ apart }) => apart), []);
  }
});

// The news whose syllables lie apart comes first by name, title and date.
const later = (text) => text.replace("2022-01-15", "2022-03-15");
const MUSHROOMS = {
  "a-xa": later(news("Bài a", "Trạm cấp giống lúa cho xã và dạy nghề trồng nấm.")),
  "b-gan": news("Bài b", "Trạm cấp giống nấm cho xã và dạy nghề trồng lúa."),
  "c-khac": news("Bài c", "Trạm cấp giống khoai cho xã."),
};

test("all words must be there, and neighbours come first", async (t) => {
  const [both, phrase, none] = await ask(t, MUSHROOMS, "giống nấm", '"giống nấm"', "giống nấm khoai");
  assert.deepEqual(names(both), ["b-gan", "a-xa"]);
  assert.deepEqual(names(phrase), ["b-gan"], "quotes force the phrase");
  assert.deepEqual(names(none), []);
});

test("curly quotes, as Word makes them, force the phrase too", async (t) => {
  const [phrase] = await ask(t, MUSHROOMS, "“giống nấm”");
  assert.deepEqual(names(phrase), ["b-gan"]);
});

test("a title weighs more than the text", async (t) => {
  const texts = {
    "a-trong-bai": later(news("Bài a", "Trạm cấp giống nấm cho xã.")),
    "b-tieu-de": news("Giống nấm mới", "Trạm cấp cho xã."),
  };
  const [found] = await ask(t, texts, "giống nấm");
  assert.deepEqual(names(found), ["b-tieu-de", "a-trong-bai"]);
});

test("a figure is found however its thousands are parted", async (t) => {
  const texts = {
    "diem": news("Bài a", "Sản xuất 1.390 kg."),
    "lien": news("Bài b", "Sản xuất 1390 kg."),
    "khac": news("Bài c", "Sản xuất 390 kg."),
  };
  for (const found of await ask(t, texts, "1390", "1.390")) assert.deepEqual(names(found).sort(), ["diem", "lien"]);
});

test("what an editor wrote is text in the results, never markup", async (t) => {
  const [found] = await ask(t, { "ma": news("Thẻ <b>đậm</b> & dấu", "Nhãn `<img src=x>` trong bài kỳ lạ.") }, "kỳ lạ");
  assert.equal(found[0].title, "Thẻ <b>đậm</b> & dấu");
  assert.match(found[0].snippet, /Nhãn <img src=x> trong bài/);
});

test("a small site has the search on a disk too", async (t) => {
  const folder = build((await newSite(t, { "content/tin-tuc/nam.md": MUSHROOMS["b-gan"] })).root);
  const page = await visitor(t, onDisk(folder), folder);
  await page.goto(linkTo(onDisk(folder), ""));
  await page.locator("form.find input[name=q]").fill("giong nam");
  await page.keyboard.press("Enter");
  await page.waitForURL(/tim-kiem\/index\.html\?q=/);
  await until("the result", async () => names(await results(page)).includes("nam"));
});

test("the script cuts and folds words as the builder of the index does", async (t) => {
  const vectors = JSON.parse(await readFile(new URL("../search/words.json", import.meta.url), "utf8"));
  const folder = build((await newSite(t)).root);
  const { url } = await serve(folder);
  const page = await visitor(t, url, folder);
  await page.goto(linkTo(url, "tim-kiem/"));
  const found = await page.evaluate(
    (texts) => texts.map((text) => wordsOf(text).map(({ folded, exact }) => [folded, exact])),
    vectors.map(({ text }) => text),
  );
  assert.ok(vectors.length > 10);
  assert.deepEqual(found, vectors.map(({ words }) => words));
});
