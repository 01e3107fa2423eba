// The text of a PDF that Chromium wrote, page by page. Reads what Chromium writes, not PDF in general.
import { inflateSync } from "node:zlib";

/** The pages' texts without white space, since a PDF says where letters stand, not where words end. */
export function texts(pdf) {
  const file = pdf.toString("latin1");
  const objects = new Map([...file.matchAll(/^(\d+) 0 obj\n(.*?)^endobj/gms)].map(([, number, body]) => [number, body]));
  const alphabets = new Map();
  const alphabet = (font) => {
    if (!alphabets.has(font)) alphabets.set(font, readAlphabet(stream(objects.get(/\/ToUnicode (\d+)/.exec(objects.get(font))[1]))));
    return alphabets.get(font);
  };
  const pages = [...objects.values()].filter((body) => /^<<\/Type \/Page$/m.test(body));
  return pages.map((page) => {
    const fonts = new Map([...page.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, number]) => [name, number]));
    return readText(stream(objects.get(/\/Contents (\d+)/.exec(page)[1])), (name) => alphabet(fonts.get(name)));
  });
}

/** The unpacked content of an object. */
function stream(body) {
  const start = body.indexOf("stream\n") + "stream\n".length;
  const bytes = Buffer.from(body.slice(start, start + Number(/\/Length (\d+)/.exec(body)[1])), "latin1");
  return (body.includes("/FlateDecode") ? inflateSync(bytes) : bytes).toString("latin1");
}

/** Which letters the glyphs of a font stand for, from its `ToUnicode` table; `digits` is how long the number of a glyph is. */
function readAlphabet(table) {
  const letters = new Map();
  const toText = (hex) => Buffer.from(hex, "hex").swap16().toString("utf16le");
  for (const [, list] of table.matchAll(/beginbfchar\n(.*?)endbfchar/gs)) {
    for (const [, glyph, text] of list.matchAll(/<(\w+)> <(\w+)>/g)) letters.set(parseInt(glyph, 16), toText(text));
  }
  for (const [, list] of table.matchAll(/beginbfrange\n(.*?)endbfrange/gs)) {
    for (const [, first, last, text] of list.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      const start = parseInt(first, 16);
      for (let glyph = start; glyph <= parseInt(last, 16); glyph++) {
        letters.set(glyph, String.fromCodePoint(parseInt(text, 16) + glyph - start));
      }
    }
  }
  return { letters, digits: /begincodespacerange\n<(\w+)>/.exec(table)[1].length };
}

/** The text that the operators `Tf` (take a font) and `Tj` (show glyphs) of a page put there. */
function readText(operators, alphabet) {
  let text = "";
  let font = null;
  for (const [, name, glyphs] of operators.matchAll(/\/(F\d+) \S+ Tf|<(\w+)> Tj/g)) {
    if (name) font = alphabet(name);
    else for (const glyph of glyphs.match(new RegExp(`.{${font.digits}}`, "g"))) text += font.letters.get(parseInt(glyph, 16)) ?? "";
  }
  return text.normalize("NFC").replace(/\s/g, "");
}
