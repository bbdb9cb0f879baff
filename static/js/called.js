// The kiosk's page after "Panggil petugas". Binds to [data-call-news="address"], which answers 204
// while the bell rings and 200 once an officer comes: then the page loads itself again. Asking is no
// touch, so a kiosk that was left alone goes home as ever. Without scripts the page's own refresh
// does the same.

const called = document.querySelector("[data-call-news]");

if (called) {
  const every = 2000; // ms
  const ask = async () => {
    if (!called.isConnected) return; // wiped
    try {
      const res = await fetch(called.dataset.callNews, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(5000) });
      if (res.status === 200) return location.replace(location.href);
    } catch {} // the server is away: the bell rings on
    setTimeout(ask, every);
  };
  setTimeout(ask, every);
}
