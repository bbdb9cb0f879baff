// Quiet kiosk pages ask "still here?" and then erase themselves. Binds to body[data-idle="40"]
// (seconds of quiet), data-idle-warn="20" (seconds of countdown) and data-idle-page (where to go when
// the page has no template). The question is <template data-idle-ask> holding a <dialog>, opened above
// the page, so that what was typed stays. In it: [data-idle-left] the number, [data-idle-ring] a circle
// with pathLength 100, [data-idle-say="{n} …"] spoken at 20, 10 and 5, [data-idle-erase] erases at once,
// a link with href or a form's button does its work; any other touch or key goes on. [data-idle-total] anywhere shows the
// seconds until the reset. Never acts while a camera, a printer or a request is at work
// (html[data-camera], [data-printing], [data-asking], [data-sending]). The reset is privacy.js's.

const body = document.querySelector("[data-idle]");

if (body) {
  const quiet = Number(body.dataset.idle);
  const warn = Number(body.dataset.idleWarn) || 20;
  let last = Date.now();
  let dialog = null;
  let said = 0;
  let over = false;

  const busy = () => ["camera", "printing", "asking", "sending"].some((k) => document.documentElement.dataset[k]);

  const goOn = () => {
    last = Date.now();
    if (!dialog) return;
    const old = dialog;
    dialog = null;
    if (old.open) old.close();
    old.remove();
  };

  const reset = () => {
    over = true;
    document.dispatchEvent(new Event("kiosk:reset"));
  };

  const ask = () => {
    const template = document.querySelector("template[data-idle-ask]");
    if (!template) {
      over = true;
      location.replace(body.dataset.idlePage);
      return;
    }
    document.body.append(template.content.cloneNode(true));
    dialog = document.body.lastElementChild;
    said = Infinity;
    dialog.addEventListener("close", goOn);
    dialog.addEventListener("click", (e) => {
      if (e.target.closest("[data-idle-erase]")) {
        e.preventDefault();
        reset();
      } else if (!e.target.closest("a[href]:not([data-idle-go]), form button")) {
        e.preventDefault();
        goOn();
      }
    });
    dialog.addEventListener("keydown", (e) => {
      const acts = e.key === "Enter" || e.key === " ";
      const moves = e.key === "Tab" || e.key === "Shift";
      if (moves || (acts && document.activeElement?.closest("a, button"))) return;
      e.preventDefault();
      goOn();
    });
    dialog.showModal();
  };

  const show = (left) => {
    for (const el of dialog.querySelectorAll("[data-idle-left]")) el.textContent = left;
    for (const el of dialog.querySelectorAll("[data-idle-ring]")) {
      el.setAttribute("stroke-dashoffset", String(100 - (100 * left) / warn));
    }
    const mark = [5, 10, 20].find((n) => left <= n) ?? Infinity;
    if (mark >= said) return;
    said = mark;
    for (const el of dialog.querySelectorAll("[data-idle-say]")) {
      el.textContent = el.dataset.idleSay.replace("{n}", left);
    }
  };

  // Counts by the clock, not by ticks: a machine that slept wakes up to an erased page.
  const tick = () => {
    if (over) return;
    if (busy() && !dialog) last = Date.now();
    const left = Math.ceil(quiet + warn - (Date.now() - last) / 1000);
    for (const el of document.querySelectorAll("[data-idle-total]")) el.textContent = Math.max(0, left);
    if (left <= 0) reset();
    else if (left <= warn && !dialog) ask();
    if (dialog && !over) show(left);
  };

  for (const name of ["pointerdown", "touchstart", "keydown", "input", "wheel"]) {
    window.addEventListener(name, () => dialog || (last = Date.now()), { capture: true, passive: true });
  }
  setInterval(tick, 250);
  tick();
}
