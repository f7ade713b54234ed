// A gallery goes on by itself near its end, and one finds one's place again when coming back from a photo.

const KEPT_FROM = 1200; // pixels below the screen at which the next page is fetched
const LAST_PHOTO = "lumina-last-photo";
const RETURNING = "lumina-returning";
const here = window.location.pathname + window.location.search;
const KEY = `lumina-place:${here}`;
const grid = document.getElementById("grid");
const pages = [];
let opened = "";

function kept(key) {
  const text = sessionStorage.getItem(key);
  return text ? JSON.parse(text) : null;
}

// --- Going on ---------------------------------------------------------------------------------------------------

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) entry.target.querySelector("a").click();
  },
  { rootMargin: `0px 0px ${KEPT_FROM}px` },
);

function watchEnd() {
  near.disconnect();
  const row = grid.querySelector(".grid-more-row");
  if (row) near.observe(row);
}

// --- The place --------------------------------------------------------------------------------------------------

const pathOf = (tile) => new URL(tile.href).pathname;
const tiles = () => [...grid.querySelectorAll(".tile")];

function remember() {
  const tile = tiles().find((one) => pathOf(one) === opened) ?? tiles().find((one) => one.getBoundingClientRect().bottom > 0);
  if (!tile) return;
  const place = { pages, path: pathOf(tile), top: tile.getBoundingClientRect().top };
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

async function fetched(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// All pages at once: their addresses are known. What is missing of them is fetched again by scrolling.
async function bringBack(urls) {
  const answers = await Promise.allSettled(urls.map(fetched));
  for (const [at, answer] of answers.entries()) {
    if (answer.status === "rejected") break;
    const part = document.createElement("template");
    part.innerHTML = answer.value;
    grid.querySelector(".grid-more")?.replaceWith(part.content);
    pages.push(urls[at]);
  }
  window.htmx.process(grid);
}

async function findPlace(place) {
  await bringBack(place.pages);
  const last = kept(LAST_PHOTO);
  const walkedTo = last && last.path !== place.path && tiles().find((one) => pathOf(one) === last.path);
  const tile = walkedTo || tiles().find((one) => pathOf(one) === place.path);
  if (!tile) return;
  const top = walkedTo ? (window.innerHeight - tile.offsetHeight) / 2 : place.top;
  window.scrollBy({ top: tile.getBoundingClientRect().top - top, behavior: "instant" });
  if (last?.byKeyboard) tile.focus({ preventScroll: true });
}

function comesBack() {
  const returning = sessionStorage.getItem(RETURNING) === here;
  sessionStorage.removeItem(RETURNING);
  return returning || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
}

async function start() {
  const place = kept(KEY);
  if (place && comesBack()) await findPlace(place);
  watchEnd();
  document.addEventListener("htmx:afterSettle", watchEnd);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, isError, pathInfo } = event.detail;
    if (target.matches(".grid-more") && !isError) pages.push(pathInfo.finalRequestPath);
  });
  grid.addEventListener("click", (event) => {
    const tile = event.target.closest(".tile");
    if (tile) opened = pathOf(tile);
  });
  window.addEventListener("pagehide", remember);
}

if (grid) start();
