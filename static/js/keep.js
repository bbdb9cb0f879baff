// What is typed on a page of the kiosk's wizard or on the phone's page stays when a link leads away: another
// language, larger text, back, change, the house rules. Binds to form[data-keep]: a click on a link
// first posts the page's fields with keep=1, which the server puts into the guest's own sealed draft
// without judging them, then follows the link. Without scripts only sending the form keeps what is typed.
// A link that erases (data-kiosk-reset) keeps nothing. html[data-asking] holds the reset meanwhile.

const root = document.documentElement;

document.addEventListener("click", async (e) => {
  const link = e.target.closest?.("a[href]");
  const form = document.querySelector("form[data-keep]");
  if (!link || !form || link.matches("[data-kiosk-reset], [download], [target]") || e.defaultPrevented) return;
  if (link.getAttribute("href").startsWith("#") || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  fields.set("keep", "1");
  root.dataset.asking = "1";
  try {
    const signal = AbortSignal.timeout(3000);
    await fetch(form.action, { method: "POST", body: fields, redirect: "manual", signal });
  } catch {
    // Nobody answers: following the link is still what the guest wants.
  }
  delete root.dataset.asking;
  location.assign(link.href);
});
