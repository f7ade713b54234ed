// The page of notifications shows new ones as they come, for whoever looks at its beginning.

import { fetchFragment, post } from "./fragments.js";

const TOGETHER = 300; // ms in which several are one reason to look
const BEGINNING = 400; // pixels; further down nothing moves under the reader
const list = document.getElementById("notes");
let timer = 0;

async function refresh() {
  if (document.hidden || window.scrollY > BEGINNING) return;
  const fragment = await fetchFragment(list.dataset.url);
  if (!fragment || !fragment.querySelector(".note.is-unread")) return;
  list.replaceChildren(fragment);
  window.htmx.process(list);
  await post(list.dataset.read);
  document.body.dispatchEvent(new CustomEvent("lumina:badges"));
}

for (const type of ["notification", "catchup"]) {
  document.body.addEventListener(`lumina:${type}`, () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, TOGETHER);
  });
}
