// Pages about complaints. What is typed is never kept anywhere: form[data-carry] is sent along with
// check=1 when a link changes this very page (another language, larger text), and comes back filled.
// On the kiosk the bell rings without leaving the page: a click on /kios/panggil posts it, and shows
// [data-called] (hidden). textarea[data-counts="ID"] writes into [data-left="{n} …"] how many
// characters are left, once fewer than 500 are. button[data-prints] prints the page.

const root = document.documentElement;

function carry(form, address) {
  const check = document.createElement("input");
  check.type = "hidden";
  check.name = "check";
  check.value = "1";
  form.append(check);
  form.action = address;
  form.submit();
}

async function ring(link) {
  const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
  root.dataset.asking = "1";
  try {
    const signal = AbortSignal.timeout(4000);
    const res = await fetch(link.href, { method: "POST", body: new URLSearchParams({ csrf }), redirect: "manual", signal });
    if (res.type !== "opaqueredirect") throw new Error("nobody rang");
    document.querySelector("[data-called]").hidden = false;
  } catch {
    location.assign(link.href);
  }
  delete root.dataset.asking;
}

document.addEventListener("click", (e) => {
  const link = e.target.closest?.("a[href]");
  if (!link || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey) return;
  const form = document.querySelector("form[data-carry]");
  const to = new URL(link.href);
  if (form && to.search && to.pathname === new URL(form.action).pathname) {
    e.preventDefault();
    carry(form, link.href);
  } else if (to.pathname === "/kios/panggil" && document.querySelector("[data-called]")) {
    e.preventDefault();
    ring(link);
  }
});

function count(text) {
  const out = document.getElementById(text.dataset.counts);
  const left = text.maxLength - text.value.length;
  out.hidden = left >= 500;
  out.textContent = out.hidden ? "" : out.dataset.left.replace("{n}", left);
}

for (const text of document.querySelectorAll("textarea[data-counts]")) {
  text.addEventListener("input", () => count(text));
  count(text);
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.addEventListener("click", () => window.print());
}
