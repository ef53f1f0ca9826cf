// Tells the page around the frame how high the calendar is, and nothing else: for events_calendar.js.
"use strict";
(() => {
  const tell = () => parent.postMessage({ eventsCalendarHeight: document.documentElement.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
})();
