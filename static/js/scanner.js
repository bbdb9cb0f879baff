// A USB scanner types like a very fast keyboard. Binds to form[data-scan] (its [data-scan-input], or
// its first text field, receives what was read; then the form is submitted) and to the whole page:
// data-scan-min="8" keys, data-scan-gap="50" ms apart on average, are a scan, ended by Enter, Tab, or
// silence. It is taken out of whatever field had the focus (former text and caret come back),
// data-scan-prefix is cut off, letters become capitals (Caps Lock and shift stop to matter: our codes
// know no case). The same content within 3 s is answered by a soft tick and [data-scan-same] (hidden) for 3 s. If a form[data-unsaved]
// was changed, dialog[data-scan-ask] is opened first: [data-scan-go] goes on, [data-scan-stay] or Esc
// stays. On a locked desk input[data-scan-hold] keeps the content until sign-in. camera.js hands its
// finds over by the event scan:read (detail: the text), to the same way.

const form = document.querySelector("form[data-scan]");
const hold = document.querySelector("input[data-scan-hold]");
const least = Number(form?.dataset.scanMin) || 8;
const gap = Number(form?.dataset.scanGap) || 50;
const silence = 120; // ms; the longest single gap
const guard = 80; // ms in which the Enter of a scan is kept from forms and buttons

let presses = []; // {key, at, field: what had the focus, as it was before this key}
let taking = false; // this is a scan: its keys reach nobody
let timer = 0;
let blockedUntil = 0;
let own = false;
let sent = false; // the scan's form is on its way: send.js may ask the server first and send it then

const editable = (el) => el?.matches?.("input, textarea, select") && !["checkbox", "radio", "file", "submit"].includes(el.type);

function remember(el) {
  if (!editable(el)) return null;
  const was = { el, value: el.value, start: null, end: null };
  try {
    was.start = el.selectionStart;
    was.end = el.selectionEnd;
  } catch {} // a number or date field has no caret to ask for
  return was;
}

function restore(was) {
  if (!was || was.el.value === was.value) return;
  was.el.value = was.value;
  try {
    if (was.start !== null) was.el.setSelectionRange(was.start, was.end);
  } catch {}
  was.el.dispatchEvent(new Event("input", { bubbles: true }));
}

function forget() {
  clearTimeout(timer);
  presses = [];
  taking = false;
}

function finish() {
  const read = presses.map((press) => press.key).join("");
  forget();
  blockedUntil = performance.now() + guard;
  take(read);
}

// A short mark instead of the content: a ticket's token is not kept in the browser.
function markOf(text) {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619);
  return String(h >>> 0);
}

function seenJustNow(text) {
  const [mark, at] = (sessionStorage.getItem("scan") || "").split(" ");
  const same = mark === markOf(text) && Date.now() - Number(at) < 3000;
  if (!same) sessionStorage.setItem("scan", markOf(text) + " " + Date.now());
  return same;
}

// What the server sent back with messages is unsaved too: it says data-unsaved="yes".
function changed(form) {
  if (form.dataset.unsaved === "yes") return true;
  return [...form.elements].some((el) => {
    if (el.type === "hidden" || el.type === "submit") return false;
    if (el.type === "checkbox" || el.type === "radio") return el.checked !== el.defaultChecked;
    if (el.tagName !== "SELECT") return el.defaultValue !== undefined && el.value !== el.defaultValue;
    const first = [...el.options].find((o) => o.defaultSelected) ?? el.options[0];
    return first !== undefined && el.value !== first.value;
  });
}

function take(read) {
  let text = read.trim().toUpperCase();
  const prefix = (form?.dataset.scanPrefix || "").toUpperCase();
  if (prefix && text.startsWith(prefix)) text = text.slice(prefix.length);
  if (!text) return;
  if (seenJustNow(text)) {
    document.dispatchEvent(new CustomEvent("sound:play", { detail: "tick" }));
    const same = document.querySelector("[data-scan-same]");
    if (same) setTimeout(() => (same.hidden = true), 3000, (same.hidden = false));
    return;
  }
  if (hold) hold.value = text;
  if (!form) return;
  const ask = document.querySelector("dialog[data-scan-ask]");
  const unsaved = [...document.querySelectorAll("form[data-unsaved]")].some(changed);
  if (!unsaved || !ask) return send(text);
  ask.onclick = (e) => {
    if (e.target.closest("[data-scan-go]")) send(text);
    else if (e.target.closest("[data-scan-stay]")) ask.close();
  };
  if (!ask.open) ask.showModal();
}

function send(text) {
  const input = form.querySelector("[data-scan-input]") || form.querySelector("input:not([type=hidden])");
  input.value = text;
  own = sent = true;
  form.requestSubmit();
  own = false;
}

function stop(e) {
  e.preventDefault();
  e.stopImmediatePropagation();
}

window.addEventListener("keydown", (e) => {
  if (!form && !hold) return; // nobody here could use a scan: sign-in, set-up
  if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || e.key === "Shift" || e.key === "CapsLock") return;
  const ends = e.key === "Enter" || e.key === "Tab";
  if (ends && performance.now() < blockedUntil) return stop(e);
  if (e.timeStamp - (presses.at(-1)?.at ?? 0) > silence) forget();
  if (ends && taking) {
    stop(e);
    return finish();
  }
  if (e.key.length !== 1 || e.repeat) return forget();
  presses.push({ key: e.key, at: e.timeStamp, field: taking ? null : remember(document.activeElement) });
  if (!taking) {
    // What somebody typed just before a scan is not part of it: its first gap must be short.
    while (presses.length > 1 && presses[1].at - presses[0].at > gap) presses.shift();
    if (presses.length < least) return;
    taking = (e.timeStamp - presses[0].at) / (presses.length - 1) <= gap;
    if (!taking) return presses.shift();
    restore(presses[0].field);
  }
  stop(e);
  clearTimeout(timer);
  timer = setTimeout(finish, silence);
}, true);

// A key may come as two events: what belongs to a scan is no text, and its Enter presses no button.
window.addEventListener("keypress", (e) => (taking || (e.key === "Enter" && performance.now() < blockedUntil)) && stop(e), true);
window.addEventListener("keyup", (e) => e.key === "Enter" && performance.now() < blockedUntil && stop(e), true);
window.addEventListener("submit", (e) => !own && !(sent && e.target === form) && performance.now() < blockedUntil && stop(e), true);
document.addEventListener("scan:read", (e) => take(e.detail));
