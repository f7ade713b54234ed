// The photo page by keys and by swipe; its links and buttons do the work. Keeps the photo's name for the gallery.

const LAST_PHOTO = "lumina-last-photo";
const RETURNING = "lumina-returning";
const LETTERS_OFF = "lumina-letters-off";
const SWIPE = 60; // pixels, more across than down
const EDGE = 24; // from here the system's own gesture goes back

const link = (name) => document.querySelector(`[data-walk="${name}"]`);
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");
const lettersAreOff = () => localStorage.getItem(LETTERS_OFF) === "1";

const KEYS = {
  ArrowLeft: () => link("previous")?.click(),
  ArrowRight: () => link("next")?.click(),
  Escape: () => link("back")?.click(),
};
const LETTERS = {
  l: () => document.querySelector("[data-like]")?.click(),
  c: () => document.querySelector("[data-comment-text]")?.focus(),
  "?": () => document.getElementById("keys-dialog").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) {
    // Out of the text first; only the next Esc leaves the photo.
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = KEYS[event.key] ?? (lettersAreOff() ? null : LETTERS[event.key.toLowerCase()]);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) act();
});

// --- Swipe ------------------------------------------------------------------------------------------------------

const stage = document.querySelector("[data-stage]");
let start = null;

stage.addEventListener(
  "touchstart",
  (event) => {
    const [touch] = event.touches;
    const zoomed = (window.visualViewport?.scale ?? 1) > 1.05;
    const atEdge = touch.clientX < EDGE || touch.clientX > window.innerWidth - EDGE;
    start = event.touches.length > 1 || zoomed || atEdge ? null : { x: touch.clientX, y: touch.clientY };
  },
  { passive: true },
);
stage.addEventListener(
  "touchend",
  (event) => {
    if (!start) return;
    const [touch] = event.changedTouches;
    const [across, down] = [touch.clientX - start.x, touch.clientY - start.y];
    start = null;
    if (Math.abs(across) < SWIPE || Math.abs(across) < 2 * Math.abs(down)) return;
    link(across > 0 ? "previous" : "next")?.click();
  },
  { passive: true },
);

// --- Where one was ----------------------------------------------------------------------------------------------

let byKeyboard = false;
document.addEventListener("keydown", () => (byKeyboard = true), true);
document.addEventListener("pointerdown", () => (byKeyboard = false), true);
window.addEventListener("pagehide", () => {
  sessionStorage.setItem(LAST_PHOTO, JSON.stringify({ path: window.location.pathname, byKeyboard }));
});
link("back")?.addEventListener("click", (event) => {
  const { pathname, search } = new URL(event.currentTarget.href);
  sessionStorage.setItem(RETURNING, pathname + search);
});

// --- Once this picture is there, those of its neighbours ---------------------------------------------------------------

function preload() {
  document.querySelector(".frame-placeholder")?.remove();
  for (const step of document.querySelectorAll("[data-walk][data-image]")) new Image().src = step.dataset.image;
}
if (document.readyState === "complete") preload();
else window.addEventListener("load", preload);

// --- The letters can be switched off, for people whose speech or shaking types them -----------------------------------

const choice = document.querySelector("[data-letter-keys]");
choice.checked = !lettersAreOff();
choice.addEventListener("change", () => localStorage.setItem(LETTERS_OFF, choice.checked ? "0" : "1"));
document.querySelector("[data-keys-hint]").hidden = !window.matchMedia("(hover: hover)").matches;
