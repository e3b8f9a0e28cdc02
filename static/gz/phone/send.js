/* Sending what was kept: in order, each with its own key and the moment it was written, through the ordinary doors. */
import { drop, get, mine, put, seal, unseal, wipe } from "./store.js";

const told = new BroadcastChannel("gongzhi");
export function changed() {
  told.postMessage("changed");
  self.dispatchEvent(new Event("gongzhi"));
}
export function heard(act) {
  told.addEventListener("message", act);
  self.addEventListener("gongzhi", act);
}
const TIMEOUT = 30000, FIRST = 15000, LONGEST = 15 * 60000, POISON = 5;

export async function keep(person, url, body, state = "waiting") {
  const packed = new Response(body);
  const type = packed.headers.get("Content-Type");
  const row = { person, url, type, at: new Date().toISOString(), state, tries: 0, next: 0, key: body.get("key") || "" };
  Object.assign(row, await seal(person, await packed.arrayBuffer()));
  row.id = await put("queue", row);
  changed();
  return row;
}
export async function read(row) {
  const bytes = await unseal(row.person, row);
  return bytes && new Response(bytes, { headers: { "Content-Type": row.type } }).formData();
}
export async function done(row) {
  for (const one of await mine(row.person)) if (one.id === row.id || (row.key && one.key === row.key)) await drop("queue", one.id);
  changed();
}

/* Any answer of the server may say that this phone was lost. */
export async function ask(url, more = {}) {
  const answer = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT), ...more });
  if (answer.headers.get("X-Gongzhi-Wipe")) { await wipe(); changed(); }
  return answer;
}
export async function post(row, body, headers = {}) {
  const said = { "X-Gongzhi-Phone": "1", "X-Gongzhi-Person": row.person, ...headers };
  let answer = await ask(row.url, { method: "POST", body, headers: said, redirect: "manual" });
  if (answer.status === 403 && answer.headers.get("X-Gongzhi-Csrf")) {
    const fresh = await ask("/me/phone/");
    if (!fresh.ok) return fresh;
    body.set("csrfmiddlewaretoken", (await fresh.json()).csrf);
    answer = await ask(row.url, { method: "POST", body, headers: said, redirect: "manual" });
  }
  return answer;
}
/* It came back: with a question, or because it is no longer possible. Both versions stay until the person decides. */
export async function back(row, answer) {
  row.state = answer.ok ? "asks" : "stopped";
  row.status = answer.status;
  row.answer = await seal(row.person, await answer.arrayBuffer());
  await put("queue", row);
  for (const one of await mine(row.person)) if (row.key && one.key === row.key && one.id !== row.id) await drop("queue", one.id);
  changed();
}
const again = (status) => status >= 500 || status === 429 || status === 408;

async function one(row) {
  const body = await read(row);
  if (!body) return "wait";
  let answer;
  try { answer = await post(row, body, { "X-Gongzhi-At": row.at }); } catch { answer = null; }
  if (answer?.status === 401) return "wait";
  if (!(await get("queue", row.id))) return "on";
  if (!answer || again(answer.status)) {
    row.tries += 1;
    row.next = Date.now() + Math.min(LONGEST, FIRST * 2 ** (row.tries - 1));
    row.state = "waiting";
    await put("queue", row);
    return answer && row.tries >= POISON ? "on" : "wait";
  }
  if (answer.ok && !answer.headers.get("X-Gongzhi-Asks")) { await done(row); return "on"; }
  await back(row, answer);
  return "on";
}

/* Everything that is due; ``now``: without waiting for the next try. One sender at a time, pages and worker together. */
export function send(person, now = false) {
  if (!person) return Promise.resolve();
  return navigator.locks.request("gongzhi-send", { ifAvailable: true }, async (held) => {
    if (!held) return;
    for (const row of await mine(person)) {
      if (row.state === "stopped" || row.state === "asks") continue;
      if (row.state === "sending" && Date.now() - Date.parse(row.at) < 2 * TIMEOUT) continue;
      if (!now && row.next > Date.now()) break;
      if ((await one(row)) === "wait") break;
    }
    changed();
  });
}
