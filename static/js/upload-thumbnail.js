// Small pictures for the rows, one after the other: twenty photos of a phone decoded at once take a gigabyte.

const HEIGHT = 192;
let last = Promise.resolve();

async function made(file) {
  const bitmap = await createImageBitmap(file, { resizeHeight: HEIGHT, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(bitmap.width, HEIGHT * 3);
  canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, (canvas.width - bitmap.width) / 2, 0);
  bitmap.close();
  const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
  return URL.createObjectURL(small);
}

/** Answer a blob: URL, or "" for what this browser cannot show, as HEIC in most. */
export function thumbnail(file) {
  last = last.then(() => made(file)).catch(() => "");
  return last;
}
