// One chosen photo: its row on the page and the state that it is in.
// waiting -> queued -> sending -> done | refused | cancelled; a refused or cancelled one may be queued again.

import { thumbnail } from "./upload-thumbnail.js";

const UNFINISHED = new Set(["waiting", "queued", "sending"]);
const SENTENCES = {
  waiting: "",
  queued: "Waiting for its turn",
  sending: "Uploading…",
  done: "It is up.",
  cancelled: "Cancelled",
};
const OUTCOMES = {
  processing: "It is up and being prepared.",
  held: "A moderator checks it before others see it.",
  rejected: "It is not shown to others.",
};
let count = 0;

export function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export class Row {
  #current = null;

  constructor(file, { onChange, onRetry }) {
    this.file = file;
    this.state = "waiting";
    this.share = 0;
    this.photo = null;
    this.mayRetry = true;
    this.onChange = onChange;
    this.element = document.getElementById("upload-row").content.cloneNode(true).firstElementChild;
    this.#label();
    this.find("[data-retry]").addEventListener("click", () => onRetry(this));
    this.find("[data-cancel]").addEventListener("click", () => this.cancel());
    this.find("[data-remove]").addEventListener("click", () => this.remove());
    thumbnail(file).then((url) => this.#show(url));
    this.become("waiting");
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  get isUnfinished() {
    return UNFINISHED.has(this.state);
  }

  /** Say whether nothing more can come of it. */
  get isFinished() {
    return this.state === "done" || (this.state === "refused" && !this.mayRetry);
  }

  /** Say whether others do not see it, or not yet. */
  get isWithheld() {
    return this.state === "done" && (this.photo?.status === "held" || this.photo?.status === "rejected");
  }

  /** Gather what the server wants: the picture, its own words, and those for all. */
  fields(shared) {
    const fields = new FormData();
    for (const [name, value] of shared) fields.append(name, value);
    for (const input of this.element.querySelectorAll("input, textarea")) fields.append(input.name, input.value);
    fields.append("photo", this.file, this.file.name);
    return fields;
  }

  become(state, words = SENTENCES[state]) {
    const mayGoAgain = this.mayRetry && (state === "refused" || state === "cancelled");
    this.state = state;
    this.element.dataset.state = state;
    this.find("[data-state]").role = state === "refused" ? "alert" : null;
    this.find("[data-state]").textContent = words ?? "";
    this.find("[data-progress]").hidden = state !== "sending";
    this.find("[data-fields]").hidden = state !== "waiting" && !mayGoAgain;
    const buttons = {
      retry: mayGoAgain,
      cancel: state === "queued" || state === "sending",
      remove: state === "waiting" || state === "refused" || state === "cancelled",
    };
    this.#keepFocus(buttons);
    this.onChange(this);
  }

  sending(upload) {
    this.#current = upload;
    this.progress(0);
    this.become("sending");
  }

  progress(share) {
    this.share = share;
    const bar = this.find("[data-progress]");
    if (share < 1) bar.value = Math.round(100 * share);
    else bar.removeAttribute("value");
    // Not read out at every step: only the last one changes the sentence.
    if (share >= 1) this.find("[data-state]").textContent = "Being prepared…";
    this.onChange(this);
  }

  finish(photo) {
    this.photo = photo;
    const link = this.find("[data-link]");
    link.href = photo.url ?? `/p/${photo.id}/`;
    link.hidden = false;
    const words = OUTCOMES[photo.status];
    this.become("done", words && [words, ...(photo.reasons ?? [])].join(" "));
  }

  refuse(words, { mayRetry }) {
    this.mayRetry = mayRetry;
    this.become("refused", words);
  }

  cancel() {
    if (this.state === "sending") this.#current.cancel();
    this.become("cancelled");
  }

  remove() {
    const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
    const focus = next?.querySelector("button:not([hidden])") ?? document.querySelector("[data-drop] input");
    this.state = "removed";
    this.element.remove();
    focus?.focus({ preventScroll: true });
    this.onChange(this);
  }

  #label() {
    count += 1;
    for (const name of this.element.querySelectorAll("[data-name]")) name.textContent = this.file.name;
    this.find("[data-size]").textContent = size(this.file.size);
    this.find("[data-progress]").setAttribute("aria-label", `Upload of ${this.file.name}`);
    for (const field of this.element.querySelectorAll(".field")) {
      const input = field.querySelector("input, textarea");
      input.id = `${input.name}-${count}`;
      field.querySelector("label").htmlFor = input.id;
    }
  }

  #show(url) {
    if (!url) return;
    const image = this.find("[data-thumbnail]");
    image.src = url;
    image.hidden = false;
  }

  // A button that goes takes the focus with it: the one that comes instead gets it.
  #keepFocus(buttons) {
    const had = this.element.contains(document.activeElement) && document.activeElement.matches("button");
    for (const [name, shown] of Object.entries(buttons)) this.find(`[data-${name}]`).hidden = !shown;
    if (had && document.activeElement.hidden) this.element.querySelector("button:not([hidden]), [data-link]:not([hidden])")?.focus();
  }
}
