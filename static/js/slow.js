// What takes longer than 300 ms says so. Binds to [data-slow]: when a link or a form of the page leads
// to another page, it gets aria-busy after 300 ms (the styles draw its children as a skeleton of the
// same height), and [data-slow-says] (role=status, hidden) is shown. It ends when the page comes back
// from the browser's cache, and after 15 s, when the answer was no page.

let timer = 0;

function show(on) {
  for (const el of document.querySelectorAll("[data-slow]")) {
    if (on) el.setAttribute("aria-busy", "true");
    else el.removeAttribute("aria-busy");
  }
  for (const el of document.querySelectorAll("[data-slow-says]")) el.hidden = !on;
}

function begin(e) {
  if (e.defaultPrevented) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    show(true);
    timer = setTimeout(() => show(false), 15_000);
  }, 300);
}

document.addEventListener("click", (e) => {
  const link = e.target.closest("a[href]");
  const plain = link && link.origin === location.origin && !link.target && !link.hasAttribute("download") && !link.hash;
  if (plain && e.button === 0 && !(e.ctrlKey || e.metaKey || e.shiftKey)) begin(e);
});
document.addEventListener("submit", begin);
window.addEventListener("pageshow", (e) => {
  if (!e.persisted) return;
  clearTimeout(timer);
  show(false);
});
