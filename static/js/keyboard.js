// On-screen keys of the kiosk. Binds to [data-keys="text|code|digits"] (the .keys group), whose
// data-keys-for is the id of the input it types into, or several of which the last one touched counts. A key is a button.key: its text is what it
// types, unless data-key says shift, back, space, clear, layer or done. The group is drawn by the
// server and hidden without scripts. data-keys-open="focus" keeps it closed until the input is
// touched; data-keys-hides names (a selector) what gives way to it while it is open.
// text: a capital at the start of each word; code: capitals; the keys show the case they type.

const letters = "QWERTYUIOPASDFGHJKLZXCVBNM";
const signs = "1234567890@/()&:;,\"?!+=_#*";
const states = new WeakMap();
let pointing = false;

function stateOf(board) {
  if (!states.has(board)) states.set(board, { shift: null, signs: false, opened: -Infinity });
  return states.get(board);
}

const inputsOf = (board) => board.dataset.keysFor.split(" ").map((id) => document.getElementById(id));
function inputOf(board) {
  const now = inputsOf(board).find((input) => input === document.activeElement);
  return (stateOf(board).at = now ?? stateOf(board).at ?? inputsOf(board)[0]);
}

// upper tells the case of the next letter: what shift says, else what the kind of field asks for.
function upper(board) {
  const state = stateOf(board);
  if (state.shift !== null) return state.shift;
  if (board.dataset.keys === "code") return true;
  const input = inputOf(board);
  return /(^|[\s.])$/.test(input.value.slice(0, input.selectionStart ?? input.value.length));
}

function draw(board) {
  if (board.dataset.keys === "digits") return;
  const state = stateOf(board);
  const big = upper(board);
  for (const key of board.querySelectorAll(".key")) {
    const role = key.dataset.key;
    if (role === "shift") key.setAttribute("aria-pressed", String(big && !state.signs));
    if (role === "layer") {
      key.dataset.letters ??= "ABC";
      key.dataset.signs ??= key.textContent;
      key.textContent = state.signs ? key.dataset.letters : key.dataset.signs;
    }
    if (role) continue;
    key.dataset.base ??= key.textContent.trim();
    const at = letters.indexOf(key.dataset.base.toUpperCase());
    if (at < 0 || key.dataset.base.length !== 1) continue;
    const letter = letters[at];
    const text = state.signs ? signs[at] : big ? letter : letter.toLowerCase();
    if (key.textContent !== text) key.textContent = text;
  }
}

function write(input, text, back) {
  let start = input.selectionStart ?? input.value.length;
  const end = input.selectionEnd ?? start;
  if (back && start === end) start = Math.max(0, start - 1);
  const room = input.maxLength < 0 || input.value.length - (end - start) + text.length <= input.maxLength;
  if (!room || input.readOnly) return;
  input.setRangeText(text, start, end, "end");
  const inputType = back ? "deleteContentBackward" : "insertText";
  input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType, data: text || null }));
}

function press(board, key) {
  const input = inputOf(board);
  const state = stateOf(board);
  if (!input) return;
  switch (key.dataset.key) {
    case "shift":
      state.shift = !upper(board);
      break;
    case "layer":
      state.signs = !state.signs;
      break;
    case "back":
      write(input, "", true);
      break;
    case "clear":
      input.select();
      write(input, "", true);
      break;
    case "space":
      write(input, " ", false);
      break;
    case "done":
      close(board);
      break;
    default:
      write(input, key.textContent.trim(), false);
      if (board.dataset.keys === "text") state.shift = null;
  }
  draw(board);
}

function hides(board, hidden) {
  if (!board.dataset.keysHides) return;
  for (const other of document.querySelectorAll(board.dataset.keysHides)) other.hidden = hidden;
}

function open(board) {
  board.hidden = false;
  stateOf(board).opened = performance.now();
  hides(board, true);
  inputOf(board).scrollIntoView({ block: "nearest" });
  draw(board);
}

function close(board) {
  if (!board.dataset.keysOpen) return;
  board.hidden = true;
  hides(board, false);
}

// Keys close only after the touch outside has done its work: closing earlier would move the
// button away from under the finger.
function closeBut(target) {
  for (const board of document.querySelectorAll("[data-keys][data-keys-open]")) {
    const input = inputOf(board);
    if (performance.now() - stateOf(board).opened < 500) continue; // the field moved from under the finger
    if (!board.contains(target) && target !== input && !input?.form?.contains(target)) close(board);
  }
}

document.addEventListener("pointerdown", (e) => {
  pointing = true;
  if (e.target.closest?.("[data-keys] .key")) e.preventDefault();
});
// Keeps focus and caret in the input while a key is pressed.
document.addEventListener("mousedown", (e) => e.target.closest?.("[data-keys]") && e.preventDefault());
document.addEventListener("click", (e) => {
  pointing = false;
  const key = e.target.closest?.("[data-keys] .key");
  if (key) press(key.closest("[data-keys]"), key);
  else closeBut(e.target);
});
document.addEventListener("focusin", (e) => {
  for (const board of document.querySelectorAll("[data-keys][data-keys-open]")) {
    if (e.target === inputOf(board)) open(board);
  }
  if (!pointing) closeBut(e.target);
});
document.addEventListener("input", (e) => {
  for (const board of document.querySelectorAll("[data-keys]")) if (e.target === inputOf(board)) draw(board);
});
for (const board of document.querySelectorAll("[data-keys]")) {
  const input = inputOf(board);
  if (!input) continue;
  for (const one of inputsOf(board)) one.inputMode = "none"; // the kiosk's own keys, never the system's as well
  board.hidden = Boolean(board.dataset.keysOpen) && document.activeElement !== input;
  hides(board, Boolean(board.dataset.keysOpen) && !board.hidden);
  draw(board);
}
