// The check-out. Binds to form[data-give]: li[data-give-left] are the things, each with a checkbox and,
// in data-give-of, whose it is; data-give-fixed ones are settled already. [data-give-count] holds
// "{n} of {all} back"; [data-give-done] is locked while [data-give-missing] ("Not yet: {what} …") names
// what is out; data-give-and joins the last two. [data-give-all] ticks everything. input[name=behind]
// with a thing's value (ticked, or hidden) settles it too. Who does not leave (an unticked input[name=who]) counts for
// nothing. A scan takes the ticks along, so that the page that answers it still has them. Without
// scripts the server says what is missing.

const form = document.querySelector("form[data-give]");

if (form) {
  const count = document.querySelector("[data-give-count]");
  const done = document.querySelector("[data-give-done]");
  const missing = document.querySelector("[data-give-missing]");
  const of = (name) => [...document.querySelectorAll(`input[name="${name}"]`)].filter((el) => el.form === form);

  const things = () => {
    const who = of("who").filter((el) => el.type === "checkbox");
    const stays = who.filter((el) => !el.checked).map((el) => el.value);
    return [...form.querySelectorAll("[data-give-left]")].filter((li) => !stays.includes(li.dataset.giveOf));
  };

  const show = () => {
    const behind = of("behind").filter((el) => el.checked || el.type === "hidden").map((el) => el.value);
    const all = things();
    const box = (li) => li.querySelector("input");
    const left = all
      .filter((li) => !box(li).checked && !("giveFixed" in li.dataset) && !behind.includes(box(li).value))
      .map((li) => li.dataset.giveLeft);
    for (const li of all) li.classList.toggle("is-back", box(li).checked);
    count.textContent = count.dataset.giveCount
      .replace("{n}", all.filter((li) => box(li).checked).length)
      .replace("{all}", all.length);
    done.disabled = left.length > 0;
    const last = left.pop();
    const what = left.length ? left.join(", ") + missing.dataset.giveAnd + last : last;
    missing.textContent = last ? missing.dataset.giveMissing.replace("{what}", what) : "";
  };

  document.addEventListener("change", show);
  form.querySelector("[data-give-all]").addEventListener("click", (e) => {
    e.preventDefault();
    for (const li of things()) if (!("giveFixed" in li.dataset)) li.querySelector("input").checked = true;
    show();
    done.focus();
  });
  document.querySelector("form[data-scan]")?.addEventListener("submit", (e) => {
    for (const el of of("back").filter((box) => box.checked && !box.disabled)) {
      const given = Object.assign(document.createElement("input"), { type: "hidden", name: "given", value: el.value });
      e.target.append(given);
    }
  });
  show();
}
