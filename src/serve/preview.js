// Live reload of the preview: a new version reloads the page (the browser keeps the scroll position of a reload),
// mistakes lie over the last good page and go away when they are mended.
(() => {
  "use strict";
  let seen = null;
  const overlay = document.createElement("pre");
  overlay.setAttribute("role", "alert");
  overlay.style.cssText =
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;padding:1rem;z-index:9999;" +
    "background:#2b0d0d;color:#ffe9e9;font:14px/1.5 ui-monospace,monospace;white-space:pre;border-top:4px solid #e5484d";
  new EventSource("/_bantin/events").onmessage = (event) => {
    const { version, mistakes } = JSON.parse(event.data);
    if (mistakes) {
      overlay.textContent = mistakes;
      document.body.append(overlay);
    } else if (seen !== null && version !== seen) {
      location.reload();
    } else {
      overlay.remove();
    }
    seen = version;
  };
})();
