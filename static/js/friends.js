// The page of friends: an emptied search brings the lists back, and what others do shows up by itself.

import { fetchPage } from "./fragments.js";

const people = document.querySelector("[data-people]");
const search = document.querySelector("[data-people-search]");
const home = search.getAttribute("action");
const words = () => search.elements.q.value.trim();
const doneHere = new Set();

async function showLists() {
  const page = await fetchPage(home);
  if (!page || words()) return;
  const focused = document.activeElement?.id;
  people.replaceChildren(...page.querySelector("[data-people]").childNodes);
  window.htmx.process(people);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

document.addEventListener("htmx:confirm", (event) => {
  if (event.detail.elt !== search || words()) return;
  event.preventDefault();
  window.history.replaceState(null, "", home);
  showLists();
});

// Where one has pressed a button, the answer takes its place and nothing jumps.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (requestConfig.verb === "post") doneHere.add(elt.closest(".relation")?.id);
});
document.body.addEventListener("lumina:relation", (event) => {
  if (doneHere.delete(`relation-${event.detail.with}`) || words()) return;
  showLists();
});
