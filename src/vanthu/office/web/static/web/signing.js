/* Signing with the program on this machine: one WebSocket for each call, one message there, one back.
   The program fetches and returns the file by itself; the server alone knows whether it is signed, so it is asked. */
(() => {
  "use strict";
  const WAIT_MS = 15 * 60 * 1000, ASK_MS = 1500;
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));

  function call(address, message, ms = WAIT_MS) {
    return new Promise((done, fail) => {
      let answered = false;
      const socket = new WebSocket(address);
      const end = (settle, value) => { if (!answered) { answered = true; clearTimeout(late); settle(value); socket.close(); } };
      const late = setTimeout(() => end(fail, new Error("late")), ms);
      socket.onopen = () => socket.send(message);
      socket.onmessage = (event) => end(done, event.data);
      socket.onerror = () => end(fail, new Error("unreachable"));
      socket.onclose = () => end(fail, new Error("closed"));
    });
  }
  const parsed = (text) => { try { return JSON.parse(text); } catch { return {}; } };

  // --- signing --------------------------------------------------------------------------------------
  async function next(form) {
    const answer = await fetch(form.dataset.signingProgram, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
    const found = await answer.json().catch(() => ({ error: form.dataset.saidBroken }));
    if (!answer.ok) throw new Error(found.error || form.dataset.saidBroken);
    return found;
  }
  async function outcome(watch) {
    const answer = await fetch(watch);
    return answer.ok ? answer.json() : { state: "waiting" };
  }
  async function follow(form, found) {
    let refused = "";
    call(found.address, found.message).then(
      (text) => { const said = parsed(text); if (Number(said.Status) !== 0) refused = said.Message || form.dataset.saidRefused; },
      (error) => { if (error.message === "unreachable") refused = form.dataset.saidNone; });
    for (;;) {
      await rest(ASK_MS);
      const seen = await outcome(found.watch);
      if (seen.state === "done") return seen.more;
      if (seen.state === "failed") throw new Error(seen.sentence);
      if (refused) throw new Error(refused);
    }
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-signing-program]");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    const said = form.querySelector("[data-said]"), button = form.querySelector(".btn-main");
    button.disabled = true;
    said.className = "quiet";
    said.textContent = form.dataset.saidWaiting;
    try {
      let found = await next(form);
      while (await follow(form, found)) found = await next(form);
      location.assign(found.done);
    } catch (error) {
      said.className = "late";
      said.textContent = error.message;
      button.disabled = false;
    }
  }, true);

  // --- checking -------------------------------------------------------------------------------------
  async function check(part) {
    const said = part.querySelector("[data-said]"), facts = part.querySelector("[data-found]"), base = part.dataset.signingCheck;
    said.textContent = said.dataset.asking;
    facts.hidden = true;
    try {
      const version = parsed(await call(`${base}/GetVersion`, "get_version", 10000));
      const found = parsed(await call(`${base}/GetCertInfo`, "get_cert_info", 60000));
      const info = typeof found.CertInfo === "string" ? parsed(found.CertInfo) : found.CertInfo || {};
      const serial = String(info.SerialNumber || "").toUpperCase().replace(/^0+/, "");
      part.querySelector("[data-version]").textContent = version.Version || version.Message || "?";
      part.querySelector("[data-certificate]").textContent = [info.SubjectCN || info.Subject, serial].filter(Boolean).join(" · ") || "?";
      facts.hidden = false;
      const mine = part.dataset.serials.trim().split(/\s+/).includes(serial);
      said.textContent = `${said.dataset.good} ${serial ? (mine ? said.dataset.same : said.dataset.other) : ""}`.trim();
    } catch {
      said.textContent = said.dataset.none;
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-check]");
    if (button) check(button.closest("[data-signing-check]"));
  });
})();
