// <events-calendar query="country=DE" lang="fr" theme="dark" accent="blue" density="compact" most="10"></events-calendar>
// With view="month", a month with ways to the others; month="2027-05" begins with that one.
// A frame with the calendar that this file comes from, as high as what it holds. It stores nothing and asks nobody else.
"use strict";
(() => {
  const home = new URL(document.currentScript.src).origin;
  const PASSED_ON = ["theme", "accent", "density", "most", "view", "month"];

  class EventsCalendar extends HTMLElement {
    static observedAttributes = ["query", "lang", "label", ...PASSED_ON];

    connectedCallback() {
      this.frame = document.createElement("iframe");
      this.frame.referrerPolicy = "no-referrer";
      this.frame.loading = "lazy";
      this.frame.style.cssText = "border:0;inline-size:100%;block-size:30rem;display:block";
      this.listening = (event) => this.fit(event);
      addEventListener("message", this.listening);
      this.replaceChildren(this.frame);
      this.point();
    }

    disconnectedCallback() {
      removeEventListener("message", this.listening);
    }

    attributeChangedCallback() {
      if (this.frame) this.point();
    }

    point() {
      const query = new URLSearchParams(this.getAttribute("query") ?? "");
      for (const name of PASSED_ON) if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
      query.set("sized", "1");
      const language = this.getAttribute("lang") || document.documentElement.lang || "en";
      this.frame.title = this.getAttribute("label") || "Calendar";
      const address = `${home}/embed/${encodeURIComponent(language)}/calendar?${query}`;
      if (this.frame.src !== address) this.frame.src = address;
    }

    fit(event) {
      const height = event.data?.eventsCalendarHeight;
      if (event.origin === home && event.source === this.frame.contentWindow && Number.isFinite(height)) {
        this.frame.style.blockSize = `${Math.min(Math.max(height, 50), 20000)}px`;
      }
    }
  }

  if (!customElements.get("events-calendar")) customElements.define("events-calendar", EventsCalendar);
})();
