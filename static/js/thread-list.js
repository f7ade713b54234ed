// The messages of a thread in the page: each once, by id, under the days of the reader's own clock.

import { dayOf, nameOfDay, showLocalTimes } from "./local-time.js";

const days = document.getElementById("days");
const idOf = (message) => message.dataset.message;
const timeOf = (message) => message.querySelector(".message-time").dateTime;
const sections = () => [...days.querySelectorAll(":scope > .day")];
let seenUpTo = days.querySelector(".seen")?.previousElementSibling?.dataset.message ?? "";

export const all = () => [...days.querySelectorAll(".message")];
export const newestId = () => all().at(-1)?.dataset.message ?? "";
export const find = (id) => days.querySelector(`[data-message="${CSS.escape(id)}"]`);

function newSection(day) {
  const section = document.createElement("li");
  section.className = "day";
  section.dataset.day = day;
  const name = document.createElement("h2");
  name.className = "day-name";
  name.append(document.createElement("time"));
  const list = document.createElement("ol");
  list.className = "messages";
  section.append(name, list);
  return section;
}

function sectionOf(day) {
  const found = sections().find((section) => section.dataset.day === day);
  if (found) return found;
  const made = newSection(day);
  days.insertBefore(made, sections().find((section) => section.dataset.day > day) ?? null);
  return made;
}

function put(message) {
  const list = sectionOf(dayOf(new Date(timeOf(message)))).querySelector(".messages");
  const others = [...list.querySelectorAll(":scope > .message")];
  list.insertBefore(message, others.find((other) => idOf(other) > idOf(message)) ?? null);
}

// The server's days are those of UTC; a page of older messages may bring a day that is there already.
export function arrange() {
  for (const message of all()) {
    if (message.closest(".day") !== sectionOf(dayOf(new Date(timeOf(message))))) put(message);
  }
  for (const section of sections()) {
    if (!section.querySelector(".message")) section.remove();
    const time = section.querySelector(".day-name time");
    time.dateTime = section.dataset.day;
    time.textContent = nameOfDay(section.dataset.day);
  }
  showLocalTimes(days);
  showSeen();
}

// Says whether it is new here.
export function insert(message) {
  if (find(idOf(message))) return false;
  put(message);
  arrange();
  window.htmx.process(message);
  return true;
}

export function remove(id) {
  find(id)?.remove();
  arrange();
}

// What a moderator has removed says so instead, and may come back.
export function replace(message) {
  const old = find(idOf(message));
  if (!old) return;
  old.replaceWith(message);
  arrange();
  window.htmx.process(message);
}

const isRemoved = (message) => message.matches(".message-removed");

function showSeen() {
  const mine = all().filter((message) => message.matches(".message-mine") && idOf(message) <= seenUpTo);
  const mark = days.querySelector(".seen") ?? document.getElementById("seen-mark").content.firstElementChild.cloneNode(true);
  if (mine.length) mine.at(-1).after(mark);
  else mark.remove();
}

export function seen(upTo) {
  if (upTo <= seenUpTo) return;
  seenUpTo = upTo;
  showSeen();
}

// Bring the list to what a freshly loaded page shows: what is new, gone, and seen meanwhile.
export function agreeWith(fetched) {
  const messages = [...fetched.querySelectorAll(".message")];
  const first = messages.length ? idOf(messages[0]) : "";
  if (first > newestId()) {
    // More has been written than a page holds: what lies between comes by scrolling up.
    days.replaceChildren(...fetched.children);
    window.htmx.process(days);
  }
  const ids = new Set(messages.map(idOf));
  const gone = all().filter((message) => idOf(message) >= first && !ids.has(idOf(message)));
  for (const message of gone) message.remove();
  for (const message of messages) {
    if (days.contains(message)) continue;
    const old = find(idOf(message));
    if (old && isRemoved(old) !== isRemoved(message)) replace(message);
    else insert(message);
  }
  seen(fetched.querySelector(".seen")?.previousElementSibling?.dataset.message ?? "");
  arrange();
}
