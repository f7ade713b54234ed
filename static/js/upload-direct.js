// Sends one photo straight to the storage: a ticket from the site, the form to the storage, and word that it is done.

import { INTERRUPTED, parsed, refusal, waitFor } from "./upload-answer.js";

const TYPES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif"]);
// Most browsers do not know these two.
const BY_ENDING = { heic: "image/heic", heif: "image/heif" };
const MOST_WAITS = 3;
const POLL_S = 1;
const MOST_POLLS = 90;

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

class Refused extends Error {
  constructor(result) {
    super(result.reason);
    this.result = result;
  }
}

/** Answer the type under which a file may be sent, "" when only its bytes can tell. */
export function typeOf(file) {
  const type = file.type || BY_ENDING[file.name.split(".").pop().toLowerCase()] || "";
  return TYPES.has(type) ? type : "";
}

// Asks the site, again when it is busy; what comes is {status, body}.
async function ask(method, path, signal, json) {
  for (let waits = 0; ; waits += 1) {
    const headers = { Accept: "application/json", ...(json ? { "Content-Type": "application/json" } : {}) };
    const answer = await fetch(path, { method, headers, signal, body: json && JSON.stringify(json) });
    const text = await answer.text();
    if (answer.ok) return { status: answer.status, body: parsed(text) };
    const retryAfter = answer.headers.get("Retry-After");
    const wait = waitFor(answer.status, retryAfter);
    // The first call may wait in the queue of uploads instead, where the person sees why.
    if (!wait || json || waits >= MOST_WAITS) throw new Refused(refusal(answer.status, text, retryAfter));
    await pause(wait);
  }
}

function ticketFor(fields, signal) {
  const words = Object.fromEntries([...fields].filter(([name]) => name !== "photo"));
  const file = fields.get("photo");
  return ask("POST", "/api/uploads", signal, { ...words, filename: file.name, contentType: typeOf(file), fileSize: file.size });
}

// With a request of the old kind: no other tells how much has been sent.
function toStorage(ticket, file, onProgress, signal, noStorage) {
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
  form.append("file", file, file.name);
  const request = new XMLHttpRequest();
  const sent = new Promise((resolve, reject) => {
    request.open("POST", ticket.uploadUrl);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Refused({ ...INTERRUPTED, reason: "The storage has refused the photo. Please try again." }));
    });
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    request.addEventListener("error", () => {
      noStorage();
      reject(new Refused({ ...INTERRUPTED, waitSeconds: 1, note: "The storage cannot be reached; going on through the site." }));
    });
  });
  signal.addEventListener("abort", () => request.abort());
  request.send(form);
  return sent;
}

async function published(photoId, signal) {
  const { status, body } = await ask("POST", `/api/uploads/${photoId}/complete`, signal);
  if (status === 200) return { photo: body, error: body.reasons?.[0] };
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    await pause(POLL_S);
    const now = (await ask("GET", `/api/uploads/${photoId}`, signal)).body;
    if (now.status !== "awaiting" && now.status !== "processing") return { photo: { id: photoId, ...now }, error: now.error };
  }
  // Somebody is at it; the site itself sees to it in the end.
  return { photo: { id: photoId, status: "processing" } };
}

async function sendAll(fields, onProgress, signal, noStorage, given) {
  const ticket = (await ticketFor(fields, signal)).body;
  given.photoId = ticket.photoId;
  await toStorage(ticket, fields.get("photo"), onProgress, signal, noStorage);
  const { photo, error } = await published(ticket.photoId, signal);
  if (photo.status === "failed") throw new Refused({ reason: error, mayRetry: false, waitSeconds: 0 });
  return { photo };
}

/** Start sending; `done` resolves as that of `send`. `noStorage` is called when the storage cannot be reached. */
export function sendStraight(fields, onProgress, noStorage) {
  const abort = new AbortController();
  const given = {};
  const done = sendAll(fields, onProgress, abort.signal, noStorage, given).catch((error) => {
    // What the person has been told of, or does not want, need not lie among the photos.
    if (given.photoId) fetch(`/api/photos/${given.photoId}`, { method: "DELETE", keepalive: true }).catch(() => {});
    if (abort.signal.aborted) return { cancelled: true };
    return error instanceof Refused ? error.result : INTERRUPTED;
  });
  return { done, cancel: () => abort.abort() };
}
