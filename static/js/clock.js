// Service clocks that go on between two answers of the server. Binds to [data-clock-from] (a .clock
// with the arrival, ISO 8601); data-clock-amber="7" and data-clock-red="10" are minutes. Inside:
// [data-clock-n] the number, svg use (the icon: clock, past red circle-alert), [data-clock-says
// ="amber|red"] words for a screen reader, hidden until then. [data-time] shows the wall clock as
// 09.42, on English pages as 09:42. <html data-now> is the server's time when it made the page: a
// desk whose own clock is wrong still shows the right minutes.

const root = document.documentElement;
const skew = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;
const zone = root.dataset.zone || undefined;

function icon(el, name) {
  const use = el.querySelector("svg use");
  const href = use?.getAttribute("href");
  if (href) use.setAttribute("href", href.replace(/#.*$/, "#i-" + name));
}

function tick() {
  const now = Date.now() + skew;
  for (const el of document.querySelectorAll("[data-clock-from]")) {
    const minutes = Math.max(0, Math.floor((now - Date.parse(el.dataset.clockFrom)) / 60_000));
    const state = minutes >= Number(el.dataset.clockRed || 10) ? "red" : minutes >= Number(el.dataset.clockAmber || 7) ? "amber" : "";
    const number = el.querySelector("[data-clock-n]");
    if (number && number.textContent !== String(minutes)) number.textContent = minutes;
    el.classList.toggle("clock--amber", state === "amber");
    el.classList.toggle("clock--red", state === "red");
    icon(el, state === "red" ? "circle-alert" : "clock");
    for (const word of el.querySelectorAll("[data-clock-says]")) word.hidden = word.dataset.clockSays !== state;
  }
  for (const el of document.querySelectorAll("[data-time]")) {
    const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(now);
    const text = root.lang === "en" ? parts : parts.replace(":", ".");
    if (el.textContent !== text) el.textContent = text;
  }
}

document.addEventListener("app:swapped", tick);
setInterval(tick, 5000);
tick();
