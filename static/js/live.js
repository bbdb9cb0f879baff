// One stream for all tabs of a browser. Takes over htmx's EventSource, so pages keep plain markup:
// hx-ext="sse, morph", sse-connect="/…", hx-trigger="sse:changed". The server sends the events
// "changed" and "beat". The first tab opens the stream and passes events on by BroadcastChannel; when
// it goes, another takes over. After every opening "changed" is given once, since something may have
// been missed. Without a stream for 5 s, "changed" is given every 5 s instead (polling).
// Binds to [data-stale] (a .strip, hidden): shown after 35 s in which neither the stream nor a request
// was heard of. Load before htmx starts, that is: as a deferred script after app.js.

const names = ["changed", "beat"];
const quiet = 35_000; // ms without a sign of life
const me = Math.random().toString(36).slice(2);
let heard = Date.now();

class Shared extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
    this.readyState = 1;
    this.onopen = this.onerror = null;
    this.leading = false; // this tab holds the stream; outlives it, since a page that goes loses it first
    this.stream = null;
    this.leader = null;
    this.alive = 0; // when the stream, here or in the leading tab, was last heard
    this.channel = new BroadcastChannel("live " + url);
    this.channel.onmessage = ({ data }) => this.told(data);
    this.channel.postMessage({ ask: me });
    this.wait = setTimeout(() => this.lead(), 250);
    this.timer = setInterval(() => this.watch(), 5000);
    this.leave = () => this.leading && this.channel.postMessage({ gone: me });
    window.addEventListener("pagehide", this.leave);
  }

  lead() {
    if (this.stream || this.readyState === 2) return;
    this.leading = true;
    this.leader = null;
    this.channel.postMessage({ lead: me });
    this.stream = new EventSource(this.url);
    this.stream.onopen = () => this.pass({ name: "changed", data: "" });
    this.stream.onerror = () => {
      if (this.stream?.readyState === EventSource.CLOSED) this.stream = null; // watch() tries again
    };
    for (const name of names) this.stream.addEventListener(name, (e) => this.pass({ name, data: e.data }));
  }

  pass(event) {
    this.channel.postMessage({ event, lead: me });
    this.give(event);
  }

  give({ name, data }) {
    heard = this.alive = Date.now();
    this.dispatchEvent(new MessageEvent(name, { data }));
  }

  told({ ask, lead, gone, event }) {
    if (ask && this.leading) this.channel.postMessage({ lead: me });
    if (lead) {
      if (this.leading && lead < me) {
        this.stream?.close(); // two began at once: the smaller name stays
        this.stream = null;
        this.leading = false;
      }
      if (!this.leading) {
        this.leader = lead;
        this.alive = Date.now();
        clearTimeout(this.wait);
      }
    }
    if (event && !this.leading) this.give(event);
    if (gone && gone === this.leader) {
      this.leader = null;
      this.wait = setTimeout(() => this.lead(), Math.random() * 400);
    }
  }

  watch() {
    const since = Date.now() - this.alive;
    const open = this.leading ? this.stream?.readyState === EventSource.OPEN : since < 20_000;
    if (this.leading ? !this.stream : since >= 20_000) this.lead();
    if (!open && document.visibilityState === "visible") this.dispatchEvent(new MessageEvent("changed", { data: "" }));
  }

  close() {
    if (this.readyState === 2) return;
    this.readyState = 2;
    this.leave();
    window.removeEventListener("pagehide", this.leave);
    clearTimeout(this.wait);
    clearInterval(this.timer);
    this.stream?.close();
    this.channel.close();
  }
}

if (window.htmx) htmx.createEventSource = (url) => new Shared(url);

document.addEventListener("app:answered", (e) => e.detail.ok && (heard = Date.now()));
setInterval(() => {
  const stale = Date.now() - heard > quiet;
  for (const el of document.querySelectorAll("[data-stale]")) el.hidden = !stale;
}, 1000);
