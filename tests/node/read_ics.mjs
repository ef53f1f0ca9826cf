// Reads calendars with ical.js and node-ical and prints, as JSON, what each of them understood.
//
// Standard input is one calendar, or JSON: {"calendars": ["BEGIN:VCALENDAR…", …], "walls": [["2026-10-13T12:00:00", …], …]}.
// A calendar may be jCal (RFC 7265), which ical.js alone reads. `walls`, if given, has one list of wall clock times for
// each calendar; the answer's `moments` then holds, for each VTIMEZONE of the calendar, when ical.js takes them to be:
// seconds since 1970 UTC. Times of events are printed as UTC ("2026-10-13T12:00:00Z"), whole days as dates; an event
// without an end has the end that the reader gives it. Tasks are printed with what they are called and when they are due.

import ICAL from "ical.js";
import ical from "node-ical";

const secondsOf = (date) => Math.floor(date.getTime() / 1000);
const pad = (number, width = 2) => String(number).padStart(width, "0");
const dayOf = (date) => `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
const momentOf = (date) => new Date(secondsOf(date) * 1000).toISOString().replace(".000Z", "Z");

function icalJsTime(time) {
  return time.isDate ? time.toString() : momentOf(time.toJSDate());
}

function icalJsEvent(component) {
  const event = new ICAL.Event(component);
  const text = (name) => component.getFirstPropertyValue(name);
  const language = (name) => component.getFirstProperty(name)?.getFirstParameter("language") ?? null;
  const geo = text("geo");
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    location: event.location,
    start: icalJsTime(event.startDate),
    end: icalJsTime(event.endDate),
    zone: event.startDate.isDate ? null : component.getFirstProperty("dtstart").getFirstParameter("tzid") ?? "UTC",
    categories: component.getFirstProperty("categories")?.getValues() ?? [],
    status: text("status"),
    transparency: text("transp"),
    sequence: event.sequence,
    url: text("url"),
    geo: geo ? geo.map(Number) : null,
    language: language("summary"),
    stamp: momentOf(text("dtstamp").toJSDate()),
    created: momentOf(text("created").toJSDate()),
    modified: momentOf(text("last-modified").toJSDate()),
  };
}

// ical.js leaves values of properties that it does not know as they are written; by RFC 5545, section 3.8.8, they are TEXT.
const unescaped = (value) => value.replace(/\\(.)/gu, (_, letter) => (/[nN]/u.test(letter) ? "\n" : letter));

const isJcal = (calendar) => calendar.startsWith("[");

function icalJs(calendar, walls) {
  const root = new ICAL.Component(isJcal(calendar) ? JSON.parse(calendar) : ICAL.parse(calendar));
  ICAL.TimezoneService.reset();
  const zones = root.getAllSubcomponents("vtimezone").map((component) => new ICAL.Timezone(component));
  zones.forEach((zone) => ICAL.TimezoneService.register(zone));
  const head = {};
  for (const property of root.getAllProperties()) {
    const value = String(property.getFirstValue());
    head[property.name] = property.type === "unknown" ? unescaped(value) : value;
  }
  const moments = {};
  for (const zone of walls ? zones : []) {
    moments[zone.tzid] = walls.map((wall) => {
      const time = ICAL.Time.fromDateTimeString(wall);
      time.zone = zone;
      return time.toUnixTime();
    });
  }
  const todos = root.getAllSubcomponents("vtodo").map((component) => ({
    uid: component.getFirstPropertyValue("uid"),
    summary: component.getFirstPropertyValue("summary"),
    due: icalJsTime(component.getFirstPropertyValue("due")),
  }));
  return { head, events: root.getAllSubcomponents("vevent").map(icalJsEvent), todos, moments };
}

// node-ical gives a text that has parameters as {params, val}.
const plain = (value) => (value !== null && typeof value === "object" && "val" in value ? value.val : value ?? null);

function nodeIcalEvent(event) {
  const isDay = event.datetype === "date";
  const time = (date) => (isDay ? dayOf(date) : momentOf(date));
  return {
    uid: plain(event.uid),
    summary: plain(event.summary),
    description: plain(event.description),
    location: plain(event.location),
    start: time(event.start),
    end: time(event.end),
    zone: isDay ? null : event.start.tz ?? null,
    categories: event.categories ?? [],
    status: plain(event.status),
    transparency: plain(event.transparency),
    sequence: Number(plain(event.sequence)),
    url: plain(event.url),
    geo: event.geo ? [event.geo.lat, event.geo.lon] : null,
  };
}

function nodeIcal(calendar) {
  const found = Object.values(ical.sync.parseICS(calendar));
  const todos = found.filter((item) => item.type === "VTODO");
  return {
    events: found.filter((item) => item.type === "VEVENT").map(nodeIcalEvent),
    todos: todos.map((item) => ({ uid: plain(item.uid), summary: plain(item.summary), due: momentOf(item.due) })),
  };
}

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const input = Buffer.concat(chunks).toString("utf8");
const { calendars, walls = [] } = input.startsWith("{") ? JSON.parse(input) : { calendars: [input] };
const answers = calendars.map((calendar, index) => ({
  icalJs: icalJs(calendar, walls[index]),
  nodeIcal: isJcal(calendar) ? null : nodeIcal(calendar),
}));
process.stdout.write(JSON.stringify(answers));
