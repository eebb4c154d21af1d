/* The service worker. It keeps the page without a network and what that page is made of, and nothing else:
   never a document, never a page with content. */
"use strict";
const CACHE = "vanthu-offline-__VERSION__";
const OFFLINE = "__OFFLINE__";
const FILES = ["__FILES__"];

self.addEventListener("install", (event) => {
  const page = new Request(OFFLINE, { credentials: "omit", cache: "reload" });
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([page, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE, { ignoreVary: true })));
    return;
  }
  const address = new URL(request.url);
  if (address.origin !== location.origin || !FILES.includes(address.pathname)) return;
  event.respondWith(fetch(request).catch(() => caches.match(address.pathname, { ignoreVary: true })));
});

self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data ? event.data.json() : {}; } catch (error) { said = {}; }
  const unread = Number(said.unread) || 0;
  const body = [said.body || "", unread ? `${unread} thông báo chưa đọc` : ""].filter(Boolean).join(" · ");
  const shown = self.registration.showNotification(said.title || "Bạn có việc mới", {
    body, lang: "vi", tag: "vanthu", renotify: true, icon: "/static/web/app-192.png", data: { url: said.url || "/thong-bao/" },
  });
  event.waitUntil(Promise.all([shown, unread && navigator.setAppBadge ? navigator.setAppBadge(unread).catch(() => null) : null]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data.url, location.origin);
  // Only a page of our own opens, whatever a push said.
  const address = wanted.origin === location.origin ? wanted.href : new URL("/thong-bao/", location.origin).href;
  event.waitUntil(self.clients.openWindow(address));
});
