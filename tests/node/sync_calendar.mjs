// Reads a CalDAV calendar with tsdav and prints, as JSON, what it holds, or what changed since a sync token.
//
// Arguments: the address of the server, the address of the calendar, and a sync token if there is one. Printed is
// {"calendars": [addresses that were discovered], "there": {address: data}, "gone": [addresses], "token": "…"}.

import { DAVClient, DAVNamespaceShort, syncCollection } from "tsdav";

const [serverUrl, calendarUrl, token] = process.argv.slice(2);
const client = new DAVClient({
  serverUrl,
  credentials: { username: "anybody", password: "nothing" },
  authMethod: "Basic",
  defaultAccountType: "caldav",
});
await client.login();
const calendars = await client.fetchCalendars();
const wanted = { [`${DAVNamespaceShort.DAV}:getetag`]: {} };
const answers = await syncCollection({ url: calendarUrl, props: wanted, syncLevel: 1, syncToken: token ?? "" });
const parts = answers.filter((answer) => answer.href?.endsWith(".ics"));
const there = parts.filter((answer) => answer.status < 400).map((answer) => new URL(answer.href, calendarUrl).href);
const gone = parts.filter((answer) => answer.status >= 400).map((answer) => new URL(answer.href, calendarUrl).href);
const objects = there.length
  ? await client.fetchCalendarObjects({ calendar: { url: calendarUrl }, objectUrls: there, useMultiGet: true })
  : [];
process.stdout.write(
  JSON.stringify({
    calendars: calendars.map((calendar) => calendar.url),
    there: Object.fromEntries(objects.map((object) => [object.url, object.data])),
    gone,
    token: answers[0]?.raw?.multistatus?.syncToken ?? "",
  }),
);
