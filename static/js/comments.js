// Comments after htmx has posted or removed one: the form is emptied, the number follows, the focus stays near.

const said = document.querySelector("[data-comment-said]");
const count = document.querySelector("[data-comment-count]");

function counted(step) {
  count.textContent = String(Math.max(0, Number(count.textContent) + step));
}

// The live page may have brought one's own comment already, with the new number.
let isThere = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, serverResponse, isError } = event.detail;
  if (requestConfig.elt.id !== "comment-form" || isError) return;
  const id = /id="(comment-[\w-]+)"/.exec(serverResponse)?.[1];
  isThere = Boolean(id && document.getElementById(id));
  if (isThere) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { requestConfig, xhr } = event.detail;
  const { elt } = requestConfig;
  if (elt.id === "comment-form" && xhr.status === 400) document.getElementById("comment-text").focus();
  if (xhr.status < 200 || xhr.status > 299) return;
  if (elt.id === "comment-form") {
    elt.reset();
    if (!isThere) counted(+1);
    said.textContent = "Your comment is posted.";
    document.getElementById("comment-list").lastElementChild?.scrollIntoView({ block: "nearest" });
  }
  if (elt.matches(".comment-remove")) {
    counted(-1);
    said.textContent = "The comment is removed.";
    document.getElementById("comments").focus({ preventScroll: true });
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("#comment-form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
