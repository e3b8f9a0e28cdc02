/* The worker at the root: pages seen before without signal, and recordings that wait for it. It leaves alone what is
   not the staff's: residents' pages, sign-in, API. */
import { all, arrive, drop, forget, get, here, put, sealWith, shelve, unseal, wipe } from "./store.js";
import { ask, back, done, keep, post, send } from "./send.js";

const NOT_OURS = /^\/(r|p|api|open311|events|i18n|type|files)(\/|$)/;
const MOST_PAGES = 60, PATIENCE = 8000;
let version = "";

async function remember(request, answer, asked) {
  const person = answer.headers.get("X-Gongzhi-Keep");
  if (!person) return;
  const url = new URL(request.url), bytes = await answer.arrayBuffer();
  const key = await arrive(person, asked);
  if (!key) return;
  await shelve({ person, url: url.pathname + url.search, at: Date.now(), ...(await sealWith(key, bytes)) }, asked);
  const rows = (await all("pages")).sort((a, b) => b.at - a.at);
  for (const row of rows.slice(MOST_PAGES)) await drop("pages", row.url);
}
async function seen(request) {
  const person = await here(), url = new URL(request.url);
  const row = person && (await get("pages", url.pathname + url.search));
  const bytes = row && row.person === person && (await unseal(person, row));
  if (!bytes) return (await caches.match("/without-signal/")) || Response.error();
  /* A form filled in twice from the same kept page is two records. */
  const page = new TextDecoder().decode(bytes).replace(/(name="key" value=")([0-9a-f-]{32,36})"/g, (_all, before, old) => {
    const made = crypto.randomUUID();
    return `${before}${old.includes("-") ? made : made.replaceAll("-", "")}"`;
  });
  /* The clocks of a kept page go on from when it was kept (clock.js). */
  return new Response(page.replace("<body ", `<body data-kept-at="${Number(row.at)}" `), { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
async function visit(event) {
  const asked = Date.now();
  try {
    const answer = await Promise.race([fetch(event.request), new Promise((_done, fail) => setTimeout(fail, PATIENCE))]);
    if (answer.headers.get("X-Gongzhi-Wipe")) await wipe();
    else if (answer.ok) event.waitUntil(remember(event.request, answer.clone(), asked).catch(() => {}));
    return answer;
  } catch { return seen(event.request); }
}

/* A recording: kept first, then sent; taken out when the server has it. */
async function record(event) {
  const { request } = event, part = request.headers.get("HX-Request");
  const body = await request.clone().formData().catch(() => null);
  const person = body?.get("kept");
  if (!person) return fetch(request);
  const row = await keep(person, new URL(request.url).pathname, body, "sending");
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name.startsWith("hx-")));
  let answer;
  try { answer = await post(row, body, headers); } catch { answer = null; }
  if (!answer || answer.status >= 500 || answer.status === 401 || answer.status === 429) {
    await put("queue", { ...row, state: "waiting" });
    await self.registration.sync?.register("gongzhi").catch(() => {});
    return go("/me/queue/", part);
  }
  if (answer.ok && !answer.headers.get("X-Gongzhi-Asks")) await done(row);
  else await back(row, answer.clone()); // asked or refused: kept until the same form is through, or it is thrown away by hand
  return answer.status === 204 && answer.headers.get("X-Gongzhi-Next") ? go(answer.headers.get("X-Gongzhi-Next"), part) : answer;
}
const go = (url, part) => part ? new Response("", { headers: { "HX-Redirect": url } })
  : Response.redirect(new URL(url, self.location.origin), 303);

async function leave(event) {
  const person = (await get("state", "here"))?.person;
  const answer = await fetch(event.request);
  if (person && (answer.type === "opaqueredirect" || answer.ok)) await forget(person);
  return answer;
}
async function shell(request) {
  return (await caches.match(request, { ignoreVary: true })) || fetch(request);
}
function route(event) {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== self.location.origin || NOT_OURS.test(url.pathname)) return;
  if (url.pathname.startsWith("/static/")) { event.respondWith(shell(request)); return; }
  if (request.method === "POST" && url.pathname === "/account/logout/") { event.respondWith(leave(event)); return; }
  if (url.pathname.startsWith("/account/")) return;
  if (request.method === "POST" && (request.mode === "navigate" || request.headers.get("HX-Request"))) event.respondWith(record(event));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(visit(event));
}
async function contact() {
  const answer = await ask("/me/phone/");
  if (answer.ok) await send((await answer.json()).person, true);
}
/* Pages that must open without signal although nobody has looked at them yet. */
async function prepare(urls) {
  const person = await here();
  for (const url of urls) {
    if ((await get("pages", url))?.person === person) continue;
    const asked = Date.now(), answer = await ask(url);
    if (answer.ok && !answer.redirected) await remember(new Request(url), answer, asked);
  }
}
export function start(named, files) {
  version = `gongzhi-${named}`;
  self.addEventListener("install", (event) => event.waitUntil((async () => {
    await (await caches.open(version)).addAll([...files, "/without-signal/"]);
    await self.skipWaiting();
  })()));
  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== version) await caches.delete(name);
    await self.clients.claim();
  })()));
  self.addEventListener("fetch", route);
  self.addEventListener("message", (event) => event.waitUntil(prepare(event.data.prepare || []).catch(() => {})));
  self.addEventListener("sync", (event) => event.waitUntil(contact()));
}
