// The desk's sounds. Binds to [data-sound="accepted|used|refused|answered|call"]: played once when such
// an element is in the page or comes into it; data-sound-again="20" plays it again every 20 s while it
// is there (in one tab of the browser alone); data-sound-key (any text of the server's) keeps it from
// being heard again after a reload. Also the event sound:play (detail: a name, or "tick").
// [data-sound-mute] turns sounds off and on (aria-pressed; inside it [data-when="on"], [data-when
// ="off"] are shown in turn), input[data-sound-volume] (0 to 1) sets how loud: both kept per device.
// [data-sound-on] ("Aktifkan suara") shows while the browser waits for a first touch or key.
// Told apart by rhythm as well as pitch: one, two equal, two falling, two rising, three; at most 300 ms.
// html[data-sounded] names the last one, also when muted.

const tunes = {
  accepted: [[620, 0, 160]],
  used: [[520, 0, 90], [520, 150, 90]],
  refused: [[520, 0, 110], [330, 150, 140]],
  answered: [[440, 0, 100], [700, 140, 140]],
  call: [[560, 0, 80], [560, 110, 80], [700, 220, 80]],
  tick: [[220, 0, 25]],
};
const Audio = window.AudioContext;
let context = null;

const muted = () => localStorage.getItem("sound") === "off";
const volume = () => Number(localStorage.getItem("volume") ?? 0.6);

function play(name) {
  const tune = tunes[name];
  if (!tune) return;
  document.documentElement.dataset.sounded = name;
  if (muted() || !Audio) return;
  context ??= new Audio();
  showOn();
  if (context.state !== "running") return;
  const now = context.currentTime; // once: it goes on while the notes are made
  for (const [pitch, after, length] of tune) {
    const tone = context.createOscillator();
    const level = context.createGain();
    const begin = now + after / 1000;
    tone.type = "triangle";
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0, begin);
    level.gain.linearRampToValueAtTime(volume(), begin + 0.008);
    level.gain.setValueAtTime(volume(), begin + Math.max(0.01, length / 1000 - 0.02));
    level.gain.linearRampToValueAtTime(0, begin + length / 1000);
    tone.connect(level).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + length / 1000);
  }
}

function showOn() {
  for (const el of document.querySelectorAll("[data-sound-on]")) {
    el.hidden = muted() || !Audio || context?.state === "running";
  }
}

function showMute() {
  for (const el of document.querySelectorAll("[data-sound-mute]")) {
    if (el.tagName === "BUTTON") el.setAttribute("aria-pressed", String(muted())); // a link tells by its words
    for (const word of el.querySelectorAll("[data-when]")) word.hidden = (word.dataset.when === "off") !== muted();
  }
  for (const el of document.querySelectorAll("[data-sound-volume]")) el.value = volume();
  showOn();
}

function news() {
  const again = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
  for (const el of document.querySelectorAll("[data-sound]:not([data-sound-done])")) {
    el.dataset.soundDone = "";
    const key = el.dataset.soundKey;
    const before = (sessionStorage.getItem("heard") ?? "").split(" ");
    const heard = key ? before.includes(key) : again;
    if (key && !heard) sessionStorage.setItem("heard", [key, ...before].slice(0, 20).join(" "));
    if (heard) continue;
    if (el.dataset.soundAgain) localStorage.setItem("rang", Date.now());
    play(el.dataset.sound);
  }
}

// What rings goes on gently until somebody answers; the tabs of a browser share one bell.
function ring() {
  const el = document.querySelector("[data-sound-again]");
  if (!el || Date.now() - Number(localStorage.getItem("rang")) < Number(el.dataset.soundAgain) * 1000) return;
  localStorage.setItem("rang", Date.now());
  play(el.dataset.sound);
}

async function wake() {
  if (muted() || !Audio) return;
  context ??= new Audio();
  if (context.state !== "running") await context.resume().catch(() => {});
  showOn();
}

document.addEventListener("click", (e) => {
  if (!e.target.closest("[data-sound-mute]")) return;
  e.preventDefault();
  localStorage.setItem("sound", muted() ? "on" : "off");
  showMute();
  wake();
});
document.addEventListener("input", (e) => {
  if (!e.target.matches("[data-sound-volume]")) return;
  localStorage.setItem("volume", e.target.value);
  play("accepted");
});
for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, wake, { capture: true, passive: true });
document.addEventListener("sound:play", (e) => play(e.detail));
document.addEventListener("app:swapped", news);
if (Audio && !muted()) context = new Audio();
setInterval(ring, 1000);
showMute();
news();
