// The upload form: preview, size check and progress. Without it the form is a plain multipart one and works the same.

const KEPT_TOAST = "lumina-toast";
const form = document.getElementById("upload-form");
const maxBytes = Number(form.dataset.maxBytes);
let previewUrl = "";

const find = (selector) => form.querySelector(selector);
const picker = () => find('input[type="file"]');
const megabytes = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function say(sentence) {
  const list = find("[data-photo-errors]");
  list.replaceChildren();
  find("[data-drop]").classList.toggle("is-wrong", Boolean(sentence));
  if (!sentence) return;
  const item = document.createElement("li");
  item.textContent = sentence;
  list.append(item);
}

function problemWith(file) {
  if (!file) return "Choose a photo first.";
  if (maxBytes && file.size > maxBytes) {
    return `This file has ${megabytes(file.size)}. The most that can be uploaded is ${form.dataset.maxMb} MB.`;
  }
  return "";
}

function showPreview() {
  const file = picker().files[0];
  const image = find("[data-preview-image]");
  if (previewUrl) URL.revokeObjectURL(previewUrl);
  previewUrl = file ? URL.createObjectURL(file) : "";
  find("[data-drop]").classList.toggle("has-photo", Boolean(file));
  find("[data-drop-empty]").hidden = Boolean(file);
  find("[data-preview]").hidden = !file;
  if (!file) return;
  image.hidden = false;
  find("[data-preview-stand-in]").hidden = true;
  // HEIC and AVIF are not shown by every browser: then an icon and the name stand for the picture.
  image.onerror = () => {
    image.hidden = true;
    find("[data-preview-stand-in]").hidden = false;
  };
  image.src = previewUrl;
  find("[data-preview-name]").textContent = file.name;
  find("[data-preview-size]").textContent = megabytes(file.size);
}

function enhance() {
  form.classList.add("is-enhanced");
  find("[data-drop-hint]").hidden = !window.matchMedia("(hover: hover)").matches;
  const drop = find("[data-drop]");
  picker().addEventListener("change", () => {
    showPreview();
    say(picker().files[0] ? problemWith(picker().files[0]) : "");
  });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("is-over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
}

function busy(isBusy) {
  find('[type="submit"]').disabled = isBusy;
  find("[data-progress]").hidden = !isBusy;
}

function progress(sent, total) {
  const percent = Math.round((100 * sent) / total);
  find("progress").value = percent;
  find("[data-progress-text]").textContent = percent < 100 ? `Uploading, ${percent} %` : "Preparing your photo…";
}

function replaceArea(area) {
  const chosen = picker().files;
  find("#upload-area").replaceWith(area);
  picker().files = chosen;
  enhance();
  showPreview();
  const wrong = find('[aria-invalid="true"], .form-errors');
  wrong?.scrollIntoView({ block: "center" });
  wrong?.focus();
}

function answer(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const area = page.getElementById("upload-area");
  if (area) {
    replaceArea(area);
    return;
  }
  if (request.status < 400) {
    const toast = page.querySelector("#toasts [data-toast] p");
    if (toast) sessionStorage.setItem(KEPT_TOAST, toast.textContent);
    window.location.assign(request.responseURL);
    return;
  }
  busy(false);
  const words = page.querySelector("[data-error-message]")?.textContent;
  say(words || `That did not work (${request.status}). Please try again.`);
}

function send() {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
  request.addEventListener("load", () => answer(request));
  request.addEventListener("error", () => {
    busy(false);
    say("The upload was interrupted. Check your connection and try again.");
  });
  progress(0, 1);
  request.send(new FormData(form));
  busy(true);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (find('[type="submit"]').disabled) return;
  const problem = problemWith(picker().files[0]);
  say(problem);
  if (problem) picker().focus();
  else send();
});

// A photo dropped beside the zone must not replace the page.
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, (event) => {
    if (event.target !== picker()) event.preventDefault();
  });
}

// Back from the next page: the browser shows this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) busy(false);
});

enhance();
showPreview();
