/* Keys, dialogs and small conveniences. Every page works without this file. */
(() => {
  "use strict";
  const $ = (selector, scope = document) => scope.querySelector(selector);
  const all = (selector, scope = document) => Array.from(scope.querySelectorAll(selector));
  const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  // --- rows: j/k move, Enter opens, x selects ---------------------------------------------------
  let here = -1;
  const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null);
  function stand(index) {
    const list = rows();
    if (!list.length) return;
    list.forEach((row) => row.classList.remove("here"));
    here = Math.max(0, Math.min(index, list.length - 1));
    const row = list[here];
    row.classList.add("here");
    row.scrollIntoView({ block: "nearest" });
    $("a[data-open]", row)?.focus({ preventScroll: true });
  }
  function toggle(range) {
    const box = $(".pick", rows()[here] || document.createElement("i"));
    if (!box) return;
    if (range && lastPicked) pickTo(box); else box.checked = !box.checked;
    lastPicked = box;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // --- dialogs ------------------------------------------------------------------------------------
  const dialog = () => $("#dialog");
  function open(element) {
    if (!element || element.open) return;
    element.showModal();
    ($("[autofocus]", element) || $("input:not([type=hidden]), textarea, select, button", element))?.focus();
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "dialog" && dialog().children.length) open(dialog());
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); open($(opener.dataset.dialog)); }
    if (event.target.closest("[data-close]") && event.target.closest("dialog")) {
      event.preventDefault();
      event.target.closest("dialog").close();
    }
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label") && !String(getSelection())) $("a[data-open]", row)?.click();
    const chip = event.target.closest("[data-fill]");
    if (chip) fill(JSON.parse(chip.dataset.fill), chip.form || chip.closest("form"));
    all("details.menu[open], details.whom[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("close", (event) => {
    if (event.target.id === "dialog") event.target.replaceChildren();
  }, true);

  // --- the server does not answer: said in words, and again once it does --------------------------
  document.addEventListener("htmx:sendError", (event) => {
    const notice = $("[data-cut]"), dialog = event.detail.target?.closest("#dialog");
    if (!notice) return;
    notice.hidden = false;
    if (dialog && !$("[data-cut]", dialog)) dialog.prepend(notice.cloneNode(true));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) all("[data-cut]").forEach((notice) => { notice.hidden = true; });
  });

  // --- one press, one request ---------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.defaultPrevented || (event.target.hasAttribute("hx-post") && !event.target.hasAttribute("data-native-submit"))) return;
    setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); }, 0);
  });
  addEventListener("pageshow", () => all("[aria-busy=true]").forEach((b) => { b.disabled = false; b.removeAttribute("aria-busy"); }));

  // --- what can be taken back can be for half a minute -------------------------------------------------
  all("[data-fades]").forEach((form) => setTimeout(() => {
    if (!form.contains(document.activeElement)) form.remove();
  }, 30000));

  // --- filling a form from a suggestion -------------------------------------------------------------
  function fill(values, form) {
    for (const [name, value] of Object.entries(values)) {
      const wanted = [].concat(value).map(String);
      all(`[name="${name}"]`, form).forEach((field) => {
        if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
        else field.value = wanted[0] ?? "";
      });
    }
    if (form) form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // --- recipients: chosen ones are rows of the form ---------------------------------------------------
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-recipient]");
    if (chosen) addRecipient(`${chosen.dataset.recipient}|${chosen.dataset.name}`);
    if (event.target.closest("[data-add-other]")) addOther();
    const removed = event.target.closest("[data-remove]");
    if (removed) { const form = removed.closest("form"); removed.closest("li").remove(); changed(form); }
  });
  function addRecipient(value) {
    const list = $("#recipients");
    const [code, name] = value.split("|");
    const same = code ? `${code}|` : value;
    if (all("input[name=recipient]", list).some((input) => input.value.startsWith(same))) return;
    const item = $("#recipient-item").content.firstElementChild.cloneNode(true);
    $("input", item).value = value;
    $(".name", item).textContent = name;
    $(".code", item).textContent = code;
    list.append(item);
    const search = $("#recipient-search");
    search.value = ""; if (code) search.focus();
    $("#recipient-found").replaceChildren();
    list.dispatchEvent(new Event("noi-nhan"));
    changed(list.closest("form"));
  }
  function addOther() {
    const fields = ["#other-name", "#other-address", "#other-email"].map((one) => $(one));
    const [name, ...more] = fields.map((field) => field.value.replaceAll("|", " ").trim());
    if (!name) { fields[0].focus(); return; }
    addRecipient(["", name, ...more].join("|"));
    fields.forEach((field) => { field.value = ""; });
    fields[0].focus();
  }
  const changed = (form) => form && form.dispatchEvent(new Event("change", { bubbles: true }));

  // --- selection: x or a click picks a line, shift+x or shift+click all from the last one to here ---------
  let lastPicked = null;
  const boxes = (group) => all(".pick", group).filter((box) => box.offsetParent !== null);
  function counted(group) {
    const count = all(".pick:checked", group).length;
    all("[data-picked]", group).forEach((element) => { element.hidden = count === 0; });
    all("[data-picked-count]", group).forEach((element) => { element.textContent = String(count); });
    const every = $("[data-pick-all]", group);
    if (every) { every.hidden = false; every.checked = count > 0 && count === boxes(group).length; }
    if (count) $("#picks", group)?.dispatchEvent(new CustomEvent("picked"));
  }
  function pickTo(box) {
    const group = box.closest("[data-picks]"), list = group ? boxes(group) : [];
    const from = list.indexOf(lastPicked), to = list.indexOf(box);
    if (from < 0 || to < 0) return;
    list.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => { one.checked = lastPicked.checked; });
  }
  document.addEventListener("click", (event) => {
    const box = event.target.closest(".pick");
    if (box) { if (event.shiftKey) { pickTo(box); counted(box.closest("[data-picks]")); } lastPicked = box; }
  });
  document.addEventListener("change", (event) => {
    const group = event.target.closest("[data-picks]");
    if (!group) return;
    if (event.target.matches("[data-pick-all]")) boxes(group).forEach((box) => { box.checked = event.target.checked; });
    counted(group);
  });
  document.addEventListener("reset", (event) => {
    const group = event.target.closest("[data-picks]");
    if (group) setTimeout(() => counted(group), 0);
  });
  addEventListener("pageshow", () => all("[data-picks]").forEach(counted));

  // --- "?" tells the keys of this page only ---------------------------------------------------------------
  function showKeys() {
    all("#keys [data-when]").forEach((line) => { line.hidden = !$(line.dataset.when); });
    open($("#keys"));
  }
  document.addEventListener("click", (event) => { if (event.target.closest("[data-dialog='#keys']")) showKeys(); }, true);

  // --- keys -----------------------------------------------------------------------------------------------
  const press = (selector) => { const target = $(selector); if (target) target.click(); return Boolean(target); };
  const keys = {
    "j": () => stand(here + 1), "k": () => stand(here - 1), "x": () => toggle(false), "X": () => toggle(true),
    "/": () => $("#search")?.focus(), "?": showKeys,
    "g": () => press("[data-key=g]"), "n": () => press("[data-key=n]"),
    "t": () => { const row = rows()[here]; if (row && $("[data-key=t]", row)) $("[data-key=t]", row).click(); else press("[data-key=t]"); },
    "u": () => press(".undo button"),
    "m": () => press(".verbs .btn-main"), "r": () => press("[data-key=r]"),
  };
  // With F1 to open the rule of a field, Tab goes from field to field as clerks do it all day.
  const untabbed = (scope) => all("details.article > summary", scope).forEach((mark) => { mark.tabIndex = -1; });
  const rule = (element) => $("details.article", element.closest?.(".field") || document.createElement("i"));
  untabbed(document);
  document.addEventListener("htmx:load", (event) => untabbed(event.detail.elt));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "F1" && rule(event.target)) { event.preventDefault(); rule(event.target).toggleAttribute("open"); return; }
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target) || $("dialog[open]")) return;
    if (event.key === "Enter" && enter(event)) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  function enter(event) {
    if (event.target.closest("a, button, summary")) return false;
    const row = rows()[here];
    const target = (row && $("a[data-open]", row)) || $("[data-enter]");
    if (!target) return false;
    event.preventDefault();
    target.click();
    return true;
  }
})();
