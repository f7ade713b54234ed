// The field that one writes in: it grows, counts near its end, and sends by Enter where there is a real keyboard.

const COUNT_FROM = 200; // characters left

const hasKeyboard = window.matchMedia("(hover: hover) and (pointer: fine)").matches;
const lengthOf = (text) => [...text.trim()].length;

export class Composer {
  #form;
  #text;
  #count;
  #onSend;

  constructor(form, { onSend, onTyping }) {
    this.#form = form;
    this.#text = form.querySelector("[data-text]");
    this.#count = form.querySelector("[data-count]");
    this.#onSend = onSend;
    // The reasons come with the message, and a photo needs no words.
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    // The keyboard of a phone stays open.
    form.querySelector(".composer-send").addEventListener("pointerdown", (event) => event.preventDefault());
    form.querySelector("[data-share-remove]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#removeShare();
    });
    this.#text.addEventListener("keydown", (event) => this.#pressed(event));
    this.#text.addEventListener("input", () => {
      this.#changed();
      if (this.#text.value.trim()) onTyping();
    });
    this.#changed();
    if (hasKeyboard) this.#text.focus({ preventScroll: true });
  }

  #pressed(event) {
    // 229 is what some browsers say while letters are being composed.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (!hasKeyboard && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.#text.value.trim();
    const photo = this.#form.elements.photo?.value ?? "";
    this.#text.focus({ preventScroll: true });
    if ((!text && !photo) || this.#left() < 0) return;
    this.#text.value = "";
    this.#form.querySelector(".field-errors")?.remove();
    this.#text.removeAttribute("aria-invalid");
    this.#removeShare();
    this.#changed();
    this.#onSend(text, photo);
  }

  #removeShare() {
    const share = this.#form.querySelector("[data-share]");
    if (!share) return;
    share.remove();
    // Loading the page again must not offer the photo again.
    window.history.replaceState(null, "", window.location.pathname);
  }

  #left() {
    return Number(this.#text.dataset.longest) - lengthOf(this.#text.value);
  }

  #changed() {
    const left = this.#left();
    const words = left < 0 ? `${-left} too many` : `${left} left`;
    this.#count.textContent = left < COUNT_FROM ? words : "";
    this.#count.classList.toggle("is-over", left < 0);
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.setProperty("--typed-height", "auto");
    this.#text.style.setProperty("--typed-height", `${this.#text.scrollHeight + 2}px`);
  }
}
