// What the answers to an upload mean for the person. Knows neither requests nor rows.

// What the server asks to wait is waited for, up to this; longer, and the person decides.
const LONGEST_WAIT_S = 30;
const LABELS = { topic: "Topic", tags: "Tags", visibility: "Who may see it", title: "Title", alt: "Alt text", caption: "Caption", description: "Description" };
// Fields about the file itself.
const ABOUT_FILE = new Set(["photo", "contentType", "fileSize", "filename"]);

export const INTERRUPTED = { reason: "The upload was interrupted. Check your connection and try again.", mayRetry: true, waitSeconds: 0 };

export function parsed(text) {
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

/** Answer the seconds after which it makes sense to ask again, 0 when it does not. */
export function waitFor(status, retryAfter) {
  const wait = Number(retryAfter);
  return (status === 429 || status === 503) && wait > 0 && wait <= LONGEST_WAIT_S ? wait : 0;
}

/** Say why something was refused, and whether the same may go better another time. */
export function refusal(status, text, retryAfter) {
  const body = parsed(text);
  const aboutWords = Object.keys(body.fields ?? {}).some((name) => !ABOUT_FILE.has(name));
  // The same bytes will be refused again; anything else may go better.
  const mayRetry = aboutWords || ![400, 413].includes(status);
  return { reason: reason(status, body), mayRetry, waitSeconds: waitFor(status, retryAfter) };
}
