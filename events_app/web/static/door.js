// The door, or a stand, with a bad network: each scan gets a key of its own, is kept on this device until it is answered, and is asked
// again until then. The same key is answered the same, so asking twice counts nobody twice.
"use strict";

const app = document.getElementById("door-app");
const form = document.getElementById("door-form");
const place = document.getElementById("door-result");
const KEPT_AS = `door-scans ${app.dataset.outbox}`;
const DOOR_AS = `door-name ${app.dataset.outbox}`;
const PATIENCE_MS = 8000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000, 30000];

// What cannot be kept (private windows, a full disk) lives as long as the page.
let scans = [];
const read = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Kept by the page alone.
  }
};
// Another page of this device may have added or sent some meanwhile.
const load = () => {
  const kept = read(KEPT_AS, null);
  if (Array.isArray(kept)) scans = kept;
};
const store = () => {
  keep(KEPT_AS, scans);
  const line = document.getElementById("door-queue");
  line.hidden = scans.length === 0;
  line.querySelector("[data-count]").textContent = scans.length;
};
const newKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const line = (name, text) => {
  const one = document.createElement("p");
  if (name) one.className = name;
  one.textContent = text;
  return one;
};
const show = (kind, sign, title, who = "", about = "") => {
  const mark = line("door-sign", sign);
  mark.setAttribute("aria-hidden", "true");
  const words = document.createElement("div");
  words.append(line("door-title", title));
  if (who) {
    const name = document.createElement("bdi");
    name.textContent = who;
    words.append(line("door-who", ""));
    words.lastChild.append(name);
  }
  if (about) words.append(line("", about));
  place.className = `door-result door-${kind}`;
  place.replaceChildren(mark, words);
  place.scrollIntoView({ block: "nearest" });
};

const ask = async (scan) => {
  const body = new URLSearchParams({
    form_token: form.elements.form_token.value,
    key: scan.key,
    code: scan.code,
    door: scan.door,
    waited: String(Math.max(0, Math.round((Date.now() - scan.at) / 1000))),
  });
  return fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
};

let isAsking = false;
let failures = 0;
let timer;
const later = () => {
  clearTimeout(timer);
  timer = setTimeout(send, WAITS_MS[Math.min(failures, WAITS_MS.length - 1)]);
  failures += 1;
};
const done = (scan) => {
  load();
  scans = scans.filter((each) => each.key !== scan.key);
  store();
  failures = 0;
};

// Sends what waits, oldest first, one at a time. Only an answer takes a scan off the list.
async function send() {
  clearTimeout(timer);
  if (isAsking) return;
  isAsking = true;
  try {
    for (load(); scans.length > 0; load()) {
      const scan = scans[0];
      const answer = await ask(scan);
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        show("wait", "!", app.dataset.signedOut);
        later();
        return;
      }
      if (answer.status !== 200 && answer.status !== 422) throw new Error(String(answer.status));
      const told = await answer.json();
      done(scan);
      if (answer.status === 422) show("shut", "✕", told.problem);
      else {
        show(told.is_open ? "open" : "shut", told.sign, told.title, told.who, told.about);
        document.getElementById("door-count").textContent = told.count;
      }
    }
  } catch {
    show("wait", "…", app.dataset.waiting);
    later();
  } finally {
    isAsking = false;
    store();
  }
}

const scanned = (code) => {
  const door = form.elements.door?.value.trim() ?? "";
  if (form.elements.door) keep(DOOR_AS, door);
  load();
  scans.push({ key: newKey(), code, door, at: Date.now() });
  store();
  show("wait", "…", app.dataset.sending);
  send();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = form.elements.code.value.trim();
  form.elements.code.value = "";
  form.elements.code.focus();
  if (code) scanned(code);
});
document.getElementById("door-retry").addEventListener("click", send);
window.addEventListener("online", send);
if (form.elements.door?.value === "") form.elements.door.value = read(DOOR_AS, "");
load();
store();
if (scans.length > 0) send();

// Kept on this device with its files, so that it opens without a network (door_worker.js); its own address alone.
document.getElementById("door-kept").hidden = !("kept" in app.dataset);
const keepPage = async () => {
  await navigator.serviceWorker.register(app.dataset.worker, { scope: location.pathname });
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((each) => each.name);
  active.postMessage({ files: loaded.filter((address) => new URL(address).pathname.startsWith("/static/")) });
};
window.addEventListener("load", () => {
  // Without a worker the page needs the network to open; all else goes on as before.
  if ("serviceWorker" in navigator && !("kept" in app.dataset)) keepPage().catch(() => undefined);
});

// The camera, where the browser reads codes itself. A code that stays before the lens is one scan.
const cameras = document.getElementById("door-camera");
const button = cameras.querySelector("button");
const video = document.getElementById("door-video");
const AGAIN_MS = 5000;
let stream;
let seen = { code: "", at: 0 };

const look = async (detector) => {
  if (!stream) return;
  try {
    const [found] = await detector.detect(video);
    if (found) {
      const isNew = found.rawValue !== seen.code || Date.now() - seen.at > AGAIN_MS;
      seen = { code: found.rawValue, at: Date.now() };
      if (isNew) scanned(found.rawValue);
    }
  } catch {
    // No picture yet.
  }
  setTimeout(look, 200, detector);
};
const stop = () => {
  for (const track of stream.getTracks()) track.stop();
  stream = undefined;
  video.hidden = true;
};
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const start = button.textContent;
  cameras.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) stop();
    else {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        video.srcObject = stream;
        video.hidden = false;
        await video.play();
        look(new BarcodeDetector({ formats: ["qr_code"] }));
      } catch {
        show("wait", "!", app.dataset.noCamera);
      }
    }
    button.textContent = stream ? button.dataset.stop : start;
  });
}
