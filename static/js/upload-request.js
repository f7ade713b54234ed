// Sends one photo to the JSON API and tells how it goes. Knows nothing of rows.

// What the server asks to wait is waited for, up to this; longer, and the person decides.
const LONGEST_WAIT_S = 30;
const LABELS = { topic: "Topic", tags: "Tags", visibility: "Who may see it", title: "Title", alt: "Alt text", caption: "Caption", description: "Description" };

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function reason(status, body) {
  const fields = Object.entries(body.fields ?? {});
  if (fields.length) {
    return fields.map(([name, said]) => (LABELS[name] ? `${LABELS[name]}: ` : "") + [said].flat().join(" ")).join(" ");
  }
  if (status === 401) return "You are no longer logged in. Log in in another tab, then try again.";
  if (status === 413) return "This file is too large.";
  return body.message || `That did not work (${status}). Please try again.`;
}

function outcome(request) {
  const body = parsed(request.responseText);
  if (request.status === 201 && body.id) return { photo: body };
  const wait = Number(request.getResponseHeader("Retry-After"));
  const busy = (request.status === 429 || request.status === 503) && wait > 0 && wait <= LONGEST_WAIT_S;
  const aboutWords = Object.keys(body.fields ?? {}).some((name) => name !== "photo");
  // The same bytes will be refused again; anything else may go better.
  const mayRetry = aboutWords || ![400, 413].includes(request.status);
  return { reason: reason(request.status, body), mayRetry, waitSeconds: busy ? wait : 0 };
}

/** Start sending; `done` resolves to {photo}, {reason, mayRetry, waitSeconds} or {cancelled}, and never rejects. */
export function send(fields, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve) => {
    request.open("POST", "/api/photos");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve(outcome(request)));
    request.addEventListener("abort", () => resolve({ cancelled: true }));
    request.addEventListener("error", () =>
      resolve({ reason: "The upload was interrupted. Check your connection and try again.", mayRetry: true, waitSeconds: 0 }),
    );
  });
  request.send(fields);
  return { done, cancel: () => request.abort() };
}
