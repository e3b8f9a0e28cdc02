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

/* What was asked of the server before the last sign-out here is not kept any more: an answer that comes late must not
   bring back the key. Says whether it was kept. A clock set back does not shut the phone out. */
async function still(asked, act) {
  const base = await open();
  return new Promise((done, fail) => {
    const deal = base.transaction(STORES, "readwrite"), at = (name) => deal.objectStore(name);
    const left = at("state").get("left");
    let kept = false;
    left.onsuccess = () => { kept = !(left.result >= asked && left.result <= Date.now()); if (kept) act(at); };
    deal.oncomplete = () => done(kept);
    deal.onabort = deal.onerror = () => fail(deal.error);
  });
}
const make = () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

/* The key of a person, made when they are first seen signed in. Two at once: the first one stays. */
export async function keyOf(person) {
  const known = await get("keys", person);
  if (known) return known;
  const made = await make();
  await run("keys", "readwrite", (s) => s.add(made, person)).catch(() => {});
  return get("keys", person);
}
export async function seal(person, bytes) {
  return sealWith(await keyOf(person), bytes);
}
export async function sealWith(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
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
/* The key, or nothing when this person has left since ``asked``. */
export async function arrive(person, asked) {
  const before = await get("state", "here"), made = (await get("keys", person)) || (await make());
  const kept = await still(asked, (at) => {
    const known = at("keys").get(person);
    known.onsuccess = () => { if (!known.result) at("keys").put(made, person); };
    if (before && before.person !== person) at("pages").clear();
    at("state").put({ person, until: Date.now() + HOURS_12 }, "here");
  });
  return kept ? get("keys", person) : null;
}
/* A page of theirs, sealed; not if they have left since it was asked for. */
export async function shelve(row, asked) {
  return still(asked, (at) => at("pages").put(row, row.url));
}
export async function mine(person) {
  return (await all("queue")).filter((row) => row.person === person);
}

/* Sign-out: key, pages and records of this person go, and what is still on its way is not let in. */
export async function forget(person) {
  const gone = (await mine(person)).map((row) => row.id);
  await still(Infinity, (at) => {
    gone.forEach((id) => at("queue").delete(id));
    at("pages").clear();
    at("keys").delete(person);
    at("state").delete("here");
    at("state").put(Date.now(), "left");
  });
}
/* A lost phone: everything of everybody goes. */
export async function wipe() {
  await still(Infinity, (at) => { STORES.forEach((name) => at(name).clear()); at("state").put(Date.now(), "left"); });
  for (const name of await caches.keys()) await caches.delete(name);
}
