// Prints PDFs of our own server through a frame; under Chromium's --kiosk-printing without a dialog.
// Binds to [data-print-frame="/…pdf"] (data-print-title names the frame): the script puts the frame in
// and prints once it has loaded, once for each data-print-once (any text of the server's, such as the
// act that saved), so that a reload shows the paper but does not print it again; without data-print-once
// it only shows. [data-print-again] inside prints the frame that is there. a[data-print] prints the PDF
// it links to (without scripts the link opens it), a[data-print-form="ID"] sends that form (without scripts
// the link leads to a page that does). html[data-printing] is set for the first 8 seconds.
// [data-print-failed] (hidden) is shown when the frame did not come within 15 s,
// [data-print-away] (hidden) when the server does not answer a link.

const root = document.documentElement;

// Whether the server answers: the browser's own error page must not be printed.
async function heard() {
  try {
    return (await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(4000) })).ok;
  } catch {
    return false;
  }
}

function show(what, on) {
  for (const el of document.querySelectorAll(what)) el.hidden = !on;
}

function frameFor(address, title, into) {
  const frame = document.createElement("iframe");
  frame.className = "printframe";
  frame.title = title || "PDF";
  frame.src = address;
  into.append(frame);
  return frame;
}

function print(frame) {
  root.dataset.printing = "on";
  setTimeout(() => delete root.dataset.printing, 8000);
  const before = document.activeElement;
  frame.contentWindow.focus();
  frame.contentWindow.print();
  release(frame, before);
}

// The viewer would keep the keyboard: keys and scans of the desk would end in it.
function release(frame, before) {
  frame.blur();
  window.focus();
  if (before instanceof HTMLElement && before !== frame) before.focus({ preventScroll: true });
}

function whenLoaded(frame, panel, act) {
  const failed = panel?.querySelector("[data-print-failed]");
  const late = setTimeout(() => failed && (failed.hidden = false), 15_000);
  frame.addEventListener("load", () => {
    clearTimeout(late);
    frame.dataset.loaded = "";
    if (act) act();
  }, { once: true });
}

function bind(panel) {
  panel.dataset.printBound = "";
  const frame = frameFor(panel.dataset.printFrame, panel.dataset.printTitle, panel);
  const once = panel.dataset.printOnce;
  const first = once && sessionStorage.getItem("printed") !== once;
  whenLoaded(frame, panel, first && (() => {
    sessionStorage.setItem("printed", once);
    print(frame);
  }));
}

function bindAll() {
  for (const panel of document.querySelectorAll("[data-print-frame]:not([data-print-bound])")) bind(panel);
}

async function printLink(link) {
  const ok = await heard();
  show("[data-print-away]", !ok);
  if (!ok) return;
  document.querySelector("[data-print-link]")?.remove();
  const box = document.createElement("div");
  box.className = "sr";
  box.dataset.printLink = "";
  box.setAttribute("aria-hidden", "true");
  document.body.append(box);
  const frame = frameFor(link.href, link.textContent.trim(), box);
  frame.tabIndex = -1;
  whenLoaded(frame, null, () => print(frame));
}

document.addEventListener("click", (e) => {
  const again = e.target.closest("[data-print-again]");
  const link = e.target.closest("a[data-print]");
  const form = document.getElementById(e.target.closest("a[data-print-form]")?.dataset.printForm);
  if (again) {
    const frame = again.closest("[data-print-frame]")?.querySelector("iframe[data-loaded]");
    if (frame) print(frame);
  } else if (form) {
    e.preventDefault();
    form.requestSubmit();
  } else if (link) {
    e.preventDefault();
    printLink(link);
  }
});
document.addEventListener("app:swapped", bindAll);
bindAll();
