// The list of conversations follows what happens while it is open.

import { fetchFragment } from "./fragments.js";
import { showLocalTimes } from "./local-time.js";

const TOGETHER = 300; // ms in which several messages are one reason to look
const list = document.getElementById("conversations");
const thread = document.querySelector("[data-thread]");

const stateOf = (row) =>
  [row.querySelector("time").dateTime, row.querySelector("[data-last]").textContent, row.className].join("|") +
  (row.querySelector(".badge")?.textContent ?? "");

// The newest ones come to the top; a row that says the same stays as it is.
function merge(fragment) {
  const focused = document.activeElement?.closest(".conversation")?.id;
  for (const row of [...fragment.querySelectorAll(".conversation")].reverse()) {
    const old = document.getElementById(row.id);
    const kept = old && stateOf(old) === stateOf(row) ? old : row;
    if (kept === old && list.firstElementChild === old) continue;
    if (old && kept !== old) old.remove();
    list.prepend(kept);
  }
  showLocalTimes(list);
  if (focused) document.getElementById(focused)?.querySelector("a").focus({ preventScroll: true });
}

function mark() {
  const current = list.querySelector(`[data-person="${thread?.dataset.person}"] a`);
  current?.setAttribute("aria-current", "page");
  for (const row of list.querySelectorAll(".conversation")) {
    const unsent = localStorage.getItem(`lumina-unsent:${list.dataset.me}:${row.dataset.person}`);
    if (unsent) row.querySelector("[data-unsent]").hidden = false;
  }
}

let timer = 0;
function refresh() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const fragment = await fetchFragment(list.dataset.url);
    if (!fragment) return;
    merge(fragment);
    mark();
  }, TOGETHER);
}

for (const type of ["message", "message_deleted", "message_changed", "read_here", "catchup"]) {
  document.body.addEventListener(`lumina:${type}`, refresh);
}
mark();
