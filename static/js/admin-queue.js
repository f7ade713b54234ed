// The moderators' queue by keys: its links, boxes and buttons do the work. Every page works without this.

const list = document.querySelector("[data-case-list]");
const page = document.querySelector("[data-case-page]");
const keys = document.getElementById("keys-dialog");

const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const showKeys = () => keys?.showModal();

// --- The list ---------------------------------------------------------------------------------------------------

const rows = () => [...list.querySelectorAll("#result_list tbody tr")];
const current = () => document.activeElement?.closest("#result_list tbody tr");
const linkOf = (row) => row?.querySelector(".field-what a");

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  linkOf(all[to])?.focus();
  all[to]?.scrollIntoView({ block: "nearest" });
}

const inList = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  o: () => linkOf(current())?.click(),
  x: () => current()?.querySelector("input.action-select")?.click(),
  v: () => current()?.querySelector(".veil summary")?.click(),
  "?": showKeys,
};

// --- One case ---------------------------------------------------------------------------------------------------

function choose(action, then) {
  const box = page.querySelector(`[data-choice="${action}"]`);
  if (!box) return;
  box.click();
  const next = page.querySelector(then);
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

const onPage = {
  n: () => document.querySelector('[data-key="next"]')?.click(),
  a: () => choose("dismiss", "[data-decide]"),
  s: () => choose("sensitive", "#id_rule"),
  r: () => choose("remove", "#id_rule"),
  v: () => page.querySelector(".veil summary")?.click(),
  Escape: () => document.querySelector('[data-key="back"]')?.click(),
  "?": showKeys,
};

// --- Both -------------------------------------------------------------------------------------------------------

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) {
    // Out of the field first; only the next Esc leaves the page.
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // The radio buttons have the arrows for themselves.
  if (event.target.type === "radio" && event.key.startsWith("Arrow")) return;
  const known = list ? inList : onPage;
  const act = known[event.key] ?? known[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  if (!event.repeat || list) act();
}

if (list || page) {
  document.addEventListener("keydown", pressed);
  document.querySelector("[data-keys-open]")?.addEventListener("click", showKeys);
  // Whoever comes to correct something begins there.
  page?.querySelector(".errors select, .errors textarea, .errors input")?.focus();
}
