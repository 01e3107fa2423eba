// The preview in the browser: shows every change by itself, the mistakes of now over the last good page, and in a corner what
// is not published, the warnings and what the checks found. What it draws lies in a shadow root: no style of the theme
// reaches it, and none of its own leaks. Data of the site becomes text nodes only.
(() => {
  "use strict";

  const EVENTS = "/_bantin/events?page=";
  const MEMORY = "bantin-preview"; // of this tab, over a reload
  const MOST_RELOADS = 3; // for one version within RELOADS_WITHIN: a page that is different each time must not loop
  const RELOADS_WITHIN = 10_000;
  const LONGEST_PAUSE = 2_000; // between two attempts to connect
  const REST_AFTER = 1_000; // a tab hidden for so long frees its connection: browsers open only six to one host
  const SETTLING = 3_000; // after a reload pictures and fonts may still move the layout
  const LONGEST_LIST = 200;

  const plural = (n, one, many) => `${n} ${n === 1 ? one : many}`;
  const WORDS = { // Vietnamese, English
    preview: ["Xem thử", "Preview"],
    errors: [(n) => `${n} lỗi`, (n) => plural(n, "error", "errors")],
    notPublished: [(n) => `${n} chưa đăng`, (n) => `${n} unpublished`],
    warnings: [(n) => `${n} cảnh báo`, (n) => plural(n, "warning", "warnings")],
    found: [(n) => `${n} chỗ cần xem`, (n) => plural(n, "finding", "findings")],
    checking: [(done, of) => `kiểm tra ${done}/${of}`, (done, of) => `checking ${done}/${of}`],
    lost: ["Mất kết nối với bản xem thử, đang nối lại…", "The connection to the preview is lost, connecting again…"],
    mend: ["Sửa lỗi rồi lưu tệp, trang sẽ tự cập nhật.", "Correct and save the file, and the page updates itself."],
    fold: ["Thu gọn", "Fold away"],
    unfold: [(n) => `Hiện lại ${n} lỗi`, (n) => `Show ${plural(n, "error", "errors")} again`],
    unpublishedTitle: ["Bài chưa đăng", "Unpublished items"],
    noneUnpublished: ["Mọi bài đều đã đăng.", "Every item is published."],
    warningsTitle: ["Cảnh báo về nội dung", "Warnings about the content"],
    noWarnings: ["Không có cảnh báo nào.", "There are no warnings."],
    checkTitle: ["Kiểm tra liên kết, số liệu, khả năng tiếp cận", "Checks of links, figures and accessibility"],
    checkWaits: ["Chưa kiểm tra.", "Not checked yet."],
    checkRuns: [(done, of) => `Đang kiểm tra: ${done}/${of} trang.`, (done, of) => `Checking: ${done} of ${of} pages.`],
    checkDone: [(of) => `Đã kiểm tra ${of} trang.`, (of) => `${plural(of, "page", "pages")} checked.`],
    nothingFound: ["Không thấy chỗ nào cần xem.", "Nothing found."],
    more: [(n) => `và ${n} mục khác`, (n) => `and ${n} more`],
    error: ["lỗi", "error"],
    warning: ["cảnh báo", "warning"],
    draft: ["bản nháp", "draft"],
    scheduled: [(when) => `hẹn đăng ${when}`, (when) => `scheduled for ${when}`],
    expired: [(when) => `đã hết hạn từ ${when}`, (when) => `expired since ${when}`],
  };

  // Sizes are in em of the reader's own font size: rem would follow the theme.
  const CSS = `
    :host {
      all: initial !important; position: fixed !important; inset: auto 0 0 0 !important; z-index: 2147483647 !important;
      pointer-events: none !important; color-scheme: light dark !important;
    }
    @media print { :host { display: none !important; } }
    .stack {
      --paper: #fff; --ink: #17212b; --soft: #4b5968; --edge: #75838f; --line: #ccd5de; --link: #0b4f96; --focus: #a14400;
      --error: #a01616; --error-paper: #fff5f4; --warning: #7a4100; --button: #14365c; --button-edge: #fff;
      display: flex; flex-direction: column; align-items: flex-end; max-height: 100vh; color: var(--ink);
      font: 1em/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
    }
    @media (prefers-color-scheme: dark) {
      .stack {
        --paper: #1a232d; --ink: #e7ecf1; --soft: #aebbc8; --edge: #8795a3; --line: #3b4a57; --link: #93c3ff; --focus: #ffc845;
        --error: #ffa8a0; --error-paper: #2b1618; --warning: #f2c078; --button: #0d2743; --button-edge: #8795a3;
      }
    }
    * { box-sizing: border-box; }
    [hidden], :empty { display: none !important; }
    h2, p, ul, pre { margin: 0; padding: 0; font-size: 1em; list-style: none; }
    a { color: var(--link); }
    button { padding: .25em .75em; border: 1px solid; border-radius: 4px; background: none; font: inherit; cursor: pointer; }
    button:hover { text-decoration: underline; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
    .soft { color: var(--soft); } .error { color: var(--error); } .warning { color: var(--warning); }
    .mono { font-family: ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Noto Sans Mono", monospace; }
    .stack > * { flex: none; pointer-events: auto; }
    .toggle, .lost, .panel { max-width: calc(100vw - 1em); margin: 0 .5em .5em; border: 1px solid var(--edge); border-radius: 4px; background: var(--paper); box-shadow: 0 1px 6px #0006; font-size: .8125em; }
    .toggle { order: 2; border-color: var(--button-edge); background: var(--button); color: #fff; }
    .toggle span { white-space: nowrap; }
    .lost { order: 1; padding: .25em .75em; }
    .panel { flex: 0 1 auto; width: 32em; margin-top: .5em; max-height: 70vh; padding: 1em; overflow: auto; font-size: .875em; overflow-wrap: anywhere; }
    .panel > button { margin-bottom: 1em; }
    .panel section + section { margin-top: 1.5em; }
    .panel h2 { padding-bottom: .25em; border-bottom: 2px solid var(--link); }
    .panel :is(li, h2 ~ p) { padding-block: .5em; }
    .panel li + li { border-top: 1px solid var(--line); }
    .overlay { order: 3; display: flex; flex-direction: column; width: 100%; max-height: 60vh; border-top: 4px solid var(--error); background: var(--error-paper); }
    header { display: flex; align-items: start; justify-content: space-between; gap: 1em; padding: .75em 1em; }
    header h2 { font-size: 1.125em; }
    header button { flex: none; }
    .list { padding: 0 1em 1em; overflow: auto; outline-offset: -3px; }
    pre { padding-block: .75em; border-top: 1px solid var(--edge); font-size: .875em; white-space: pre-wrap; overflow-wrap: anywhere; }
    pre :first-child { font-weight: 700; }
    .source { white-space: pre; }
  `;

  const script = document.currentScript;
  const shown = { page: script.dataset.page, styles: script.dataset.styles, version: null };
  // The answer was no page of the site, but the one for missing addresses or none at all.
  const missing = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
  let lang = document.documentElement.lang === "en" ? 1 : 0;
  let state = null;

  function say(key, ...facts) {
    const words = WORDS[key][lang];
    return typeof words === "string" ? words : words(...facts);
  }

  // What this tab remembers over a reload: `left` (its last reloads), `scroll`, `folded` (the mistakes folded away), `open`.
  const memory = {};
  try {
    Object.assign(memory, JSON.parse(sessionStorage.getItem(MEMORY)));
  } catch {} // A browser may bar its storage: then the tab forgets.

  function remember(changes) {
    Object.assign(memory, changes);
    try {
      sessionStorage.setItem(MEMORY, JSON.stringify(memory));
    } catch {}
  }

  // What is drawn.

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const toggle = make("button", { class: "toggle", "aria-controls": "panel" });
  const panel = make("section", { class: "panel", id: "panel", hidden: "" });
  const lost = make("p", { class: "lost", role: "status" });
  const overlay = make("section", { class: "overlay", role: "alert", hidden: "" });
  const fold = make("button", { class: "error" });
  const unfold = make("button", { class: "error" });
  const progress = make("p", { class: "soft" });
  const host = make("bantin-preview", {});
  const root = host.attachShadow({ mode: "open" });
  root.append(make("style", {}, CSS), make("div", { class: "stack" }, toggle, panel, lost, overlay));
  document.documentElement.append(host); // beside the body, whose layout is the theme's

  // Fills an element only when its data changed: focus, selection and scroll stay, and nothing is read out twice.
  const drawn = new Map();
  function draw(element, data, children) {
    const key = JSON.stringify([lang, data]);
    if (drawn.get(element) === key) return;
    drawn.set(element, key);
    const link = root.activeElement?.getAttribute("href");
    element.replaceChildren(...children());
    [...element.querySelectorAll("a")].find((a) => a.getAttribute("href") === link)?.focus({ preventScroll: true });
  }

  // Hides an element or shows it; focus is not lost with what held it.
  function setHidden(element, hidden) {
    const held = hidden && element.contains(root.activeElement);
    element.hidden = hidden;
    if (held) toggle.focus();
  }

  function show() {
    lang = state.lang === "en" ? 1 : 0;
    host.lang = state.lang;
    showOverlay(state.mistakes.map((note) => note.text), state.counts.mistakes);
    showToggle(state);
    showPanel(state);
  }

  function showOverlay(texts, count) {
    if (texts.length === 0) remember({ folded: null });
    draw(overlay, [texts, count], () => {
      const title = say("errors", count);
      const words = make("div", {}, make("h2", { class: "error" }, title), make("p", {}, say("mend")));
      fold.textContent = say("fold");
      const list = { class: "list", role: "group", "aria-label": title, tabindex: "0" };
      return [make("header", {}, words, fold), make("div", list, ...texts.map(mistake), remainder(count - texts.length))];
    });
    setHidden(overlay, texts.length === 0 || memory.folded === drawn.get(overlay));
  }

  function remainder(n) {
    return make("p", { class: "soft" }, n > 0 ? say("more", n) : "");
  }

  // The text as it is: lines of the source and of carets keep their columns, the sentences around them may wrap.
  function mistake(text) {
    const spans = text.split(/(?<=\n)/).map((line) => {
      const caret = /^\s*\|\s*\^/.test(line);
      const source = caret || /^\s*\d*\s*(\||\.{3})/.test(line);
      return make("span", { class: `${source ? "source" : ""} ${caret ? "error" : ""}` }, line);
    });
    return make("pre", { class: "mono" }, ...spans);
  }

  function showToggle({ unpublished, check, counts }) {
    const { mistakes: errors, warnings, found } = counts;
    const parts = [say("preview")];
    for (const [key, n] of Object.entries({ errors, notPublished: unpublished.length, warnings, found })) if (n > 0) parts.push(say(key, n));
    if (check.done < check.of) parts.push(say("checking", check.done, check.of));
    draw(toggle, parts, () => parts.flatMap((part, i) => [i > 0 ? " · " : "", make("span", {}, part)]));
  }

  function showPanel({ unpublished, warnings, check, counts }) {
    setHidden(panel, !memory.open);
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) return;
    const folded = overlay.hidden ? counts.mistakes : 0;
    const stage = check.of === 0 ? "checkWaits" : check.done < check.of ? "checkRuns" : "checkDone";
    progress.textContent = say(stage, check.done, check.of);
    draw(panel, [unpublished, warnings, check.found, counts, folded, stage], () => {
      panel.setAttribute("aria-label", say("preview"));
      unfold.textContent = say("unfold", folded);
      return [
        ...(folded > 0 ? [unfold] : []),
        section("unpublishedTitle", unpublished.length, unpublished, item, say("noneUnpublished")),
        section("warningsTitle", counts.warnings, warnings, note, say("noWarnings")),
        section("checkTitle", counts.found, check.found, note, stage === "checkDone" ? say("nothingFound") : "", progress),
      ];
    });
  }

  function section(title, count, entries, entry, none, ...before) {
    const list = entries.slice(0, LONGEST_LIST).map((data) => make("li", {}, ...entry(data)));
    if (count > list.length) list.push(make("li", { class: "soft" }, say("more", count - list.length)));
    const body = list.length > 0 ? make("ul", {}, ...list) : make("p", { class: "soft" }, none);
    return make("section", {}, make("h2", {}, `${say(title)} (${count})`), ...before, body);
  }

  function item({ title, url, state, when }) {
    return [make("a", { href: url }, title), " ", make("span", { class: "soft" }, `(${say(state, when)})`)];
  }

  function note({ code, severity, message, file, line, column, help }) {
    // A failure of the machine has neither code nor place.
    const place = [file, line, column].filter(Boolean).join(":");
    return [
      make("p", {}, make("strong", { class: severity }, [say(severity), code].filter(Boolean).join(" ")), `: ${message}`),
      make("p", { class: "mono soft" }, file?.startsWith("/") ? make("a", { href: file }, place) : place),
      make("p", { class: "soft" }, help ?? ""),
    ];
  }

  function choose(choice) {
    remember(choice);
    show();
  }

  // One at a time: there is no room for both on a small screen.
  toggle.addEventListener("click", () => choose(panel.hidden ? { open: true, folded: drawn.get(overlay) } : { open: false }));
  fold.addEventListener("click", () => choose({ folded: drawn.get(overlay) }));
  unfold.addEventListener("click", () => {
    choose({ folded: null, open: false });
    fold.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (!panel.hidden) choose({ open: false });
    else if (!overlay.hidden) choose({ folded: drawn.get(overlay) });
  });

  // What happens to the page.

  function receive(news) {
    state = news;
    // A missing page has no hash: it is shown when it was the answer, and looked at again after every change.
    if (shown.version === null && missing && state.page === null) shown.page = null;
    shown.version ??= state.version;
    show();
    // While there are mistakes the last good page stays, even if a new server has none to show.
    if (state.mistakes.length > 0) return;
    const differs = state.page !== shown.page || (state.page === null && state.version !== shown.version);
    if (state.goto !== null && state.goto !== location.pathname) leave(state.goto);
    else if (differs) leave(location.pathname);
    else if (state.styles !== shown.styles) swapStyles(state.styles);
  }

  function leave(address) {
    const recent = (memory.left ?? []).filter((l) => l.version === state.version && Date.now() - l.at < RELOADS_WITHIN);
    if (recent.length >= MOST_RELOADS) {
      Object.assign(shown, { page: state.page, version: state.version }); // as near as it gets
      return;
    }
    const scroll = { address, ...(wanted ?? { left: scrollX, top: scrollY }) };
    remember({ left: [...recent, { version: state.version, at: Date.now() }], scroll });
    disconnect();
    if (address === location.pathname) location.reload();
    else location.replace(address + location.search + location.hash);
  }

  // The new sheet lies beside the old one until it has loaded: the page is never without style.
  const arriving = new Set();
  function swapStyles(styles) {
    shown.styles = styles;
    for (const link of arriving) link.remove();
    arriving.clear();
    for (const old of document.querySelectorAll('link[rel~="stylesheet"][href]:not([disabled])')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set("v", styles);
      const fresh = old.cloneNode();
      fresh.href = address.href;
      fresh.onload = () => {
        old.remove();
        arriving.delete(fresh);
      };
      // The sheet left the theme: only a reload shows the page without it.
      fresh.onerror = () => source?.readyState === EventSource.OPEN && leave(location.pathname);
      arriving.add(fresh);
      old.after(fresh);
    }
  }

  // The browser keeps the scroll position of a reload only where the layout is there at once.
  let wanted = null;
  function restoreScroll({ left, top }) {
    wanted = { left, top };
    const put = () => scrollTo({ left, top, behavior: "instant" });
    const observer = new ResizeObserver(put);
    const settled = new AbortController();
    const stop = () => {
      wanted = null;
      observer.disconnect();
      settled.abort();
    };
    put();
    observer.observe(document.documentElement);
    const { signal } = settled;
    addEventListener("load", put, { signal });
    for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(act, stop, { signal });
    setTimeout(stop, SETTLING);
  }

  // The connection. The browser's own attempts are slow, and end at an answer that is no stream: every attempt is made here.

  let source = null;
  let timer = 0;
  let failures = 0;

  function connect() {
    disconnect();
    // The item is followed wherever it went meanwhile.
    const item = state?.item ? `&item=${encodeURIComponent(state.item)}` : "";
    source = new EventSource(EVENTS + encodeURIComponent(location.pathname).replaceAll("%2F", "/") + item);
    source.onmessage = (event) => {
      failures = 0;
      lost.textContent = "";
      receive(JSON.parse(event.data));
    };
    source.onerror = () => {
      disconnect();
      failures += 1;
      if (failures > 1) lost.textContent = say("lost"); // once is no loss: the server may just have let go
      timer = setTimeout(connect, Math.min(125 * 2 ** failures, LONGEST_PAUSE));
    };
  }

  function disconnect() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  // Pages kept for the way back and tabs long hidden hold no connection; seen again, they learn what changed meanwhile.
  let rest = 0;
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => event.persisted && connect());
  document.addEventListener("visibilitychange", () => {
    clearTimeout(rest);
    if (document.hidden) rest = setTimeout(disconnect, REST_AFTER);
    else if (source === null) connect();
  });

  if (memory.scroll?.address === location.pathname) restoreScroll(memory.scroll);
  remember({ scroll: null });
  if (!document.hidden) connect();
})();
