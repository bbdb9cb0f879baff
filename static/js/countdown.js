// The ticket's countdown. Binds to [data-countdown="45"]: seconds until the kiosk erases itself.
// Inside or outside it: [data-countdown-left] the number, changed once a second; [data-countdown-say
// ="{n} …"] spoken at 20, 10 and 5; [data-countdown-more] ("Beri waktu lagi") starts it anew (a link:
// without scripts it reloads the page). Waits while a printer or a request is at work.

const clock = document.querySelector("[data-countdown]");

if (clock) {
  const whole = Number(clock.dataset.countdown);
  let end = Date.now() + whole * 1000;
  let shown = -1;
  let over = false;

  const busy = () => ["printing", "asking", "sending"].some((k) => document.documentElement.dataset[k]);

  const tick = () => {
    if (over) return;
    if (busy()) end = Math.max(end, Date.now() + 20_000);
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (left === shown) return;
    shown = left;
    for (const el of document.querySelectorAll("[data-countdown-left]")) el.textContent = left;
    if ([20, 10, 5].includes(left)) {
      for (const el of document.querySelectorAll("[data-countdown-say]")) {
        el.textContent = el.dataset.countdownSay.replace("{n}", left);
      }
    }
    if (left > 0) return;
    over = true;
    document.dispatchEvent(new Event("kiosk:reset"));
  };

  document.addEventListener("click", (e) => {
    if (over || !e.target.closest("[data-countdown-more]")) return;
    e.preventDefault();
    end = Date.now() + whole * 1000;
    for (const el of document.querySelectorAll("[data-countdown-say]")) el.textContent = "";
    tick();
  });
  setInterval(tick, 250);
  tick();
}
