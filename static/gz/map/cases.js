/* The staff's map of cases: the points of the list under the same filters, in circles where they lie close together, and
   beside it in words what is in sight. */
import { box, fill, ground, ink } from "./ground.js";
import { STATES, bring } from "./marks.js";

const CLOSEST = 17, LISTED = 30, NAMED = 8;
const host = document.querySelector("[data-cases]");
const told = JSON.parse(host.dataset.ground);
const said = document.querySelector("[data-said]");
const sight = document.querySelector("[data-sight]"), rest = document.querySelector("[data-sight-more]");
const row = document.getElementById("sight-row");
let shown = { features: [], more: false }, narrowed = false, asking = null;

function line(told_, of) {
  const item = of.content.cloneNode(true), at = (name) => item.querySelector(`[data-${name}]`), it = told_.properties;
  Object.assign(item.querySelector("a"), { href: `/cases/${it.id}/`, textContent: it.title });
  at("line").textContent = [it.at, it.line].filter(Boolean).join(" · ");
  at("stage").textContent = it.stage;
  if (it.clock) { at("time").textContent = it.clock; at("time").classList.add(it.state); at("time").title = it.due; } else at("time").remove();
  if (it.near) at("near").textContent = told.words.about; else at("near").remove();
  return item;
}
const urgent = (a, b) => STATES.indexOf(a.properties.state) - STATES.indexOf(b.properties.state);

/* The same in words, the most urgent first. */
function list(map) {
  const bounds = map.getBounds();
  const found = shown.features.filter((one) => bounds.contains(one.geometry.coordinates)).sort(urgent);
  sight.replaceChildren(...found.slice(0, LISTED).map((one) => line(one, row)));
  const left = found.length - LISTED;
  rest.textContent = !found.length ? told.words.none : left > 0 ? fill(told.words.more, left) : "";
  host.dataset.insight = found.length;
}

async function load(map) {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams(location.search);
  ["at", "as", "after", "before", "box"].forEach((name) => query.delete(name));
  if (narrowed) query.set("box", box(map));
  try {
    const answer = await fetch(`${told.points}?${query}`, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.status);
    shown = await answer.json();
  } catch (wrong) {
    if (wrong.name !== "AbortError") said.textContent = told.words.failed;
    return;
  }
  map.getSource("cases").setData(shown);
  said.textContent = shown.said;
  host.dataset.points = shown.features.length;
  list(map);
}

function layers(map) {
  bring(map);
  const over = ["+", ["case", ["==", ["get", "state"], "over"], 1, 0]];
  map.addSource("cases", { type: "geojson", data: { type: "FeatureCollection", features: [] }, cluster: true, clusterRadius: 42,
    clusterMaxZoom: CLOSEST, clusterProperties: { over } });
  const late = [">", ["get", "over"], 0];
  map.addLayer({ id: "clusters", type: "circle", source: "cases", filter: ["has", "point_count"], paint: {
    "circle-radius": ["+", ["step", ["get", "point_count"], 17, 20, 21, 100, 26, 1000, 32], ["case", late, 6, 0]], "circle-color": ink("--gz-ground"),
    "circle-stroke-color": ["case", late, ink("--gz-clock-over"), ink("--gz-data-4")], "circle-stroke-width": ["case", late, 4, 2] } });
  const words = told.words.over.split("{n}");
  map.addLayer({ id: "counts", type: "symbol", source: "cases", filter: ["has", "point_count"], paint: { "text-color": ink("--gz-ink") },
    layout: { "text-allow-overlap": true, "text-size": 13, "text-field": ["format", ["to-string", ["get", "point_count"]], {},
      ["case", late, ["concat", "\n", words[0], ["to-string", ["get", "over"]], words[1] || ""], ""], { "font-scale": 0.75 }] } });
  map.addLayer({ id: "cases", type: "symbol", source: "cases", filter: ["!", ["has", "point_count"]], layout: {
    "icon-image": ["concat", ["get", "state"], ["case", ["has", "near"], "-near", ""]], "icon-allow-overlap": true,
    "symbol-sort-key": ["-", 9, ["index-of", ["get", "state"], ["literal", STATES]]] } });
}

function card(ml, map, at, features, n = features.length, quiet = false) {
  const held = document.createElement("div"), make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  if (n > 1) held.append(make("p", "bold", fill(told.words.several, n)));
  const rows = make("ul", "card-rows", "");
  rows.append(...[...features].sort(urgent).slice(0, NAMED).map((one) => line(one, row)));
  held.append(rows);
  if (n > NAMED) held.append(make("p", "s muted", fill(told.words.left, n - NAMED)));
  const popup = new ml.Popup({ maxWidth: "300px", offset: 14, focusAfterOpen: !quiet }).setLngLat(at).setDOMContent(held).addTo(map);
  const frame = host.getBoundingClientRect(), it = popup.getElement().getBoundingClientRect();
  const beyond = (low, high, least, most) => (low < least ? low - least : high > most ? high - most : 0);
  map.panBy([beyond(it.left, it.right, frame.left + 8, frame.right - 8), beyond(it.top, it.bottom, frame.top + 8, frame.bottom - 8)]);
}
/* A circle opens: closer in, or, where its cases lie upon each other, as a list. */
async function open(ml, map, circle) {
  const source = map.getSource("cases"), id = circle.properties.cluster_id, at = circle.geometry.coordinates;
  const leaves = await source.getClusterLeaves(id, 60, 0);
  const apart = leaves.some((one) => one.geometry.coordinates.some((degree, n) => Math.abs(degree - leaves[0].geometry.coordinates[n]) > 0.00002));
  if (apart && map.getZoom() < CLOSEST) map.easeTo({ center: at, zoom: Math.min(await source.getClusterExpansionZoom(id) + 0.2, CLOSEST + 1) });
  else card(ml, map, at, leaves, circle.properties.point_count);
}

const made = await ground(host, told);
if (made) {
  const { map, ml } = made;
  layers(map);
  const around = (point) => [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
  map.on("click", (event) => {
    const hit = map.queryRenderedFeatures(around(event.point), { layers: ["clusters", "cases"] });
    const circle = hit.find((one) => one.properties.cluster_id);
    if (circle) open(ml, map, circle);
    else if (hit.length) card(ml, map, hit[0].geometry.coordinates, hit);
  });
  map.on("mousemove", (event) => {
    const hit = map.queryRenderedFeatures(around(event.point), { layers: ["clusters", "cases"] });
    map.getCanvas().classList.toggle("pressable", hit.length > 0);
  });
  await load(map);
  const mine = told.at && shown.features.find((one) => one.properties.id === told.at.id);
  if (mine) card(ml, map, mine.geometry.coordinates, [mine], 1, true);
  else if (told.at) new ml.Marker({ color: ink("--gz-ink") }).setLngLat([told.at.lon, told.at.lat]).addTo(map);
  map.on("moveend", () => {
    if (shown.more || narrowed) { narrowed = true; load(map); } else list(map);
  });
  document.body.addEventListener("gz:stale", () => load(map));
  map.once("idle", () => { host.dataset.ready = "1"; });
}
