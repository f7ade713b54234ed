// Sends rows, a few at a time. One that fails stops no other.

import { send } from "./upload-request.js";

const AT_ONCE = 3;
const MOST_WAITS = 3;
const waiting = [];
let running = 0;

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function attempt(row, shared) {
  const upload = send(row.fields(shared), (share) => row.progress(share));
  row.sending(upload);
  return upload.done;
}

async function sent(row, shared) {
  let result = await attempt(row, shared);
  for (let waits = 0; result.waitSeconds && waits < MOST_WAITS; waits += 1) {
    row.become("queued", result.note ?? `Lumina is busy; going on in ${result.waitSeconds} s.`);
    await pause(result.waitSeconds);
    if (row.state !== "queued") return;
    result = await attempt(row, shared);
  }
  if (result.photo) row.finish(result.photo);
  else if (result.reason) row.refuse(result.reason, result);
}

async function work() {
  while (running < AT_ONCE && waiting.length) {
    const { row, shared } = waiting.shift();
    if (row.state !== "queued") continue;
    running += 1;
    sent(row, shared).finally(() => {
      running -= 1;
      work();
    });
  }
}

/** Put rows at the end of the line, with the words that all of them share. */
export function enqueue(rows, shared) {
  for (const row of rows) {
    row.become("queued");
    waiting.push({ row, shared });
  }
  work();
}
