// Forms that survive a lost connection. Binds to form[data-send]. A form sent by htmx is watched; any
// other is sent by the browser after the server was heard at data-send-ready ("/readyz"), so that no
// browser error page ever takes away what was typed. When nobody answers (or 503), [data-send-bar] is
// shown (a .strip, or a <dialog>: then modal), and for a minute the script sends again by itself, the
// same page with the same act, so nothing is recorded twice; then [data-send-again] appears, and
// [data-send-trying] goes. While a form is on its way a second click does nothing (aria-busy);
// html[data-sending] keeps the kiosk from resetting.

const root = document.documentElement;
const minute = 60_000;
const step = 3000;
let lost = null; // {form, button, since}: what could not be sent yet
let passing = null; // the form that may go to the browser now

const busy = (form, on) => {
  form.toggleAttribute("data-sent", on);
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  if (on) root.dataset.sending = "on";
  else delete root.dataset.sending;
};

async function answers(form) {
  try {
    const address = form.dataset.sendReady || "/readyz";
    const res = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(4000) });
    return res.ok;
  } catch {
    return false;
  }
}

function bar(shown, trying) {
  for (const el of document.querySelectorAll("[data-send-bar]")) {
    el.hidden = !shown;
    if (el.tagName === "DIALOG" && shown && !el.open) el.showModal();
    if (el.tagName === "DIALOG" && !shown && el.open) el.close();
    for (const part of el.querySelectorAll("[data-send-trying]")) part.hidden = !trying;
    for (const part of el.querySelectorAll("[data-send-count]")) part.textContent = part.dataset.sendCount.replace("{n}", 1);
    for (const part of el.querySelectorAll("[data-send-again]")) part.hidden = trying;
  }
}

function go({ form, button }) {
  lost = null;
  bar(false, false);
  passing = form;
  busy(form, false);
  form.requestSubmit(button?.isConnected && button.form === form ? button : undefined);
}

async function again() {
  const it = lost;
  if (!it) return;
  if (!it.form.isConnected) {
    lost = null;
    return bar(false, false);
  }
  if (await answers(it.form)) return lost === it && go(it);
  const trying = Date.now() - it.since < minute;
  if (!trying) delete root.dataset.sending;
  bar(true, trying);
  if (trying) setTimeout(again, step);
}

function fail(form, button) {
  busy(form, false);
  if (lost) return;
  root.dataset.sending = "on";
  lost = { form, button, since: Date.now() };
  bar(true, true);
  setTimeout(again, step);
}

const byHtmx = (form) => form.matches("[hx-post], [hx-get], [hx-put], [hx-boost='true'], [hx-boost='true'] *");

// Before htmx and the browser: is it on its way already, is anybody there?
window.addEventListener("submit", (e) => {
  const form = e.target;
  if (!form.matches("[data-send]")) return;
  if (form.hasAttribute("data-sent")) {
    e.preventDefault();
    e.stopImmediatePropagation();
    return;
  }
  form.lastButton = e.submitter;
  if (byHtmx(form)) return;
  if (passing === form) {
    passing = null;
    busy(form, true);
    setTimeout(() => busy(form, false), 10_000); // an answer that is no page, such as a download
    return;
  }
  e.preventDefault();
  e.stopImmediatePropagation();
  busy(form, true);
  answers(form).then((ok) => (ok ? go({ form, button: e.submitter }) : fail(form, e.submitter)));
}, true);

document.addEventListener("app:asking", (e) => e.target.matches("form[data-send]") && busy(e.target, true));
document.addEventListener("app:answered", (e) => e.target.matches("form[data-send]") && !lost && busy(e.target, false));
document.addEventListener("app:failed", (e) => {
  const { target, detail } = e;
  if (target.matches("form[data-send]") && [0, 502, 503, 504].includes(detail.status)) fail(target, target.lastButton);
});
document.addEventListener("click", (e) => {
  if (!lost || !e.target.closest("[data-send-again]")) return;
  e.preventDefault();
  lost.since = Date.now();
  root.dataset.sending = "on";
  bar(true, true);
  again();
});
window.addEventListener("pageshow", (e) => {
  if (!e.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) busy(form, false);
});
