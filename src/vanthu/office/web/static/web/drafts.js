/* Findings drawn on the page they mean; passages marked for a comment. Every page works without this file. */
(() => {
  "use strict";
  const all = (selector, scope = document) => Array.from(scope.querySelectorAll(selector));
  const SVG = "http://www.w3.org/2000/svg";
  const shape = (name, values) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    return element;
  };

  // --- findings: boxes with their numbers on the pictures of the pages ----------------------------
  function draw() {
    all(".marks").forEach((layer) => layer.remove());
    all("#form-check :not([data-unfit]) > ol > [data-places]").forEach((item) => {
      for (const [page, x, y, width, height] of JSON.parse(item.dataset.places)) mark(item, page, x, y, width, height);
    });
  }
  function mark(item, page, x, y, width, height) {
    const leaf = document.getElementById(`trang-${page}`), image = leaf?.querySelector("img");
    if (!image || !image.clientWidth) return;
    const wide = image.clientWidth > image.clientHeight ? 297 : 210;
    let layer = leaf.querySelector(".marks");
    if (!layer) {
      layer = shape("svg", { class: "marks", viewBox: `0 0 ${wide} ${wide * image.clientHeight / image.clientWidth}`, "aria-hidden": "true" });
      leaf.append(layer);
    }
    const group = shape("g", { class: item.className, "data-number": item.dataset.number });
    const label = shape("text", { x: Math.max(4, x - 4), y: y + 4.4 });
    label.textContent = item.dataset.number;
    group.append(shape("rect", { x, y, width: Math.max(width, 2), height: Math.max(height, 2), rx: 1 }), shape("circle", { cx: Math.max(4, x - 4), cy: y + 3, r: 3 }), label);
    layer.append(group);
  }
  function point(item) {
    all(".marks .here").forEach((group) => group.classList.remove("here"));
    all(`.marks [data-number="${item.dataset.number}"]`).forEach((group) => group.classList.add("here"));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-show-place]");
    if (!link) return;
    const leaf = document.querySelector(link.getAttribute("href"));
    if (!leaf) return;
    event.preventDefault();
    const item = link.closest("[data-places]");
    point(item);
    (document.querySelector(`.marks .here`) || leaf).scrollIntoView({ block: "center", behavior: "smooth" });
  });
  document.addEventListener("pointerover", (event) => {
    const item = event.target.closest?.("#form-check [data-places]");
    if (item) point(item);
  });

  // --- comments: a passage marked with the mouse goes into the form; one of the list is found in its field ---------
  const AROUND = 40;
  document.addEventListener("selectionchange", () => {
    const form = document.querySelector("#comment-form"), selection = getSelection();
    if (!form || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0), part = range.commonAncestorContainer.parentElement?.closest("[data-part]");
    const inside = range.commonAncestorContainer.closest?.("[data-part]") || part;
    if (!inside) return;
    const text = (from, to) => { const piece = range.cloneRange(); from(piece); to(piece); return piece.toString(); };
    form.quote.value = selection.toString().trim();
    form.before.value = text((piece) => piece.setStart(inside, 0), (piece) => piece.setEnd(range.startContainer, range.startOffset)).slice(-AROUND);
    form.after.value = text((piece) => piece.setStart(range.endContainer, range.endOffset), (piece) => piece.setEnd(inside, inside.childNodes.length)).slice(0, AROUND);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-find]");
    const field = button && document.querySelector(`#letter [name="${button.dataset.find}"]`);
    const start = field?.value ? field.value.replaceAll("\r\n", "\n").indexOf(button.dataset.quote) : -1;
    if (start < 0) return;
    field.focus();
    field.setSelectionRange(start, start + button.dataset.quote.length);
    field.scrollTop = field.scrollHeight * (start / field.value.length) - field.clientHeight / 2;
  });

  // --- pictures: the line that sets one goes where the cursor of the text stands ------------------------------------
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-insert]")?.dataset.insert, field = document.querySelector("#letter [name=body]");
    if (!line || !field) return;
    const at = field.value.indexOf("\n", field.selectionEnd), end = at < 0 ? field.value.length : at;
    field.setRangeText(`${end ? "\n" : ""}${line}`, end, end, "end");
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("htmx:afterSettle", draw);
  document.addEventListener("load", (event) => { if (event.target.closest?.(".leaf")) draw(); }, true);
  addEventListener("resize", draw);
  addEventListener("DOMContentLoaded", draw);
  draw();
})();
