// A button that copies what stands beside it. It is hidden where the browser cannot do that.

const SAID_MS = 3000;

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const label = button.querySelector("[data-copy-label]");
  const usual = label.textContent;
  let timer;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      label.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      label.textContent = "Press Ctrl+C";
    }
    clearTimeout(timer);
    timer = setTimeout(() => (label.textContent = usual), SAID_MS);
  });
}
