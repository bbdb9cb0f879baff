// A ticket on the guest's phone follows its visit. Binds to [data-ticket-live="/…"], the address of
// its stream: on the event "changed" the page loads itself again (it has no fields). Where no stream
// comes, it does so every data-ticket-every="20" seconds while it is looked at. At most once in 3 s.
// Without scripts the page's own refresh or a reload does the same.

const ticket = document.querySelector("[data-ticket-live]");

if (ticket) {
  const every = Number(ticket.dataset.ticketEvery || 20) * 1000;
  const born = Date.now();
  let news = false;
  let stream = null;

  const renew = () => {
    if (!news || document.visibilityState !== "visible") return;
    const wait = 3000 - (Date.now() - born);
    if (wait > 0) setTimeout(renew, wait);
    else location.reload();
  };
  const changed = () => {
    news = true;
    renew();
  };

  const open = () => {
    stream = new EventSource(ticket.dataset.ticketLive);
    stream.addEventListener("changed", changed);
  };

  // The server may be away: a reload would end on the browser's own error page.
  const poll = async () => {
    if (document.visibilityState !== "visible" || stream?.readyState === EventSource.OPEN) return;
    const ok = await fetch("/healthz", { cache: "no-store" }).then((r) => r.ok, () => false);
    if (ok) changed();
  };

  document.addEventListener("visibilitychange", renew);
  window.addEventListener("pagehide", () => stream?.close());
  window.addEventListener("pageshow", (e) => e.persisted && location.reload());
  setInterval(poll, every);
  open();
}
