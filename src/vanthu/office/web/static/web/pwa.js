/* The worker is registered; the desk leaves its counts for the page without a network; a device takes pushes. */
(() => {
  "use strict";
  const WAITING = "vanthu-waiting";
  const $ = (selector, scope = document) => scope.querySelector(selector);
  const forget = () => { try { localStorage.removeItem(WAITING); } catch (error) { /* no storage, nothing kept */ } };

  // Whoever logs out, or has to log in again, leaves no counts behind.
  if ($("main.gate")) forget();
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-logout]")) forget(); });
  const desk = $("[data-waiting]");
  if (desk) {
    try {
      localStorage.setItem(WAITING, JSON.stringify({ at: new Date().toISOString(), items: JSON.parse(desk.dataset.waiting) }));
    } catch (error) { /* a browser without storage has nothing to show later */ }
  }

  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").catch(() => null);

  const form = $("[data-push]");
  if (!form || !("PushManager" in window) || !form.dataset.push) return;
  const button = $("button", form);
  const words = $("[data-push-words]", form);
  form.hidden = false;
  if (Notification.permission === "denied") { words.textContent = form.dataset.denied; button.disabled = true; }
  const octets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      if (await Notification.requestPermission() !== "granted") throw new Error("denied");
      const worker = await navigator.serviceWorker.ready;
      const key = octets(form.dataset.push);
      const known = await worker.pushManager.getSubscription();
      const same = known && known.options.applicationServerKey
        && String(new Uint8Array(known.options.applicationServerKey)) === String(key);
      if (known && !same) await known.unsubscribe();
      const made = same ? known : await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const said = made.toJSON();
      form.elements.endpoint.value = said.endpoint;
      form.elements.p256dh.value = said.keys.p256dh;
      form.elements.auth.value = said.keys.auth;
      form.submit();
    } catch (error) {
      words.textContent = Notification.permission === "denied" ? form.dataset.denied : form.dataset.failed;
      button.disabled = false;
    }
  });
})();
