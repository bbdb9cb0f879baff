// Small help on forms of the desk. Binds to
//   [data-adds="ID"]   a button or link that clones <template id="ID"> to the end of the element named
//                      by the template's data-into (an id); "__n__" in name, id, for, aria-labelledby
//                      and aria-describedby becomes the next number, data-max the most rows; the new
//                      row's first field gets the focus. [data-removes] takes its closest [data-row] away.
//   [data-shows="ID"]  a checkbox, radio or option (on its select): the element is shown while it is
//                      chosen. Without scripts everything is visible. Fields that are hidden are not
//                      disabled: the server ignores them, and a second thought finds them again.
//   [data-fours]       sixteen digits are shown in fours, 6203 0141 0788 0001, once the field is left.
//   .nums              typing digits on the badge numbers chooses the number that ends in them.

const attributes = ["name", "id", "for", "aria-labelledby", "aria-describedby"];

function add(template) {
  const into = document.getElementById(template.dataset.into);
  const rows = into.querySelectorAll("[data-row]").length;
  if (rows >= Number(template.dataset.max || 50)) return;
  const n = Number(into.dataset.next ?? rows);
  into.dataset.next = n + 1;
  const part = template.content.cloneNode(true);
  for (const el of part.querySelectorAll("*")) {
    for (const name of attributes) {
      const value = el.getAttribute(name);
      if (value?.includes("__n__")) el.setAttribute(name, value.replaceAll("__n__", n));
    }
  }
  const field = part.querySelector("input, select, textarea");
  into.append(part);
  field?.focus();
}

function show() {
  for (const el of document.querySelectorAll("[data-shows]")) {
    const shown = el.tagName === "OPTION" ? el.selected : el.checked;
    const target = document.getElementById(el.dataset.shows);
    if (target) target.dataset.shown = String(shown || target.dataset.shown === "true");
  }
  for (const target of document.querySelectorAll("[data-shown]")) {
    target.hidden = target.dataset.shown !== "true";
    delete target.dataset.shown;
  }
}

let typed = "";
let timer = 0;

// Waits a moment before it chooses, so that the digits of a scan have passed.
function choose(group) {
  const want = typed;
  typed = "";
  if (want.length > 4) return;
  const radios = [...group.querySelectorAll("input[type=radio]:not(:disabled)")];
  const radio = radios.find((r) => Number(/\d+$/.exec(r.value)?.[0]) === Number(want));
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (e) => {
  const adds = e.target.closest("[data-adds]");
  const removes = e.target.closest("[data-removes]");
  if (!adds && !removes) return;
  e.preventDefault();
  if (adds) add(document.getElementById(adds.dataset.adds));
  else removes.closest("[data-row]")?.remove();
});
document.addEventListener("change", (e) => {
  const digits = e.target.matches?.("[data-fours]") ? e.target.value.replaceAll(" ", "") : "";
  if (/^\d{16}$/.test(digits)) e.target.value = digits.match(/\d{4}/g).join(" ");
});
document.addEventListener("change", show);
document.addEventListener("app:swapped", show);
document.addEventListener("keydown", (e) => {
  const group = e.target.closest?.(".nums");
  if (!group || e.ctrlKey || e.altKey || e.metaKey || !/^\d$/.test(e.key)) return;
  typed += e.key;
  clearTimeout(timer);
  timer = setTimeout(choose, 400, group);
});
show();
