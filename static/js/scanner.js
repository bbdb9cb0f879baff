// A USB scanner types like a very fast keyboard. Binds to form[data-scan] (its [data-scan-input], or
// its first text field, receives what was read; then the form is submitted) and to the whole page:
// data-scan-min="8" keys with gaps of at most data-scan-gap="50" ms are a scan, ended by Enter, Tab, or
// silence. It is taken out of whatever field had the focus (former text and caret come back),
// data-scan-prefix is cut off, letters become capitals (Caps Lock and shift stop to matter: our codes
// know no case). The same content within 3 s is answered by a soft tick alone. If a form[data-unsaved]
// was changed, dialog[data-scan-ask] is opened first: [data-scan-go] goes on, [data-scan-stay] or Esc
// stays. On a locked desk input[data-scan-hold] keeps the content until sign-in. camera.js hands its
// finds over by the event scan:read (detail: the text), to the same way.

const form = document.querySelector("form[data-scan]");
const hold = document.querySelector("input[data-scan-hold]");
const least = Number(form?.dataset.scanMin) || 8;
const gap = Number(form?.dataset.scanGap) || 50;
const silence = 120; // ms; also the longest gap once a scan is certain
const guard = 80; // ms in which the Enter of a scan is kept from forms and buttons

let keys = "";
let lastKey = -Infinity;
let field = null; // the focused field as it was before the burst
let taking = false;
let timer = 0;
let blockedUntil = 0;
let own = false;

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
  keys = "";
  field = null;
  taking = false;
}

function finish() {
  const read = keys;
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
  own = true;
  form.requestSubmit();
  own = false;
}

function stop(e) {
  e.preventDefault();
  e.stopImmediatePropagation();
}

window.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || e.key === "Shift" || e.key === "CapsLock") return;
  const ends = e.key === "Enter" || e.key === "Tab";
  if (ends && performance.now() < blockedUntil) return stop(e);
  const quick = e.timeStamp - lastKey <= (ends || taking ? silence : gap);
  if (ends && quick && keys.length >= least) {
    stop(e);
    return finish();
  }
  if (e.key.length !== 1 || e.repeat) return forget();
  if (!quick) {
    forget();
    field = remember(document.activeElement);
  }
  lastKey = e.timeStamp;
  keys += e.key;
  if (keys.length < least) return;
  if (!taking) restore(field);
  taking = true;
  stop(e);
  clearTimeout(timer);
  timer = setTimeout(finish, silence);
}, true);

// A key may come as two events: what belongs to a scan is no text, and its Enter presses no button.
window.addEventListener("keypress", (e) => (taking || (e.key === "Enter" && performance.now() < blockedUntil)) && stop(e), true);
window.addEventListener("keyup", (e) => e.key === "Enter" && performance.now() < blockedUntil && stop(e), true);
window.addEventListener("submit", (e) => !own && performance.now() < blockedUntil && stop(e), true);
document.addEventListener("scan:read", (e) => take(e.detail));
