/* On every page of the staff: the worker, the count of what waits, sending it, leaving with a warning, smaller photos. */
import { arrive, mine } from "./store.js";
import { ask, heard, send } from "./send.js";

const person = document.querySelector("meta[name=person]").content;
const DAY = 24 * 3600 * 1000, EVERY = 20000, LONGEST = 1600;

async function count() {
  const rows = await mine(person);
  const old = rows.some((row) => Date.now() - Date.parse(row.at) > DAY);
  document.querySelectorAll("[data-queued]").forEach((link) => {
    link.hidden = !rows.length;
    link.textContent = (old ? link.dataset.old : link.dataset.words).replace("N", rows.length);
    link.classList.toggle("over", old);
  });
  return rows.length;
}
async function flush(now) {
  if (!navigator.onLine || !(await count())) return;
  await send(person, now);
  await count();
}

/* Leaving destroys what waits: the person is asked once. */
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.action.endsWith("/account/logout/") || form.dataset.sure) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const waiting = await count();
  const words = document.getElementById("leaving");
  if (waiting && words) {
    words.querySelector("[data-n]").textContent = waiting;
    words.returnValue = "";
    words.showModal();
    await new Promise((done) => words.addEventListener("close", done, { once: true }));
    if (words.returnValue !== "leave") { location.href = "/me/queue/"; return; }
  }
  form.dataset.sure = "1";
  form.requestSubmit();
}, true);

/* A photo leaves the phone at 1600 px, drawn anew: without position or other notes of the camera. */
async function smaller(file) {
  const picture = await createImageBitmap(file);
  const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * by);
  canvas.height = Math.round(picture.height * by);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}
const drawing = new Map();
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.accept.includes("image/")) return;
  const held = new DataTransfer();
  const work = Promise.all([...input.files].map((f) => f.type.startsWith("image/") ? smaller(f).catch(() => f) : f))
    .then((files) => { files.forEach((f) => held.items.add(f)); input.files = held.files; input.dataset.drawn = "1"; drawing.delete(input.form); });
  drawing.set(input.form, work);
});
document.addEventListener("submit", (event) => {
  const work = drawing.get(event.target);
  if (!work) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  work.then(() => event.target.requestSubmit(event.submitter));
}, true);

if ("serviceWorker" in navigator && "locks" in navigator && isSecureContext) {
  await arrive(person, performance.timeOrigin);
  navigator.serviceWorker.register("/sw.js", { type: "module" }).catch(() => {});
  const file = document.querySelector('a[href="/cases/new/"]') ? ["/cases/new/"] : [];
  navigator.serviceWorker.ready.then((found) => found.active.postMessage({ prepare: ["/me/queue/", "/", ...file] }));
  navigator.storage?.persist?.();
  heard(count);
  addEventListener("online", () => flush(true));
  setInterval(() => flush(false), EVERY);
  await count();
  await flush(true);
  ask("/me/phone/").catch(() => {});
}
