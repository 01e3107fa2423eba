// Search without a server. Files of the index (src/search/) are loaded as a query needs them, as scripts, because a page from
// a disk may load nothing else. Words: src/text/words.rs.
"use strict";
const form = document.getElementById("bt-search");
const [list, state, more] = ["bt-results", "bt-status", "bt-more"].map((id) => document.getElementById(id));
const say = form.dataset;

// Words in two forms: đường is duong, and đương1
const PART = "\\p{Alphabetic}\\p{N}\\p{M}\\u200b-\\u200d\\ufeff\\u00ad";
const WORD = new RegExp(`\\d{1,3}(?:\\.\\d{3})+(?![${PART}])|[${PART}]+`, "gu");
const known = new Map();

function formOf(word) {
	let [folded, letters, tone] = ["", "", ""];
	if (/^\d[\d.]*$/.test(word)) folded = letters = word.replaceAll(".", "").replace(/^0+(?=\d)/, "");
	else {
		for (const c of word.normalize("NFD")) {
			const t = "\u0300\u0301\u0309\u0303\u0323".indexOf(c) + 1;
			if (t) tone = t;
			else if ("\u0302\u0306\u031b".includes(c)) letters += c;
			else if (!/[\p{M}\u200b-\u200d\ufeff\u00ad]/u.test(c)) {
				const lower = "đĐðÐɖƉ".includes(c) ? "đ" : c.toLowerCase().replace(/\p{M}/gu, "");
				letters += lower;
				folded += lower === "đ" ? "d" : lower;
			}
		}
	}
	return { folded, exact: letters.normalize("NFC") + tone };
}

function wordsOf(text) {
	return Array.from(text.matchAll(WORD), ({ 0: word, index }) => {
		if (!known.has(word)) known.set(word, formOf(word));
		return { ...known.get(word), start: index, end: index + word.length };
	}).filter((word) => word.folded);
}

/** The words asked for, and which follow each other. */
function queryOf(text) {
	const [words, pairs] = [[], []];
	text.replace(/[“”„]/g, '"').split('"').forEach((piece, n, pieces) => {
		const quote = n % 2 && n;
		wordsOf(piece).forEach((word, i, here) => {
			if (words.length === 12) return;
			const open = n === pieces.length - 1 && i === here.length - 1 && word.end === piece.length;
			// One letter is the beginning of too many words.
			if (open && /^\D$/.test(word.folded)) return;
			if (i > 0) pairs.push({ one: words.at(-1), other: word, quote });
			words.push(Object.assign(word, { quote, open }));
		});
	});
	return { words, pairs };
}

/** Whether a word is one that was asked for: 0 no, 1 but for its marks, 2 as typed. */
function likeness(asked, { folded, exact }) {
	if (asked.open ? !folded.startsWith(asked.folded) : folded !== asked.folded) return 0;
	if ([exact, asked.folded].includes(asked.exact)) return 2;
	const [, letters, tone] = /^(.*?)([1-5]?)$/.exec(asked.exact);
	return asked.open && exact.startsWith(letters) && exact.endsWith(tone) ? 2 : 1;
}

// Files of the index
const [files, waiting] = [new Map(), {}];
window.bantinFound = (name, data) => waiting[name]?.(data);

function load(name) {
	if (!files.has(name)) {
		files.set(name, new Promise((done, fail) => {
			const script = document.createElement("script");
			script.src = `${say.root}tim-kiem/${name}.js?v=${say.version}`;
			// A host may answer with something else than the file.
			script.onload = script.onerror = () => fail(files.delete(name));
			waiting[name] = (data) => done(data, (script.onload = null));
			document.head.append(script);
		}));
	}
	return files.get(name);
}

const DIGITS = [];
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => (DIGITS[c.charCodeAt(0)] = i));

/** Reads a list of numbers (postings.rs). */
function numbers(text = "") {
	const out = [];
	const bits = text[0] === "!";
	for (let i = +bits, number = 0, distance = 0, shift = 0; i < text.length; i++) {
		const digit = DIGITS[text.charCodeAt(i)];
		if (bits) for (let b = 0; b < 6; b++) digit & (1 << b) && out.push((i - 1) * 6 + b);
		else {
			distance |= (digit & 31) << shift;
			shift += 5;
			if (digit < 32) {
				out.push((number += distance));
				distance = shift = 0;
			}
		}
	}
	return out;
}

const placesOf = (line = "") => numbers(line.split(":")[1]);

async function contents() {
	const data = await load("muc-luc");
	if (!data.entryOf) {
		for (const key of ["words", "pairs"]) data[key] = data[key].split("\n");
		for (const key of ["heads", "texts"]) data[key] = numbers(data[key]);
		data.entryOf = new Uint32Array(data.units);
		data.heads.forEach((unit, entry) => data.entryOf.fill(entry, unit));
	}
	return data;
}

/** The place of the last value up to another. */
const lastUpTo = (values, value) => values.findLastIndex((v) => v <= value);

/** The lines about a term, or about all that begin with it, of at most twelve files. */
async function lines(firsts, prefix, term, end, open) {
	const from = Math.max(lastUpTo(firsts, term), 0);
	const to = open ? Math.min(lastUpTo(firsts, `${term}\uffff`), from + 11) : from;
	const texts = await Promise.all(Array.from({ length: to - from + 1 }, (_, i) => load(prefix + (from + i))));
	return texts.flatMap((text) => text.split("\n").filter((line) => line.startsWith(open ? term : term + end)));
}

/** The best unit of each entry that answers a query, best first. */
async function lookUp({ words, pairs }, filters) {
	const index = await contents();
	const { heads, entryOf, units } = index;
	const [ofWords, ofPairs, [named, ...ofFilters]] = await Promise.all([
		Promise.all(words.map((w) => lines(index.words, "tu-", w.folded, " ", w.open))),
		Promise.all(pairs.map(({ one, other }) => lines(index.pairs, "cap-", `${one.folded} ${other.folded}`, ":", other.open))),
		Promise.all([`ten=${words.map(({ folded }) => folded).join("-")}`, ...filters].map((f) => lines(index.words, "tu-", f, " "))),
	]);
	const score = new Float32Array(units);
	const [found, asTyped] = [new Uint16Array(heads.length), new Uint16Array(heads.length)];
	const rarity = (count) => Math.log(1 + units / (count + 1));
	words.forEach((asked, n) => {
		const here = new Float32Array(units);
		let count = 0;
		for (const line of ofWords[n]) {
			const [folded, ...forms] = line.split(" ");
			if (folded.includes("=")) continue;
			for (const written of forms) {
				const [exact, ...places] = written.split(":");
				const like = likeness(asked, { folded, exact: exact || folded });
				if (!like || (asked.quote && like < 2)) continue;
				const weight = (like === 2 ? 1 : 0.3) * (folded === asked.folded ? 1 : 0.6);
				places.forEach((text, inHeading) => {
					for (const unit of numbers(text)) {
						count++;
						here[unit] = Math.max(here[unit], inHeading ? weight * 3 : weight);
						found[entryOf[unit]] |= 1 << n;
						if (like === 2) asTyped[entryOf[unit]] |= 1 << n;
					}
				});
			}
		}
		const rare = rarity(count);
		here.forEach((weight, unit) => (score[unit] += weight * rare));
	});

	const quotes = [];
	pairs.forEach(({ quote }, n) => {
		const together = new Set(ofPairs[n].flatMap(placesOf));
		for (const unit of together) score[unit] += 2 * rarity(together.size);
		if (quote) quotes[quote] = quotes[quote]?.filter((unit) => together.has(unit)) ?? [...together];
	});
	for (const unit of quotes.flat()) score[unit] += 1000;
	for (const unit of placesOf(named[0])) score[unit] += 20;
	for (const [line] of ofFilters) quotes.push(placesOf(line));
	const allowed = quotes.filter(Boolean).map((wanted) => new Set(wanted.map((unit) => entryOf[unit])));
	const [all, keys, best] = [2 ** words.length - 1, [], []];
	heads.forEach((head, entry) => {
		if (found[entry] !== all || !allowed.every((entries) => entries.has(entry))) return;
		best[entry] = head;
		const end = heads[entry + 1] ?? units;
		for (let unit = head; unit < end; unit++) {
			if (score[unit] > score[best[entry]] * (best[entry] === head ? 0.8 : 1)) best[entry] = unit;
		}
		const total = (score[best[entry]] + (best[entry] > head ? score[head] / 2 : 0)) * (head < index.items ? 1 : 1.5);
		// As typed, by score, the newest: one number, because numbers sort fast.
		keys.push(((asTyped[entry] === all ? 1e7 : 0) + Math.min(Math.round(total * 64), 9e6)) * 2 ** 22 + entry);
	});
	const entries = Array.from(Float64Array.from(keys).sort().reverse(), (key) => key % 2 ** 22);
	return entries.map((entry) => ({ unit: best[entry], apart: asTyped[entry] !== all }));
}

async function read({ unit, apart, file }, { words }) {
	const entry = (await load(file)).findLast((entry) => entry[0] <= unit);
	const [first, title, url, kind, facts, units] = entry;
	const [heading, anchor, text] = units[unit - first];
	const hit = (word) => words.findIndex((asked) => likeness(asked, word) > (apart && !asked.quote ? 0 : 1));
	return { title, url: say.root + url + (anchor && `#${anchor}`), kind, facts, heading, text, hit, apart };
}

function element(name, className, ...children) {
	const made = Object.assign(document.createElement(name), { className });
	made.append(...children.filter(Boolean));
	return made;
}

/** A text with its hits marked, neighbours as one. */
function marked(text, hit) {
	const out = [];
	let done = 0;
	const hits = wordsOf(text).filter((word) => hit(word) >= 0);
	for (let i = 0; i < hits.length; i++) {
		const { start } = hits[i];
		while (hits[i + 1] && /^[\s/.:-]$/.test(text.slice(hits[i].end, hits[i + 1].start))) i++;
		out.push(text.slice(done, start), element("mark", "", text.slice(start, hits[i].end)));
		done = hits[i].end;
	}
	return [...out, text.slice(done)];
}

/** The sentence that answers best, cut around its first hit if it is long. */
function snippet(text, hit) {
	let [best, most] = [null, -1];
	for (const sentence of text.replace(/([.!?…;])\s+(?=[\p{Lu}“"–-])/gu, "$1\n").split("\n")) {
		const hits = wordsOf(sentence).map(hit).filter((word) => word >= 0);
		const worth = 2 * new Set(hits).size + hits.filter((word, i) => word === hits[i - 1] + 1).length;
		if (worth > most) [best, most] = [sentence, worth];
	}
	const first = wordsOf(best).find((word) => hit(word) >= 0)?.start ?? 0;
	const start = best.length < 240 || first < 120 ? 0 : Math.min(best.indexOf(" ", first - 80) + 1 || first, first);
	const end = best.length - start < 240 ? best.length : start + 240;
	return [start > 0 && "… ", ...marked(best.slice(start, end), hit), end < best.length && " …"];
}

function show({ title, url, kind, facts, heading, text, hit }) {
	const link = element("a", "", ...marked(title, hit));
	link.href = location.protocol === "file:" ? url.replace(/\/(#|$)/, "/index.html$1") : url;
	return element("li", `card card-${kind}`,
		element("p", "over", element("span", "kind", form.querySelector(`#bt-loai [value=${kind}]`).text), element("span", "", facts)),
		element("h3", "card-title", link),
		heading && element("p", "at", `${say.at} `, ...marked(heading, hit)),
		text && element("p", "snippet", ...snippet(text, hit)));
}

let turn = 0;
const failed = () => (state.textContent = say.failed);

/** Shows the next results, unless another query came. */
async function showNext(rest, query, mine, fresh) {
	const { texts } = await contents();
	const next = rest.splice(0, 10).map((result) => ({ ...result, file: `bai-${lastUpTo(texts, result.unit)}` }));
	// Who types on needs no texts.
	if (fresh && !next.every(({ file }) => files.has(file))) await new Promise((done) => setTimeout(done, 150));
	if (mine !== turn) return null;
	const shown = await Promise.all(next.map((result) => read(result, query)));
	if (mine !== turn) return null;
	if (fresh) list.replaceChildren();
	const items = shown.map(show);
	list.append(...items);
	const first = items[shown.findIndex(({ apart }) => apart)];
	if (!list.querySelector(".apart")) first?.before(element("li", "apart", say.apart));
	more.hidden = !rest.length;
	more.onclick = () => showNext(rest, query, mine).then((item) => item?.querySelector("a").focus(), failed);
	return items[0];
}

async function search() {
	const mine = ++turn;
	const params = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
	try {
		history.replaceState(null, "", `${params}` ? `?${params}` : location.pathname);
	} catch {
		// A page from a disk may not change its address everywhere.
	}
	const query = queryOf(params.get("q") ?? "");
	const filters = [...params].filter(([name]) => name !== "q").map((filter) => filter.join("="));
	try {
		const asked = query.words.length + filters.length;
		const found = asked ? await lookUp(query, filters) : [];
		const count = found.length.toLocaleString(document.documentElement.lang);
		const said = found.length ? say.count.replace("{n}", count) : asked ? say.none : "";
		await showNext(found, query, mine, true);
		if (mine === turn) state.textContent = said;
	} catch {
		if (mine === turn) failed();
	}
}

for (const [name, value] of new URLSearchParams(location.search)) {
	const field = form.elements.namedItem(name);
	if (field) field.value = value;
	if (field?.selectedIndex < 0) field.value = "";
}
form.addEventListener("input", search);
form.addEventListener("submit", (event) => event.preventDefault(search()));
search();
