// What every page does a little better with a script: toasts, menus, dialogs, "Load more", the reader's own clock. All of
// it works without.

import { showLocalTimes } from "./local-time.js";

const TOAST_MS = 6000;
const KEPT_TOAST = "lumina-toast";

function armToast(toast) {
  toast.querySelector("[data-toast-close]").hidden = false;
  if (toast.classList.contains("toast-error")) return;
  let timer = setTimeout(() => toast.remove(), TOAST_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => toast.remove(), TOAST_MS / 2);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusout", release);
}

function showToast(text, level = "error") {
  const toast = document.getElementById(`toast-${level}`).content.cloneNode(true);
  toast.querySelector("p").textContent = text;
  document.getElementById("toasts").append(toast);
}

function watchToasts() {
  const area = document.getElementById("toasts");
  area.querySelectorAll("[data-toast]").forEach(armToast);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof Element && node.matches("[data-toast]")) armToast(node);
      }
    }
  }).observe(area, { childList: true });
  // The upload page follows its redirect by hand and leaves here what that answer wanted to say.
  const kept = sessionStorage.getItem(KEPT_TOAST);
  sessionStorage.removeItem(KEPT_TOAST);
  if (kept) showToast(kept, "success");
}

function closeMenus(except) {
  document.querySelectorAll("[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => {
  const target = event.target;
  closeMenus(target.closest("[data-menu]"));
  if (target.closest("[data-toast-close]")) target.closest("[data-toast]").remove();

  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const opener = target.closest("[data-dialog]");
  const dialog = opener && document.querySelector(opener.dataset.dialog);
  if (dialog && plain) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = target.closest("dialog [data-dialog-close]");
  if (closer && plain) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  // A click on the dialog element itself, outside its box, is one on the backdrop.
  if (target instanceof HTMLDialogElement) {
    const box = target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) target.close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("[data-menu][open]");
  if (!menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A "more" link goes when its page is there: if it had the focus, the first of what is new takes it.
let before = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target } = event.detail;
  const { elt } = requestConfig;
  if (document.activeElement !== elt || !target.contains(elt) || !elt.matches("a")) return;
  before = { parent: target.parentElement, at: [...target.parentElement.children].indexOf(target) };
});
document.addEventListener("htmx:afterSettle", () => {
  const first = before?.parent.children[before.at];
  before = null;
  if (first) (first.matches("[tabindex], a") ? first : first.querySelector("a"))?.focus({ preventScroll: true });
});

// An error answer that brings the form it came from, with the reasons, takes that form's place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  const { elt } = requestConfig;
  if (!event.detail.isError || !elt.matches("form[id]") || !xhr.responseText.includes(`id="${elt.id}"`)) return;
  Object.assign(event.detail, { target: elt, swapOverride: "outerHTML", selectOverride: `#${elt.id}`, isError: false });
});

// Questions of hx-confirm are asked in our own dialog, with the words of the link where it has some.
const usual = new Map();
function say(part, words) {
  if (!usual.has(part)) usual.set(part, part.textContent);
  part.textContent = words ?? usual.get(part);
}

document.addEventListener("htmx:confirm", (event) => {
  const { elt, question, issueRequest } = event.detail;
  const dialog = document.getElementById("confirm-dialog");
  if (!question || !dialog) return;
  event.preventDefault();
  closeMenus();
  const yes = dialog.querySelector("[data-confirm-yes]");
  say(dialog.querySelector("h2"), question);
  say(dialog.querySelector("[data-confirm-text]"), elt.dataset.sayText);
  say(yes, elt.dataset.sayYes);
  say(dialog.querySelector("[data-confirm-no]"), elt.dataset.sayNo);
  const agreed = () => {
    dialog.close();
    issueRequest(true);
  };
  yes.addEventListener("click", agreed, { once: true });
  dialog.addEventListener("close", () => yes.removeEventListener("click", agreed), { once: true });
  dialog.showModal();
});

// What a page fetches by itself fails without a word: nobody has asked for it.
const isQuiet = (event) => event.detail.requestConfig?.elt.matches("[data-quiet]");
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.isError && isQuiet(event)) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:sendError", (event) => {
  if (isQuiet(event)) return;
  showToast("Lumina did not answer. Check your connection and try again.");
});
document.addEventListener("htmx:responseError", (event) => {
  if (isQuiet(event)) return;
  // Our own error answers bring a toast; one from a server in between does not.
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  if (!page.querySelector("[data-toast]")) showToast("That did not work. Please try again.");
});

watchToasts();
showLocalTimes(document);
document.addEventListener("htmx:load", (event) => showLocalTimes(event.detail.elt));
