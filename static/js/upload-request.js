// Sends one photo and tells how it goes: through the site, or straight to the storage. Knows nothing of rows.

import { INTERRUPTED, parsed, refusal } from "./upload-answer.js";
import { sendStraight, typeOf } from "./upload-direct.js";

// A network that keeps this page from the storage will do so again.
let storageAnswers = document.getElementById("upload-form")?.dataset.direct !== undefined;

function outcome(request) {
  const body = parsed(request.responseText);
  if (request.status === 201 && body.id) return { photo: body };
  return refusal(request.status, request.responseText, request.getResponseHeader("Retry-After"));
}

function sendThroughSite(fields, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve) => {
    request.open("POST", "/api/photos");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve(outcome(request)));
    request.addEventListener("abort", () => resolve({ cancelled: true }));
    request.addEventListener("error", () => resolve(INTERRUPTED));
  });
  request.send(fields);
  return { done, cancel: () => request.abort() };
}

/** Start sending; `done` resolves to {photo}, {reason, mayRetry, waitSeconds} or {cancelled}, and never rejects. */
export function send(fields, onProgress) {
  if (!storageAnswers || !typeOf(fields.get("photo"))) return sendThroughSite(fields, onProgress);
  const noStorage = () => {
    storageAnswers = false;
  };
  return sendStraight(fields, onProgress, noStorage);
}
