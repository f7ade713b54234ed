// Parts of pages that our own server renders, fetched by hand. Its templates escape what people wrote.

export function parsed(html) {
  const part = document.createElement("template");
  part.innerHTML = html;
  return part.content;
}

// Answers the fragment, or null when there is nothing new or the server is away: the next event asks again.
export async function fetchFragment(url) {
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "error" });
    return answer.status === 200 ? parsed(await answer.text()) : null;
  } catch {
    return null;
  }
}

// The same for a whole page.
export async function fetchPage(url) {
  try {
    const answer = await fetch(url, { redirect: "error" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

export function post(url) {
  const headers = { "HX-Request": "true", "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] };
  return fetch(url, { method: "POST", headers, redirect: "manual" }).catch(() => null);
}
