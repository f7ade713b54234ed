// The live connection of a tab. Every message becomes a `lumina:<type>` event on <body>; whoever wants to say something
// to the server sends `lumina:send`. What may have been missed is announced as `lumina:catchup`. Without a socket the
// page asks every few seconds whether something has happened.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const POLL_MS = 3000;
const TRIES_BEFORE_POLLING = 2;
const BADGES_TOGETHER = 300; // ms in which several reasons to count anew are one
const CATCHUP_APART = 5000; // ms, for people who switch tabs quickly
// The server says at least "alive" every 30 seconds; a socket that is silent for longer died with the network or in sleep.
const LONGEST_SILENCE = 75_000;
const LISTEN_MS = 15_000;
const SIGNED_OUT = 4401;
const FOREIGN = 4403;
const TOO_MUCH = 4429;

const counts = document.querySelector("[data-live]");
const address = new URL("/ws/", window.location.href);
address.protocol = address.protocol.replace("http", "ws");

let socket = null;
let failures = 0;
let wasOpen = false;
let stopped = false;
let reconnecting = 0;
let polling = 0;
let pulse = "";
let pulseFails = 0;
let watched = null;
let caughtUp = Date.now();
let heard = Date.now();

function tell(type, detail = {}) {
  document.body.dispatchEvent(new CustomEvent(`lumina:${type}`, { detail }));
}

// --- What comes -------------------------------------------------------------------------------------------------

let badgesAsked = 0;
function askForBadges() {
  clearTimeout(badgesAsked);
  badgesAsked = setTimeout(() => tell("badges"), BADGES_TOGETHER);
}

// `missed`: events have been lost, not only perhaps late.
function catchUp({ missed }) {
  caughtUp = Date.now();
  askForBadges();
  tell("catchup", { missed });
}

function showToast({ html }) {
  const part = document.createElement("template");
  part.innerHTML = html; // a fragment of our own server, escaped there
  const toasts = document.getElementById("toasts");
  toasts.append(part.content);
  window.htmx.process(toasts);
  askForBadges();
}

function refreshRelation({ with: person }) {
  const shown = document.getElementById(`relation-${Number(person)}`);
  if (shown) window.htmx.trigger(shown, "lumina:refresh");
}

const ON_ARRIVAL = {
  badges: askForBadges,
  message: askForBadges,
  message_deleted: askForBadges,
  read_here: askForBadges,
  notification: showToast,
  relation: refreshRelation,
};

function arrived(text) {
  heard = Date.now();
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return; // not ours
  }
  ON_ARRIVAL[message.type]?.(message);
  // Counting anew is announced once for several reasons, by askForBadges.
  if (message.type !== "badges") tell(message.type, message);
}

// --- The socket -------------------------------------------------------------------------------------------------

function send(object) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(object));
}

function opened() {
  const missed = wasOpen || failures > 0;
  failures = 0;
  wasOpen = true;
  heard = Date.now();
  stopPolling();
  if (watched) send(watched);
  if (missed) catchUp({ missed: true });
}

function waitFor(code) {
  if (code === TOO_MUCH) return LONGEST_WAIT * (1 + Math.random());
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
  // Jitter, so that not everybody comes back in the same second after a restart.
  return longest * (0.5 + Math.random() / 2);
}

function closed({ code }) {
  socket = null;
  if (stopped) return;
  if (code === SIGNED_OUT) {
    stayIfSignedIn();
    return;
  }
  failures += 1;
  if (failures >= TRIES_BEFORE_POLLING || code === FOREIGN) startPolling();
  if (code !== FOREIGN) reconnecting = setTimeout(connect, waitFor(code));
}

// Another tab may have renewed the session (a new password does that), which ends the sockets of the old one.
async function stayIfSignedIn() {
  const answer = await ask().catch(() => null);
  if (answer?.status === 401 || answer?.status === 403) return stop();
  failures += 1;
  reconnecting = setTimeout(connect, waitFor(0));
}

function connect() {
  clearTimeout(reconnecting);
  if (socket || stopped) return;
  try {
    socket = new WebSocket(address);
  } catch {
    closed({ code: 0 });
    return;
  }
  const mine = socket;
  mine.addEventListener("open", () => mine === socket && opened());
  mine.addEventListener("message", (event) => arrived(event.data));
  mine.addEventListener("close", (event) => mine === socket && closed(event));
}

function listen() {
  if (socket?.readyState !== WebSocket.OPEN || Date.now() - heard < LONGEST_SILENCE) return;
  disconnect();
  closed({ code: 0 });
}

function disconnect() {
  clearTimeout(reconnecting);
  const old = socket;
  socket = null;
  old?.close(1000);
}

function stop() {
  stopped = true;
  disconnect();
  stopPolling();
}

// --- Without a socket -------------------------------------------------------------------------------------------

function ask() {
  return fetch(`${counts.dataset.live}?after=${encodeURIComponent(pulse)}`, {
    headers: { "HX-Request": "true" },
    redirect: "error",
  });
}

async function poll() {
  if (document.hidden || !navigator.onLine) return;
  let answer;
  try {
    answer = await ask();
  } catch {
    return; // away; the next one asks again
  }
  if (answer.status === 401 || answer.status === 403) return stop();
  if (answer.status !== 200) return backOff(answer.status !== 204);
  pulseFails = 0;
  pulse = String((await answer.json()).pulse);
  if (polling) catchUp({ missed: true });
}

// A server in trouble is asked less often.
let skip = 0;
function backOff(isError) {
  pulseFails = isError ? Math.min(pulseFails + 1, 4) : 0;
  skip = isError ? 2 ** pulseFails : 0;
}

function startPolling() {
  if (polling || stopped) return;
  polling = setInterval(() => {
    if (skip > 0) skip -= 1;
    else poll();
  }, POLL_MS);
  poll();
}

function stopPolling() {
  clearInterval(polling);
  polling = 0;
}

// --- The tab and the network come and go ----------------------------------------------------------------------------

function comeBack() {
  failures = Math.min(failures, 1);
  if (!socket) connect();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden || stopped) return;
  comeBack();
  if (polling) poll();
  if (Date.now() - caughtUp > CATCHUP_APART) catchUp({ missed: false });
});
window.addEventListener("online", comeBack);
window.addEventListener("offline", () => {
  // The system would notice a dead connection only after minutes.
  if (!socket) return;
  disconnect();
  failures = 1;
  reconnecting = setTimeout(connect, FIRST_WAIT);
});
// A page with an open socket could not be kept for the way back.
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted || stopped) return;
  failures = 1;
  connect();
  catchUp({ missed: true });
});

document.body.addEventListener("lumina:send", (event) => {
  if (event.detail.type === "watch") watched = event.detail;
  send(event.detail);
});

// --- The number in the title ----------------------------------------------------------------------------------------

const title = document.title;
counts?.addEventListener("htmx:afterSettle", () => {
  const unread = Number(counts.querySelector("[data-unread]")?.dataset.unread) || 0;
  document.title = unread ? `(${unread > 99 ? "99+" : unread}) ${title}` : title;
});

if (counts) {
  connect();
  setInterval(listen, LISTEN_MS);
}
