// What was typed and has not reached the server yet. It is kept in the browser until the server has it, and sent again
// under the same client id, so that no message is lost and none comes twice.

import { fetchPage, parsed } from "./fragments.js";

const SOON = 2000;
const LATEST = 60_000;
const TIMEOUT = 20_000;
// The server knows a client id for a day; what is older is only sent again by hand.
const BY_ITSELF_MS = 20 * 60 * 60 * 1000;
const REFUSED = new Set([400, 403, 404, 409, 413]);

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Pages without TLS have only this.
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, at) => {
    const value = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, "0");
  });
  return [0, 4, 6, 8, 10].map((from, at) => hex.slice(from, [4, 6, 8, 10, 16][at]).join("")).join("-");
}

export class Outbox {
  #key;
  #me;
  #url;
  #token;
  #list;
  #onSent;
  #entries = [];
  #rows = new Map();
  #sending = false;
  #failures = 0;
  #timer = 0;

  constructor({ me, person, url, token, list, onSent }) {
    const key = `lumina-unsent:${me}:${person}`;
    this.#key = key;
    this.#me = me;
    this.#url = url;
    this.#token = token;
    this.#list = list;
    this.#onSent = onSent;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("storage", (event) => event.key === key && this.#followOtherTab());
  }

  // What an earlier visit left behind; `isThere` says whether the server had got it after all.
  start(isThere) {
    this.#entries = this.#stored().filter((entry) => !isThere(entry.id));
    this.#store();
    for (const entry of this.#entries) {
      this.#show(entry);
      if (Date.now() - entry.at > BY_ITSELF_MS) this.#fail(entry, "This was not sent.", { refused: true });
    }
    this.flush();
  }

  add(text, photo) {
    const entry = { id: newId(), text, photo, at: Date.now() };
    this.#entries.push(entry);
    this.#store();
    this.#show(entry);
    this.flush();
  }

  // The message of this client id is there.
  settle(id) {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#rows.get(id)?.remove();
    this.#rows.delete(id);
    this.#store();
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#sending) return;
    this.#sending = true;
    let entry;
    let wait = null;
    while (wait === null && (entry = this.#entries.find((one) => !one.refused))) wait = await this.#send(entry);
    this.#sending = false;
    if (wait) this.#timer = setTimeout(() => this.flush(), wait);
  }

  // Answers how long to wait before anything is tried again, or null to go on at once.
  async #send(entry) {
    this.#markSending(entry);
    let answer;
    let html;
    try {
      answer = await this.#post(entry);
      html = await answer.text();
    } catch {
      return this.#later(entry, "Not sent yet: Lumina cannot be reached.");
    }
    if (answer.ok) {
      this.#failures = 0;
      this.#onSent(html);
      this.settle(entry.id);
      return null;
    }
    if (answer.status === 403 && (await this.#renewed(entry))) return null;
    const reason = parsed(html).querySelector("[data-toast] p, .field-errors li")?.textContent;
    if (REFUSED.has(answer.status)) {
      this.#fail(entry, reason ?? "This could not be sent.", { refused: true });
      return null;
    }
    return this.#later(entry, reason ?? "Not sent yet.", Number(answer.headers.get("Retry-After")) * 1000);
  }

  // After logging in again in another tab the token of this page is too old; only for the same person, and once.
  async #renewed(entry) {
    if (entry.renewed) return false;
    entry.renewed = true;
    const page = await fetchPage(this.#url);
    if (page?.querySelector("[data-thread]")?.dataset.me !== this.#me) return false;
    this.#token = page.querySelector("[data-composer] [name=csrfmiddlewaretoken]")?.value ?? this.#token;
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    return true;
  }

  #post({ id, text, photo }) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.#token);
    body.set("text", text);
    body.set("client_id", id);
    if (photo) body.set("photo", photo);
    const signal = AbortSignal.timeout?.(TIMEOUT);
    return fetch(this.#url, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "error", signal });
  }

  #later(entry, reason, wait = 0) {
    this.#failures += 1;
    this.#fail(entry, reason, { refused: false });
    return Math.max(wait, Math.min(LATEST, SOON * 2 ** (this.#failures - 1)) * (0.75 + Math.random() / 2));
  }

  // --- In the page ------------------------------------------------------------------------------------------------

  #show(entry) {
    const row = document.getElementById("pending-message").content.firstElementChild.cloneNode(true);
    const find = (name) => row.querySelector(`[data-pending-${name}]`);
    row.dataset.client = entry.id;
    find("text").textContent = entry.text;
    find("photo").hidden = !entry.photo;
    find("retry").addEventListener("click", () => {
      Object.assign(entry, { refused: false, renewed: false });
      this.flush();
    });
    find("drop").addEventListener("click", () => this.settle(entry.id));
    this.#rows.set(entry.id, row);
    this.#list.append(row);
  }

  #markSending(entry) {
    const row = this.#rows.get(entry.id);
    row.classList.remove("is-failed");
    row.querySelector("[data-pending-failed]").hidden = true;
  }

  #fail(entry, reason, { refused }) {
    entry.refused = refused;
    const row = this.#rows.get(entry.id);
    if (!row) return;
    row.classList.add("is-failed");
    row.querySelector("[data-pending-reason]").textContent = reason;
    row.querySelector("[data-pending-failed]").hidden = false;
  }

  // --- In the browser ---------------------------------------------------------------------------------------------

  #stored() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? [];
    } catch {
      return [];
    }
  }

  #store() {
    const kept = this.#entries.map(({ id, text, photo, at }) => ({ id, text, photo, at }));
    try {
      if (kept.length) localStorage.setItem(this.#key, JSON.stringify(kept));
      else localStorage.removeItem(this.#key);
    } catch {
      // The browser keeps nothing: this page still does, as long as it is open.
    }
  }

  #followOtherTab() {
    const ids = new Set(this.#stored().map((entry) => entry.id));
    for (const entry of this.#entries) if (!ids.has(entry.id) && !this.#sending) this.settle(entry.id);
  }
}
