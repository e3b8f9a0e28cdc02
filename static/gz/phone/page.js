/* 待上传: each record that waits, as it was written; what came back stands beside how the matter is now. */
import { drop, mine, unseal } from "./store.js";
import { changed, heard, keep, read, send } from "./send.js";

const person = document.querySelector("meta[name=person]").content;
const list = document.getElementById("queued"), model = document.getElementById("queued-row");
const HIDDEN = new Set(["csrfmiddlewaretoken", "key", "kept", "called", "next", "area", "do", "at", "q"]);

const words = (body) => [...body].filter(([name, value]) => !HIDDEN.has(name) && typeof value === "string" && value);
async function now(row) {
  const bytes = row.answer && (await unseal(person, row.answer));
  if (!bytes) return null;
  const page = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html");
  const said = page.querySelector("[role=alert]")?.textContent.trim() || page.querySelector("h1")?.textContent.trim() || "";
  const stage = page.querySelector("main .stage, main .chip")?.textContent.trim() || "";
  return { said, stage };
}
async function draw(row) {
  const body = await read(row), made = model.content.cloneNode(true), part = (name) => made.querySelector(`[data-${name}]`);
  part("called").textContent = body.get("called") || row.url;
  part("at").textContent = new Date(row.at).toLocaleString(document.documentElement.lang);
  part("state").textContent = list.dataset[row.state] || row.state;
  const photos = [...body.values()].filter((v) => v instanceof File && v.size).length;
  part("mine").textContent = words(body).map(([, value]) => value).join("\n") + (photos ? `\n${list.dataset.photos.replace("N", photos)}` : "");
  const stopped = row.state === "stopped" || row.state === "asks";
  part("back").hidden = !stopped;
  const found = stopped && (await now(row));
  if (found) part("now").textContent = [found.said, found.stage].filter(Boolean).join("\n");
  part("open").href = row.url.startsWith("/today/record/") ? "/" : row.url.replace(/[a-z_]+\/$/, "");
  part("copy").onclick = () => navigator.clipboard.writeText(words(body).map(([, v]) => v).join("\n"));
  part("discard").onclick = async () => { await drop("queue", row.id); changed(); show(); };
  const edit = part("edit");
  const texts = words(body);
  part("text").value = texts.length ? texts[0][1] : "";
  edit.onsubmit = async (event) => {
    event.preventDefault();
    if (texts.length) body.set(texts[0][0], event.target.querySelector("textarea").value);
    const fresh = crypto.randomUUID();
    body.set("key", row.key.includes("-") ? fresh : fresh.replaceAll("-", ""));
    await keep(person, row.url, body);
    await drop("queue", row.id);
    await send(person, true);
    show();
  };
  return made;
}
async function show() {
  const rows = await mine(person);
  const drawn = await Promise.all(rows.map(draw));
  list.replaceChildren(...drawn);
  document.getElementById("none").hidden = rows.length > 0;
}
document.getElementById("send-now").onclick = () => send(person, true).then(show);
heard(() => { if (!list.contains(document.activeElement)) show(); });
await show();
