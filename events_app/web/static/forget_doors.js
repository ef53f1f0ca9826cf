// Nobody is signed in here: pages that scan, kept for opening without a network, are forgotten. Scans that wait stay.
"use strict";

if ("serviceWorker" in navigator && "caches" in window) {
  caches.keys().then((names) => names.filter((name) => name.startsWith("door ")).forEach((name) => caches.delete(name)));
  navigator.serviceWorker.getRegistrations().then((found) => found.forEach((each) => each.unregister()));
}
