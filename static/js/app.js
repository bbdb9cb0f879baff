// Settings of htmx and idiomorph, and the only place that knows the names of htmx's events (they
// change in htmx 4). Binds to nothing; load after the vendored files. The other scripts listen to:
//   app:asking    on the asking element, a request begins
//   app:answered  it ended; detail.ok tells whether the server answered it
//   app:failed    no usable answer; detail.status is 0 (no connection, timeout), or 500 and above
//   app:swapping  on the target, before a swap; detail.html; preventDefault() keeps the page as it is
//   app:swapped   on the new content, which is now in the page
// html[data-asking] is the number of open requests: the kiosk never resets while there is one.

const root = document.documentElement;
let open = 0;

function tell(target, name, detail) {
  return target.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
}

function count(step) {
  open = Math.max(0, open + step);
  if (open) root.dataset.asking = open;
  else delete root.dataset.asking;
}

if (window.htmx) {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    timeout: 10000,
    methodsThatUseUrlParams: ["get"],
    includeIndicatorStyles: false,
    // A refusal (4xx) is a page with messages and what was typed: it is shown. A fault is not.
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "4..", swap: true, error: false },
      { code: "5..", swap: false, error: true },
    ],
  });
  if (window.Idiomorph) Idiomorph.defaults.ignoreActiveValue = true;

  const on = (name, act) => document.addEventListener("htmx:" + name, act);
  on("beforeSend", (e) => {
    count(1);
    tell(e.target, "app:asking", {});
  });
  on("afterRequest", (e) => {
    count(-1);
    tell(e.target, "app:answered", { ok: e.detail.xhr.status > 0 && e.detail.xhr.status < 500 });
  });
  on("sendError", (e) => tell(e.target, "app:failed", { status: 0 }));
  on("timeout", (e) => tell(e.target, "app:failed", { status: 0 }));
  on("responseError", (e) => {
    if (e.detail.xhr.status >= 500) tell(e.target, "app:failed", { status: e.detail.xhr.status });
  });
  on("beforeSwap", (e) => {
    if (!e.detail.shouldSwap) return;
    if (!tell(e.detail.target, "app:swapping", { html: e.detail.serverResponse })) e.detail.shouldSwap = false;
  });
  on("afterSettle", (e) => tell(e.target, "app:swapped", {}));
}
