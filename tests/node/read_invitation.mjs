// Reads one iTIP object (RFC 5546) from standard input with ical.js and node-ical and prints, as JSON, what each
// understood. Times are printed as UTC.

import ICAL from "ical.js";
import ical from "node-ical";

const momentOf = (date) => date.toISOString().replace(".000Z", "Z");

function icalJs(calendar) {
  const root = new ICAL.Component(ICAL.parse(calendar));
  ICAL.TimezoneService.reset();
  for (const component of root.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(component));
  }
  const component = root.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component);
  const party = (property) => ({ ...property.toJSON()[1], address: property.getFirstValue() });
  return {
    method: root.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    stamp: momentOf(component.getFirstPropertyValue("dtstamp").toJSDate()),
    start: momentOf(event.startDate.toJSDate()),
    end: momentOf(event.endDate.toJSDate()),
    summary: event.summary,
    location: event.location,
    organizer: party(component.getFirstProperty("organizer")),
    attendees: component.getAllProperties("attendee").map(party),
  };
}

const plain = (value) => (value !== null && typeof value === "object" && "val" in value ? value.val : value ?? null);

function nodeIcal(calendar) {
  const event = Object.values(ical.sync.parseICS(calendar)).find((item) => item.type === "VEVENT");
  return {
    method: event.method ?? null,
    uid: plain(event.uid),
    sequence: Number(plain(event.sequence)),
    status: plain(event.status),
    start: momentOf(event.start),
    end: momentOf(event.end),
    summary: plain(event.summary),
    organizer: plain(event.organizer),
    attendee: plain(event.attendee),
  };
}

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const calendar = Buffer.concat(chunks).toString("utf8");
process.stdout.write(JSON.stringify({ icalJs: icalJs(calendar), nodeIcal: nodeIcal(calendar) }));
