// The page of a photo while others like it and talk about it.

const TOGETHER = 250; // ms in which several changes are one reason to look
const info = document.querySelector("[data-photo]");
const { photo, photoLive } = info.dataset;
const comments = () => [...document.querySelectorAll("#comment-list > .comment")];
let timer = 0;

async function refresh() {
  const newest = comments().at(-1)?.id.replace("comment-", "") ?? "";
  await window.htmx.ajax("GET", `${photoLive}?after=${encodeURIComponent(newest)}`, { source: info, target: info, swap: "none" });
}

function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, TOGETHER);
}

// One's own comment may be there before its number is.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "comment-list") return;
  for (const comment of detail.fragment.querySelectorAll(".comment")) {
    if (document.getElementById(comment.id)) comment.remove();
  }
  const newest = [...detail.fragment.querySelectorAll(".comment-head a")].at(-1);
  if (newest) document.querySelector("[data-comment-said]").textContent = `New comment by ${newest.textContent}.`;
});

document.body.addEventListener("lumina:photo", (event) => event.detail.id === photo && refreshSoon());
document.body.addEventListener("lumina:catchup", refreshSoon);
document.body.addEventListener("lumina:photo_ready", (event) => {
  if (event.detail.id === photo && document.querySelector(".stage-wait")) window.location.reload();
});
document.body.dispatchEvent(new CustomEvent("lumina:send", { detail: { type: "watch", photo } }));
