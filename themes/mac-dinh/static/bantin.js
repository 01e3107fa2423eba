// Opened from a disk or a USB stick (file://) a folder address shows no page: point such links at its index.html.
// The site works without this script everywhere else.
"use strict";
(() => {
  if (location.protocol !== "file:") return;
  for (const a of document.querySelectorAll("a[href]")) {
    const href = a.getAttribute("href");
    const m = /^(?![a-z][a-z0-9+.-]*:|\/\/)([^?#]*\/|\.{1,2})([?#].*)?$/i.exec(href);
    if (m) a.setAttribute("href", m[1].replace(/\/?$/, "/") + "index.html" + (m[2] || ""));
  }
})();
