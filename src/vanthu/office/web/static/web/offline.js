/* What waited when the desk was open last, as the browser remembers it; and back as soon as there is a network. */
(() => {
  "use strict";
  const box = document.querySelector("[data-waited]");
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem("vanthu-waiting")); } catch (error) { kept = null; }
  if (box && kept && Array.isArray(kept.items)) {
    const list = box.querySelector("ul");
    kept.items.forEach((item) => {
      const line = document.createElement("li"), number = document.createElement("b");
      number.textContent = String(Number(item.count) || 0);
      line.append(number, ` ${String(item.words)}`);
      list.append(line);
    });
    const at = new Date(kept.at);
    if (!isNaN(at)) box.querySelector("[data-at]").textContent = at.toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
    box.querySelector("[data-none]").hidden = kept.items.length > 0;
    box.hidden = false;
  }
  document.querySelector("[data-again]").addEventListener("click", () => location.reload());
  addEventListener("online", () => location.reload());
})();
