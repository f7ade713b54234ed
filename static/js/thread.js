// An open conversation: what comes is placed, what is typed is sent, and the end stays in sight.

import { Composer } from "./composer.js";
import { fetchFragment, fetchPage, parsed, post } from "./fragments.js";
import { Outbox } from "./outbox.js";
import * as list from "./thread-list.js";

const TYPING_SENT_APART = 2000;
const TYPING_SHOWN = 4000;
const NEAR_END = 120; // pixels
const OLDER_FROM = 600; // pixels above the screen at which older messages are fetched

const thread = document.querySelector("[data-thread]");
const { me, person, name, url } = thread.dataset;
const part = (key) => thread.querySelector(`[data-${key}]`);
const scroller = part("scroll");
const form = part("composer");
const isHere = (event) => String(event.detail.with) === person;
let unread = false;

// A page of older messages is for those without a script: here they come by scrolling.
if (window.location.search.includes("before=")) window.location.replace(url);

// --- The place in the list: 0 is its end, and above it is negative -----------------------------------------------------

const atEnd = () => scroller.scrollTop > -NEAR_END;

function toEnd({ smoothly = false } = {}) {
  scroller.scrollTo({ top: 0, behavior: smoothly ? "smooth" : "instant" });
}

// Whoever reads further up keeps the line that they read.
function keepingPlace(change) {
  if (atEnd()) {
    // At the very end the browser itself stays there; asking it would lay out the whole list at once.
    const isExact = scroller.scrollTop === 0;
    change();
    if (!isExact) toEnd();
    return;
  }
  const top = scroller.getBoundingClientRect().top;
  const line = list.all().find((message) => message.getBoundingClientRect().bottom > top);
  const before = line?.getBoundingClientRect().top ?? 0;
  change();
  if (line?.isConnected) scroller.scrollTop += line.getBoundingClientRect().top - before;
}

function offerNewest({ isNew = false } = {}) {
  const button = part("newest");
  if (isNew) part("newest-words").textContent = "New message";
  button.hidden = atEnd() || !(isNew || !button.hidden || scroller.scrollTop < -2 * scroller.clientHeight);
  if (button.hidden) part("newest-words").textContent = "Newest";
}

scroller.addEventListener("scroll", () => offerNewest(), { passive: true });
part("newest").addEventListener("click", () => toEnd({ smoothly: true }));

// --- What comes -------------------------------------------------------------------------------------------------

function showTyping(isTyping) {
  clearTimeout(showTyping.timer);
  part("typing").textContent = isTyping ? `${name} is typing…` : "";
  if (isTyping) showTyping.timer = setTimeout(() => showTyping(false), TYPING_SHOWN);
}

function readNow() {
  if (document.hidden || !unread) return;
  unread = false;
  post(thread.dataset.read);
}

// Says in words what has come, for people who hear the page.
function announce(message) {
  part("said").textContent = `${name}: ${message.querySelector(".message-text")?.textContent ?? "a photo"}`;
}

function receive(messages) {
  const wasAtEnd = atEnd();
  let theirs = null;
  keepingPlace(() => {
    for (const message of messages) {
      if (message.dataset.client) outbox?.settle(message.dataset.client);
      if (!list.insert(message)) continue;
      message.classList.add("is-new");
      if (!message.matches(".message-mine")) theirs = message;
    }
  });
  if (!theirs) return;
  showTyping(false);
  announce(theirs);
  if (!wasAtEnd) offerNewest({ isNew: true });
  unread = true;
  readNow();
}

const messagesIn = (html) => [...parsed(html).querySelectorAll(".message")];

// `missed`: not only new ones, but deletions and "seen" may have been lost as well.
let waitsToCatchUp = null;
async function catchUp({ missed }) {
  waitsToCatchUp = null;
  const newest = list.newestId();
  if (!missed && newest) {
    const fragment = await fetchFragment(`${url}?after=${encodeURIComponent(newest)}`);
    if (fragment) receive([...fragment.querySelectorAll(".message")]);
    return;
  }
  const days = (await fetchPage(url))?.getElementById("days");
  if (!days) return;
  for (const message of days.querySelectorAll("[data-client]")) outbox?.settle(message.dataset.client);
  const wasAtEnd = atEnd();
  keepingPlace(() => list.agreeWith(days));
  watchOlder();
  const theirs = list.all().filter((message) => message.dataset.message > newest && !message.matches(".message-mine"));
  if (!theirs.length) return;
  announce(theirs.at(-1));
  if (!wasAtEnd) offerNewest({ isNew: true });
}

document.body.addEventListener("lumina:message", (event) => isHere(event) && receive(messagesIn(event.detail.html)));
document.body.addEventListener("lumina:message_deleted", (event) => {
  if (isHere(event)) keepingPlace(() => list.remove(event.detail.id));
});
document.body.addEventListener("lumina:message_changed", (event) => {
  if (isHere(event)) keepingPlace(() => messagesIn(event.detail.html).forEach(list.replace));
});
document.body.addEventListener("lumina:read", (event) => isHere(event) && keepingPlace(() => list.seen(event.detail.id)));
document.body.addEventListener("lumina:typing", (event) => isHere(event) && showTyping(true));
document.body.addEventListener("lumina:catchup", (event) => {
  outbox?.flush();
  // Fetching the page counts as reading it, so that a hidden tab waits.
  if (document.hidden) waitsToCatchUp = { missed: event.detail.missed || waitsToCatchUp?.missed };
  else catchUp(event.detail);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  readNow();
  if (waitsToCatchUp) catchUp(waitsToCatchUp);
});

// A message of one's own that was deleted here goes at once, whatever the answer looks like.
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt } = event.detail.requestConfig;
  if (!event.detail.successful || !elt.matches(".message-remove")) return;
  list.remove(elt.closest(".message")?.dataset.message ?? "");
  part("said").textContent = "The message is deleted.";
  (form?.querySelector("[data-text]") ?? scroller).focus({ preventScroll: true });
});

// Without a pointer a tap on a message shows what one can do with it.
scroller.addEventListener("click", (event) => {
  const chosen = event.target.closest("a") ? null : event.target.closest(".bubble")?.parentElement;
  for (const message of list.all()) message.classList.toggle("is-chosen", message === chosen && !message.matches(".is-chosen"));
});

// --- Older ones come near the upper end ------------------------------------------------------------------------------

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) entry.target.querySelector("a").click();
  },
  { root: scroller, rootMargin: `${OLDER_FROM}px 0px 0px` },
);

function watchOlder() {
  near.disconnect();
  const row = thread.querySelector(".older");
  if (row) near.observe(row);
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.requestConfig?.elt.closest(".older")) return;
  keepingPlace(list.arrange);
  watchOlder();
});

// --- What is sent -----------------------------------------------------------------------------------------------

const outbox =
  form &&
  new Outbox({
    me,
    person,
    url,
    token: form.elements.csrfmiddlewaretoken.value,
    list: part("pending"),
    onSent: (html) => receive(messagesIn(html)),
  });

let typingSent = 0;
function typing() {
  if (Date.now() - typingSent < TYPING_SENT_APART) return;
  typingSent = Date.now();
  document.body.dispatchEvent(new CustomEvent("lumina:send", { detail: { type: "typing", to: Number(person) } }));
}

if (form) {
  new Composer(form, {
    onTyping: typing,
    onSend: (text, photo) => {
      typingSent = 0;
      outbox.add(text, photo);
      toEnd();
    },
  });
  const arrived = new Set(list.all().map((message) => message.dataset.client));
  outbox.start((id) => arrived.has(id));
}

// --- The keyboard of a phone, where the page does not shrink by itself --------------------------------------------------

const view = window.visualViewport;
view?.addEventListener("resize", () => {
  const covered = view.scale < 1.05 && window.innerHeight - view.height > NEAR_END;
  if (covered) document.body.style.setProperty("--visible-height", `${view.height}px`);
  else document.body.style.removeProperty("--visible-height");
  if (covered) window.scrollTo(0, 0);
});

keepingPlace(list.arrange);
watchOlder();
