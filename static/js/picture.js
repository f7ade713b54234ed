// Shows a chosen profile picture before it is saved, when the browser can read its format.

const form = document.querySelector("[data-picture]");
const shown = form.querySelector("[data-picture-shown]");

form.querySelector('input[type="file"]').addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const picture = new Image(96, 96);
  picture.className = "avatar";
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    shown.replaceChildren(picture);
  } catch {
    URL.revokeObjectURL(picture.src); // the server may read it all the same
  }
});
