// An enrolled desk locks itself. Binds to body[data-lock="900"]: so many seconds without a touch, key
// or wheel in any tab of this browser (counted by the clock: a machine that slept wakes up locked) post
// the page's address and what stands in its form to data-lock-leave, where both wait under the
// officer's seal, and the lock page (data-lock-page) takes the place of this one. Nothing stays on the
// screen meanwhile, nor in the title (data-lock-title); <template data-lock-away> is shown while the
// server does not answer. While somebody types without sending anything, data-lock-present is told
// every two minutes: that is activity; streams and polling are none.

const body = document.body;
const quiet = Number(body.dataset.lock) * 1000;
const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";
let last = Date.now();
let told = last;
let leaving = false;

const newest = () => Math.max(last, Number(localStorage.getItem("touched")) || 0);

function touched() {
  const now = Date.now();
  if (now - newest() >= quiet) return; // too late: the next tick locks
  if (now - last > 1000) localStorage.setItem("touched", String(now));
  last = now;
  if (now - told < 120_000) return;
  told = now;
  fetch(body.dataset.lockPresent, { method: "POST", headers: { "X-CSRF-Token": csrf() } }).catch(() => {});
}

function typed() {
  const changed = (el) =>
    el.type === "checkbox" || el.type === "radio" ? el.checked !== el.defaultChecked
      : el.tagName === "SELECT" ? [...el.options].some((o) => o.selected !== o.defaultSelected) && el.selectedIndex > 0
        : el.type !== "hidden" && el.type !== "submit" && el.type !== "file" && el.defaultValue !== undefined && el.value !== el.defaultValue;
  const forms = [...document.forms].filter((f) => f.method === "post" && !f.matches("[data-scan]"));
  return forms.find((f) => f.dataset.unsaved === "yes" || [...f.elements].some(changed));
}

function what() {
  const out = new URLSearchParams();
  const form = typed();
  for (const [name, value] of form ? new FormData(form) : []) if (typeof value === "string") out.append(name, value);
  out.set("csrf", csrf());
  out.set("lock_page", location.pathname + location.search);
  return out;
}

function cover() {
  document.title = body.dataset.lockTitle;
  const away = document.querySelector("template[data-lock-away]");
  for (const el of [...body.children]) if (el !== away) el.remove();
  if (away) body.append(away.content.cloneNode(true));
}

async function leave() {
  leaving = true;
  const form = what();
  cover();
  for (;;) {
    try {
      const res = await fetch(body.dataset.lockLeave, { method: "POST", body: form, signal: AbortSignal.timeout(4000) });
      if (res.status < 500) return location.replace(body.dataset.lockPage);
    } catch {}
    await new Promise((done) => setTimeout(done, 3000));
  }
}

if (quiet) {
  for (const name of ["pointerdown", "keydown", "wheel", "input", "pointermove"]) {
    window.addEventListener(name, touched, { capture: true, passive: true });
  }
  setInterval(() => !leaving && Date.now() - newest() >= quiet && leave(), 1000);
  window.addEventListener("pageshow", (e) => {
    if (!e.persisted) return;
    cover(); // whatever the browser kept of this page is asked for anew
    location.reload();
  });
}
