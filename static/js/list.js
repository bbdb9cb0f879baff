// The desk's live list. Binds to [data-guest-list], the scrolling frame, whose inner region (with an
// id; it asks for itself on sse:changed and is swapped by morph:outerHTML) holds rows li[id] with one
// link each. While the cursor or the focus is in the list no row moves: rows that stay are renewed in
// place, the rest waits. [data-fresh] (in the frame, outside the region, hidden) holds a button whose
// data-text="{n} baru" counts new rows; pressing it, leaving the list, or 20 s without any touch or
// key puts the list in order. The region's data-title-count goes before the title: "(3) Meja depan".
// Arrow keys are desk.js's.

const calm = 20_000;
const title = document.title;
let lastTouch = Date.now();
let waiting = null; // {list, region}: what the server sent and the page does not show yet

const inUse = (list) => (list.matches(":hover") || list.contains(document.activeElement)) && Date.now() - lastTouch < calm;

function parse(html, id) {
  return new DOMParser().parseFromString(html, "text/html").getElementById(id);
}

function hold(list, region, html) {
  const fresh = parse(html, region.id);
  if (!fresh) return;
  const rows = [...fresh.querySelectorAll("li[id]")];
  for (const row of rows) {
    const shown = document.getElementById(row.id);
    if (shown) Idiomorph.morph(shown, row.cloneNode(true), { ignoreActiveValue: true });
  }
  region.dataset.titleCount = fresh.dataset.titleCount ?? "";
  waiting = { list, region: fresh };
  count(list, rows.filter((row) => !document.getElementById(row.id)).length);
  if (window.htmx) htmx.process(region);
  region.dispatchEvent(new CustomEvent("app:swapped", { bubbles: true }));
}

function count(list, n) {
  const note = list.querySelector("[data-fresh]");
  if (!note) return;
  note.hidden = n === 0;
  const button = note.querySelector("[data-text]");
  if (button) button.textContent = button.dataset.text.replace("{n}", n);
}

// The row under the eye stays where it was, as far as scrolling can see to it.
function apply() {
  if (!waiting) return;
  const { list, region } = waiting;
  waiting = null;
  const now = document.getElementById(region.id);
  const eye = list.contains(document.activeElement) ? document.activeElement : list.querySelector("li:hover");
  const top = eye?.getBoundingClientRect().top;
  if (now) Idiomorph.morph(now, region, { morphStyle: "outerHTML", ignoreActiveValue: true });
  if (eye?.isConnected) list.scrollTop += eye.getBoundingClientRect().top - top;
  count(list, 0);
  const shown = document.getElementById(region.id);
  if (!shown) return;
  if (window.htmx) htmx.process(shown);
  shown.dispatchEvent(new CustomEvent("app:swapped", { bubbles: true }));
}

function retitle() {
  const n = Number(document.querySelector("[data-title-count]")?.dataset.titleCount || 0);
  document.title = n > 0 ? `(${n}) ${title}` : title;
}

document.addEventListener("app:swapping", (e) => {
  const list = e.target.closest?.("[data-guest-list]");
  if (!list || !e.target.id) return;
  waiting = null;
  if (!inUse(list)) return count(list, 0);
  e.preventDefault();
  hold(list, e.target, e.detail.html);
});
document.addEventListener("app:swapped", retitle);
document.addEventListener("click", (e) => e.target.closest("[data-fresh]") && apply());
for (const list of document.querySelectorAll("[data-guest-list]")) {
  list.addEventListener("pointerleave", () => inUse(list) || apply());
  list.addEventListener("focusout", () => setTimeout(() => inUse(list) || apply()));
}
for (const name of ["pointermove", "pointerdown", "keydown", "wheel"]) {
  window.addEventListener(name, () => (lastTouch = Date.now()), { capture: true, passive: true });
}
setInterval(() => waiting && !inUse(waiting.list) && apply(), 1000);
retitle();
