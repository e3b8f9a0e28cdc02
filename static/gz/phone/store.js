/* What this phone keeps: a key of each person, pages seen before, and records not yet sent. Pages and records lie
   encrypted (AES-GCM) under the key of their person, which no script can read out. Used by pages and by the worker. */
const STORES = ["keys", "pages", "queue", "state"];
let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("gongzhi", 1);
    asked.onupgradeneeded = () => STORES.forEach((name) =>
      asked.result.createObjectStore(name, name === "queue" ? { keyPath: "id", autoIncrement: true } : {}));
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      done(asked.result);
    };
    asked.onerror = () => { opened = null; fail(asked.error); };
  });
  return opened;
}
async function run(name, mode, act) {
  const base = await open();
  return new Promise((done, fail) => {
    const deal = base.transaction(name, mode);
    const asked = act(deal.objectStore(name));
    deal.oncomplete = () => done(asked?.result);
    deal.onabort = deal.onerror = () => fail(deal.error);
  });
}
export const get = (name, key) => run(name, "readonly", (s) => s.get(key));
export const all = (name) => run(name, "readonly", (s) => s.getAll());
export const put = (name, value, key) => run(name, "readwrite", (s) => s.put(value, key));
export const drop = (name, key) => run(name, "readwrite", (s) => s.delete(key));

/* The key of a person, made when they are first seen signed in. Two at once: the first one stays. */
export async function keyOf(person) {
  const known = await get("keys", person);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await run("keys", "readwrite", (s) => s.add(made, person)).catch(() => {});
  return get("keys", person);
}
export async function seal(person, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(person), bytes) };
}
export async function unseal(person, { iv, sealed }) {
  const key = await get("keys", person);
  return key ? crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed) : null;
}

/* Who is signed in here, and until when their pages may be shown without asking the server. */
const HOURS_12 = 12 * 3600 * 1000;
export async function here() {
  const who = await get("state", "here");
  return who && who.until > Date.now() ? who.person : "";
}
export async function arrive(person) {
  const before = await get("state", "here");
  await keyOf(person);
  if (before && before.person !== person) await run("pages", "readwrite", (s) => s.clear());
  await put("state", { person, until: Date.now() + HOURS_12 }, "here");
}
export async function mine(person) {
  return (await all("queue")).filter((row) => row.person === person);
}

/* Sign-out: key, pages and records of this person go. */
export async function forget(person) {
  for (const row of await mine(person)) await drop("queue", row.id);
  await run("pages", "readwrite", (s) => s.clear());
  await drop("keys", person);
  await drop("state", "here");
}
/* A lost phone: everything of everybody goes. */
export async function wipe() {
  for (const name of STORES) await run(name, "readwrite", (s) => s.clear());
  for (const name of await caches.keys()) await caches.delete(name);
}
