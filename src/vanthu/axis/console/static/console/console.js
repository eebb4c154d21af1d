/* Keys and small conveniences. Every page works without this file. */
(() => {
  "use strict";
  const typing = (element) => /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (event.key === "/" && !typing(event.target)) { event.preventDefault(); document.getElementById("search")?.focus(); }
  });
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && !event.defaultPrevented) setTimeout(() => { button.disabled = true; }, 0);
  });
  addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach((button) => { button.disabled = false; }));
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  const cut = () => document.querySelector("[data-cut]");
  document.addEventListener("htmx:sendError", () => { if (cut()) cut().hidden = false; });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && cut()) cut().hidden = true; });
})();
