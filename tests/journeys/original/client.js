// A single-page client as reference documents 000 and 001 describe the first one: fetch, the same origin, cookies, no
// form tokens. It knows the paths and names of those documents and nothing of this site.

const POLL_MS = 3000;
const find = (selector) => document.querySelector(selector);
let open = null; // the photo in the modal
let friend = null; // who is being written to
let polling = 0;

async function api(path, options = {}) {
  const answer = await fetch(`/api${path}`, { credentials: "same-origin", ...options });
  const text = await answer.text();
  const body = text ? JSON.parse(text) : null;
  find("#problem").textContent = answer.ok ? "" : body.message;
  if (!answer.ok) throw new Error(body.message);
  return body;
}

const send = (path, body, method = "POST") =>
  api(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function on(selector, event, act) {
  find(selector).addEventListener(event, (happened) => {
    happened.preventDefault();
    act(happened).catch(() => {}); // the problem is shown
  });
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

// --- Accounts

on("#account", "submit", async (event) => {
  const words = new FormData(event.target);
  const path = `/auth/${event.submitter.value}`;
  await send(path, { username: words.get("username"), password: words.get("password") });
  const me = await api("/auth/me");
  find("#who").textContent = `Signed in as ${me.username}`;
});

// --- Photos

on("#upload", "submit", async (event) => {
  const photo = await api("/photos", { method: "POST", body: new FormData(event.target) });
  event.target.reset();
  find("#gallery").prepend(card(photo));
});

for (const button of document.querySelectorAll("[data-scope]")) {
  button.addEventListener("click", () => gallery(button.dataset.scope));
}

async function gallery(scope) {
  const photos = await api(`/photos?scope=${scope}`);
  find("#gallery").replaceChildren(...photos.map(card));
}

function card({ id, username, topic, timestamp, likes, thumbnail, fullRes }) {
  const made = document.createElement("figure");
  const picture = new Image();
  picture.src = thumbnail;
  picture.alt = id;
  const words = document.createElement("figcaption");
  words.textContent = `${username} · ${topic} · ${new Date(timestamp).toISOString()} · ${likes} likes`;
  made.append(picture, words);
  made.addEventListener("click", () => show({ id, username, likes, fullRes }));
  return made;
}

async function show(photo) {
  open = photo;
  find("#modal").hidden = false;
  find("#modal img").src = photo.fullRes;
  find("#owner").textContent = photo.username;
  find("#likes").textContent = `${photo.likes} likes`;
  await comments();
}

async function comments() {
  const found = await api(`/photos/${open.id}/comments`);
  find("#comments").replaceChildren(...found.map(({ username, text }) => item(`${username}: ${text}`)));
}

on("#like", "click", async () => {
  const { likes } = await api(`/photos/${open.id}/like`, { method: "POST" });
  find("#likes").textContent = `${likes} likes`;
});

on("#comment", "submit", async (event) => {
  await send(`/photos/${open.id}/comments`, { text: new FormData(event.target).get("text") });
  event.target.reset();
  await comments();
});

on("#delete", "click", async () => {
  await api(`/photos/${open.id}`, { method: "DELETE" });
  find("#modal").hidden = true;
  await gallery("profile");
});

on("#close", "click", async () => {
  find("#modal").hidden = true;
});

// --- Friends

on("#ask", "submit", async (event) => {
  await send("/friends/request", { username: new FormData(event.target).get("username") });
  event.target.reset();
});

on("#look", "click", requests);

async function requests() {
  const found = await api("/friends/requests");
  find("#requests").replaceChildren(...found.map(asked));
  const friends = await api("/friends/list");
  find("#friends").replaceChildren(...friends.map(({ username }) => item(username)));
}

function asked({ id, requester_username: name }) {
  const line = item(`${name} `);
  for (const action of ["accept", "decline"]) {
    const button = document.createElement("button");
    button.textContent = `${action} ${name}`;
    button.addEventListener("click", () => send("/friends/respond", { request_id: id, action }).then(requests));
    line.append(button);
  }
  return line;
}

// --- Messages

on("#open", "submit", async (event) => {
  const name = new FormData(event.target).get("username");
  friend = await api(`/users/lookup?username=${encodeURIComponent(name)}`);
  clearInterval(polling);
  polling = setInterval(() => messages().catch(() => {}), POLL_MS);
  await messages();
});

async function messages() {
  const found = await api(`/messages?user_id=${friend.id}`);
  find("#messages").replaceChildren(...found.map(({ from_username: name, text }) => item(`${name}: ${text}`)));
}

on("#send", "submit", async (event) => {
  await send("/messages", { to_user_id: friend.id, text: new FormData(event.target).get("text") });
  event.target.reset();
  await messages();
});
