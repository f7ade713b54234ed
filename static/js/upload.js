// The upload page with a script: many photos by picker, drop, paste and camera. Without, its form takes one.

import { enqueue } from "./upload-queue.js";
import { Row, size } from "./upload-row.js";

const KEPT_TOAST = "lumina-toast";
const form = document.getElementById("upload-form");
const find = (selector) => form.querySelector(selector);
const picker = find('input[type="file"]');
const drop = find("[data-drop]");
const submit = find('[type="submit"]');
const maxBytes = Number(form.dataset.maxBytes);
let rows = [];
let leaving = false;

function say(sentence) {
  const item = document.createElement("li");
  item.textContent = sentence;
  find("[data-photo-errors]").replaceChildren(...(sentence ? [item] : []));
  drop.classList.toggle("is-wrong", Boolean(sentence));
}

// The server decides what is a picture; only what certainly is none is not even sent.
function problemWith(file) {
  if (!file.size) return "This file is empty.";
  if (file.size > maxBytes) return `This file has ${size(file.size)}. The most is ${form.dataset.maxMb} MB.`;
  if (file.type && !file.type.startsWith("image/")) return "This file is not a picture.";
  return "";
}

function add(files) {
  const added = [...files].map((file) => new Row(file, { onChange: changed, onRetry: retry }));
  for (const row of added) {
    const problem = problemWith(row.file);
    if (problem) row.refuse(problem, { mayRetry: false });
  }
  rows.push(...added);
  find("[data-rows]").append(...added.map((row) => row.element));
  say("");
  changed();
}

const inState = (...states) => rows.filter((row) => states.includes(row.state));
const photos = (number) => (number === 1 ? "photo" : `${number} photos`);

// What all share is read once, when they start.
function shared() {
  const all = new FormData(form);
  return ["topic", "tags", "visibility"].filter((name) => all.has(name)).map((name) => [name, all.get(name)]);
}

function retry(row) {
  enqueue([row], shared());
}

const WITHHELD = {
  held: "Your photo is being checked by a moderator. Until then only you see it.",
  rejected: "Your photo is not shown to others. Its page says why.",
};

function summary(done, withheld, refused, busy) {
  if (busy) return `${done} of ${rows.length} up${refused ? `, ${refused} refused` : ""}…`;
  const up = [done - withheld === 1 ? "1 photo is up" : `${done - withheld} photos are up`];
  if (withheld) up.push(`${withheld === 1 ? "1 is" : `${withheld} are`} not shown to others`);
  if (refused) up.push(`${refused === 1 ? "1 was" : `${refused} were`} refused`);
  return `${up.join(", ")}.`;
}

function showSummary() {
  const [done, refused, busy] = [inState("done"), inState("refused"), inState("queued", "sending")];
  const started = Boolean(done.length || busy.length);
  find("[data-summary]").hidden = !started || rows.length < 2;
  const text = summary(done.length, done.filter((row) => row.isWithheld).length, refused.length, busy.length);
  if (find("[data-summary-text]").textContent !== text) find("[data-summary-text]").textContent = text;
  const bar = find("[data-summary-progress]");
  bar.hidden = !busy.length;
  const sent = inState("sending").reduce((sum, row) => sum + row.share, 0);
  bar.value = Math.round((100 * (done.length + sent)) / Math.max(1, done.length + busy.length));
  find("[data-summary-link]").hidden = Boolean(busy.length) || !done.length;
}

function changed() {
  rows = rows.filter((row) => row.state !== "removed");
  const waiting = inState("waiting").length;
  form.classList.toggle("has-rows", rows.length > 0);
  form.classList.toggle("is-finished", rows.length > 0 && rows.every((row) => row.isFinished));
  find("[data-shared-title]").hidden = rows.length < 2;
  submit.textContent = `Upload ${photos(waiting || 1)}`;
  submit.hidden = rows.length > 0 && !waiting;
  find("[data-upload-leave]").hidden = inState("queued", "sending", "done").length > 0;
  showSummary();
  goToTheOnlyOne();
}

// One photo needs no summary: its page follows, as without a script.
function goToTheOnlyOne() {
  if (leaving || rows.length !== 1 || rows[0].state !== "done") return;
  leaving = true;
  sessionStorage.setItem(KEPT_TOAST, WITHHELD[rows[0].photo?.status] ?? "Your photo is up.");
  window.location.assign(rows[0].find("[data-link]").href);
}

function takePhoto() {
  const camera = document.createElement("input");
  camera.type = "file";
  camera.accept = "image/*";
  camera.setAttribute("capture", "environment");
  camera.addEventListener("change", () => add(camera.files));
  camera.click();
}

function enhance() {
  form.classList.add("is-enhanced");
  find("[data-one-photo]").remove();
  picker.multiple = true;
  picker.required = false;
  for (const words of form.querySelectorAll("[data-choose-many]")) words.hidden = false;
  find("[data-choose-one]").hidden = true;
  find("[data-drop-hint]").hidden = !window.matchMedia("(hover: hover)").matches;
  find("[data-camera]").hidden = !window.matchMedia("(pointer: coarse)").matches;
}

function pick() {
  const files = [...picker.files];
  picker.value = "";
  if (files.length) add(files);
}

picker.addEventListener("change", pick);
find("[data-camera]").addEventListener("click", takePhoto);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const ready = inState("waiting");
  if (ready.length) {
    enqueue(ready, shared());
    return;
  }
  say("Choose a photo first.");
  picker.focus();
});

// A photo may be dropped anywhere on the page.
const bringsFiles = (event) => event.dataTransfer?.types.includes("Files");
window.addEventListener("dragover", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  drop.classList.add("is-over");
});
window.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("is-over");
});
window.addEventListener("drop", (event) => {
  drop.classList.remove("is-over");
  if (!bringsFiles(event)) return;
  event.preventDefault();
  add(event.dataTransfer.files);
});
window.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files ?? [];
  if (!files.length) return;
  event.preventDefault();
  add(files);
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && rows.some((row) => row.isUnfinished)) event.preventDefault();
});

// Back from the photo's page: the browser may show this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && leaving) window.location.reload();
});

enhance();
// Chosen before the script was there, or kept by the browser over a reload.
pick();
