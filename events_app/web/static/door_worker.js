// Opens one page that scans without a network: the page of its scope, as it was shown last to whoever is signed in here,
// and the files of ours that it needs. All else goes past it. What it keeps is gone when the server no longer shows the
// page, and when somebody signs out or in (forget_doors.js).
"use strict";

const PAGE = new URL(self.registration.scope).pathname;
const KEPT_AS = `door ${PAGE}`;
const PATIENCE_MS = 4000;

const isFile = (url) => url.origin === self.location.origin && url.pathname.startsWith("/static/");
const isGood = (answer) => answer.status === 200 && answer.type === "basic" && !answer.redirected;
const isShut = (answer) => answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404].includes(answer.status);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// What the server says of the page now; it is kept, or what was kept is forgotten.
const renew = async (request) => {
  const answer = await fetch(request);
  if (isShut(answer)) await caches.delete(KEPT_AS);
  else if (isGood(answer)) await (await caches.open(KEPT_AS)).put(PAGE, answer.clone());
  return answer;
};

// The page as it was kept, marked as such.
const asKept = async (kept) => {
  const text = (await kept.text()).replace('id="door-app"', 'id="door-app" data-kept="yes"');
  return new Response(text, { headers: kept.headers });
};

const page = async (request, lasting) => {
  const renewed = renew(request);
  lasting(renewed.catch(() => undefined));
  const kept = await caches.match(PAGE, { cacheName: KEPT_AS });
  if (!kept) return renewed;
  const answer = await Promise.race([renewed.catch(() => undefined), sleep(PATIENCE_MS)]);
  return answer && answer.status < 500 ? answer : asKept(kept);
};

const file = async (request) => (await caches.match(request, { cacheName: KEPT_AS })) ?? fetch(request);

// Called by the page when it is there: its files, and the page itself at the first visit.
const keep = async (files) => {
  const cache = await caches.open(KEPT_AS);
  if (!(await cache.match(PAGE))) await renew(PAGE);
  const wanted = files.filter((address) => isFile(new URL(address, self.location)));
  for (const kept of await cache.keys()) {
    if (isFile(new URL(kept.url)) && !wanted.includes(kept.url)) await cache.delete(kept);
  }
  for (const address of wanted) if (!(await cache.match(address))) await cache.add(address);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.files)));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && url.origin === self.location.origin && url.pathname === PAGE) {
    event.respondWith(page(event.request, (work) => event.waitUntil(work)));
  } else if (isFile(url)) event.respondWith(file(event.request));
});
