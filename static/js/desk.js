// Keys of the desk that accesskey cannot give. F2: the scan field ([data-scan-input], or the first
// field of form[data-scan]). Arrow up and down: the rows of [data-guest-list], from the list, from the
// scan field, or from nowhere; Home and End its ends; Enter opens (it is a link). Only one row is a tab
// stop. Escape: closes an open menu, else empties the scan field, else follows a[data-back] ("back,
// nothing saved"). Alt+letter is accesskey in the page. No bare letter does anything.

const scanField = () =>
  document.querySelector("[data-scan-input]") ?? document.querySelector("form[data-scan] input:not([type=hidden])");
const rows = () => [...document.querySelectorAll("[data-guest-list] a.visit")];

function rove(current) {
  const all = rows();
  const stop = current ?? all.find((row) => row.hasAttribute("aria-current")) ?? all[0];
  for (const row of all) row.tabIndex = row === stop ? 0 : -1;
}

function move(key) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const start = at >= 0 ? at : all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = { ArrowDown: at < 0 && start >= 0 ? start : start + 1, ArrowUp: start - 1, Home: 0, End: all.length - 1 }[key];
  const row = all[Math.min(all.length - 1, Math.max(0, next))];
  rove(row);
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

// From fields the arrows belong to the field, except the scan field, which has one line.
function mayMove(key) {
  const el = document.activeElement;
  if (el?.closest("[data-guest-list]")) return true;
  if (key === "Home" || key === "End") return false;
  return !el || el === document.body || el === scanField();
}

function back() {
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  }
  const field = scanField();
  if (field && document.activeElement === field && field.value) {
    field.value = "";
    return true;
  }
  const link = document.querySelector("a[data-back]");
  link?.click();
  return Boolean(link);
}

document.addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || document.querySelector("dialog[open]")) return;
  if (e.key === "F2") {
    e.preventDefault();
    scanField()?.focus();
    scanField()?.select();
  } else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(e.key) && mayMove(e.key)) {
    e.preventDefault();
    move(e.key);
  } else if (e.key === "Escape" && back()) {
    e.preventDefault();
  }
});
document.addEventListener("focusin", (e) => e.target.matches?.("[data-guest-list] a.visit") && rove(e.target));
document.addEventListener("app:swapped", () => rove(rows().find((row) => row === document.activeElement)));
rove();
