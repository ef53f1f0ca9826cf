// What a page gains where scripts run; each part works without it.
"use strict";

// Filters stand open where there is room, for those who cannot see that a style sheet shows them.
const wide = window.matchMedia("(min-width: 62rem)");
const unfold = () => {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = wide.matches;
};
if (wide.matches) unfold();
wide.addEventListener("change", unfold);

// A page gone back to says what it shows, not what was ticked on it before it was left.
window.addEventListener("pageshow", (event) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (!event.persisted && visit?.type !== "back_forward") return;
  for (const form of document.querySelectorAll('form[method="get"]:not([role="search"])')) form.reset();
});

// The reader's own time beside the venue's, where the two differ; order of a date, figures and 24 hours as on the rest of
// the page, whose locale says more than its language.
const language = `${document.body.dataset.locale}-u-nu-latn-hc-h23`;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const dayOf = new Intl.DateTimeFormat("en-CA", { dateStyle: "short" });
const offset = (at) =>
  new Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")
    .value.replace("GMT", "UTC");
// A range of hours reads from the left in every script.
const isolated = (text) => `\u2066${text}\u2069`;

for (const place of document.querySelectorAll(".reader-time")) {
  const starts = new Date(place.dataset.starts);
  const ends = new Date(place.dataset.ends);
  const wall = (timeZone) => new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeStyle: "short", timeZone }).format(starts);
  const theirs = wall(place.dataset.zone);
  const told = [theirs, place.dataset.beside ? wall(place.dataset.beside) : theirs];
  if (told.includes(wall())) continue;
  const isOtherDay = theirs.slice(0, 10) !== dayOf.format(starts);
  const form = isOtherDay ? dayAndClock : clock;
  const time = starts.getTime() === ends.getTime() ? form.format(starts) : form.formatRange(starts, ends);
  place.textContent = place.dataset.words
    .replace("{time}", isOtherDay ? time : isolated(time))
    .replace("{zone}", isolated(offset(starts)));
  place.hidden = false;
}

// A button that copies an address, where the browser lets it.
const offerCopying = (part) => {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll("button[data-copies]")) {
    const done = button.parentElement.querySelector("[data-done]");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      done.textContent = done.dataset.done;
    });
    button.parentElement.hidden = false;
  }
};
offerCopying(document);

// A form whose result is shown beside it follows each choice; what is wrong with one is told by the whole page.
for (const form of document.querySelectorAll("form[data-live]")) {
  let turn = 0;
  const follow = async (isChosen) => {
    const mine = ++turn;
    const given = [...new FormData(form)].filter(([, value]) => value);
    const address = `${form.action}?${new URLSearchParams(given)}`;
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || mine !== turn) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("main [role=alert]")) return isChosen && location.assign(address);
    const place = document.getElementById(form.dataset.live);
    const open = [...place.querySelectorAll("details")].map((fold) => fold.open);
    place.replaceChildren(...page.getElementById(place.id).childNodes);
    place.querySelectorAll("details").forEach((fold, index) => (fold.open = open[index]));
    offerCopying(place);
    // What the folded parts of the form say of themselves, which the server words.
    const told = page.querySelectorAll(`form[data-live="${place.id}"] summary`);
    const summaries = form.querySelectorAll("summary");
    if (told.length === summaries.length) summaries.forEach((summary, index) => summary.replaceChildren(...told[index].childNodes));
    if (isChosen) history.replaceState(null, "", address);
  };
  form.addEventListener("change", () => follow(true).catch(() => {}));
  const zone = form.querySelector("select[data-own-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && own && zone.value !== own) {
    if (![...zone.options].some((option) => option.value === own)) zone.add(new Option(own, own));
    zone.value = own;
    follow(false).catch(() => {});
  }
}

// What is being computed says how far it is; when it is done, the page shows the result.
for (const place of document.querySelectorAll("[data-watch]")) {
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
    if (now?.hasAttribute("data-watch")) place.replaceChildren(...now.childNodes);
    else location.reload();
  };
  setInterval(() => look().catch(() => {}), Number(place.dataset.watch));
}
