// Kiosk pages leave nothing to the next guest. Binds to body[data-private]; data-idle-home is where a
// reset leads ("/kios"), form[data-idle-reset] the POST (with its token) that deletes draft and ticket.
// Leaving the page wipes fields and content, so that the page cache holds an empty page; a page that
// comes back from that cache is asked for again, and the server leads home when there is no draft.
// The event kiosk:reset (idle.js, countdown.js, a click on [data-kiosk-reset]) wipes, posts and
// replaces the address. While the server does not answer, <template data-away> is shown instead.

const page = document.querySelector("body[data-private]");

if (page) {
  const home = page.dataset.idleHome || "/";
  let resetting = false;

  const wipe = () => {
    for (const field of document.querySelectorAll("input, textarea, select")) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      else field.value = "";
    }
    const away = document.querySelector("template[data-away]")?.content;
    page.replaceChildren();
    return away;
  };

  const reset = async () => {
    if (resetting) return;
    resetting = true;
    const form = document.querySelector("form[data-idle-reset]");
    const action = form?.action;
    const fields = form && new URLSearchParams(new FormData(form));
    let away = wipe();
    sessionStorage.clear(); // scanner.js marks what it read last
    for (;;) {
      try {
        const signal = AbortSignal.timeout(5000);
        if (form) await fetch(action, { method: "POST", body: fields, redirect: "manual", signal });
        else await fetch("/healthz", { cache: "no-store", signal });
        location.replace(home);
        return;
      } catch {
        if (away) page.append(away.cloneNode(true));
        away = null;
        await new Promise((done) => setTimeout(done, 3000));
      }
    }
  };

  window.addEventListener("pagehide", wipe);
  window.addEventListener("pageshow", (e) => e.persisted && location.replace(location.href));
  document.addEventListener("kiosk:reset", reset);
  document.addEventListener("click", (e) => {
    if (!e.target.closest("[data-kiosk-reset]")) return;
    e.preventDefault();
    reset();
  });
}
