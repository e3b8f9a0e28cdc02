/* The ground of every map: tiles if the city has some, else plain; on it the city's own outlines, level by level as one comes
   closer. The program (some 450 kB packed) is fetched when a map is opened and not before. */
const LEVELS = { district: [0, 6, 10.5], street: [9.5, 10.5, 12.5], community: [11.5, 12.5, 14.5], grid: [12.8, 14.5, 24] };
const LINES = { district: 2.2, street: 1.6, community: 1.1, grid: 0.7 };
const BUILDINGS = 16;
const EMPTY = { type: "FeatureCollection", features: [] };

export const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const fill = (words, n) => words.replace("{n}", n.toLocaleString(document.documentElement.lang));

function dressed(href) {
  if (document.querySelector(`link[href="${href}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.insertBefore(link, document.querySelector("link[rel=stylesheet]"));
  return new Promise((done) => { link.onload = link.onerror = done; });
}
const whole = (address) => (address.startsWith("/") ? location.origin + address : address);

function style(told) {
  const made = { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": ink("--gz-sunk") } }] };
  told.tiles.forEach((tiles, n) => {
    made.sources[`tiles-${n}`] = { type: "raster", tiles: tiles.map(whole), tileSize: 256, maxzoom: told.deepest };
    made.layers.push({ id: `tiles-${n}`, type: "raster", source: `tiles-${n}`, paint: { "raster-fade-duration": 0 } });
  });
  return made;
}

/* A level's outlines and names are fetched when one is close enough to see them. */
function level(map, told, name) {
  const [from, label, until] = LEVELS[name];
  map.addSource(name, { type: "geojson", data: new URL(`${told.outlines}${name}/`, location.href).href, tolerance: 0.4 });
  const below = map.getLayer("cases") ? "clusters" : undefined;
  const own = { id: `${name}-own`, type: "fill", source: name, filter: ["has", "own"], paint: { "fill-color": ink("--gz-ground") } };
  if (!told.tiles.length) map.addLayer(own, map.getLayer("district-line") ? "district-line" : below);
  const line = { id: `${name}-line`, type: "line", source: name, minzoom: from, filter: ["==", ["geometry-type"], "Polygon"] };
  map.addLayer({ ...line, paint: { "line-color": ink("--gz-data-3"), "line-width": LINES[name] } }, below);
  map.addLayer({
    id: `${name}-name`, type: "symbol", source: name, minzoom: label, maxzoom: until, filter: ["==", ["geometry-type"], "Point"],
    layout: { "text-field": ["get", "name"], "text-size": name === "district" ? 15 : 12, "text-max-width": 8, "text-padding": 6 },
    paint: { "text-color": ink("--gz-ink-2"), "text-halo-color": ink("--gz-ground"), "text-halo-width": 1.5 },
  }, below);
}
function houses(map, told) {
  map.addSource("buildings", { type: "geojson", data: EMPTY });
  const below = map.getLayer("cases") ? "clusters" : undefined;
  const halo = { "text-color": ink("--gz-ink-2"), "text-halo-color": ink("--gz-ground"), "text-halo-width": 1.5 };
  map.addLayer({ id: "buildings", type: "circle", source: "buildings", minzoom: BUILDINGS, paint: {
    "circle-radius": 3, "circle-color": ink("--gz-data-2"), "circle-stroke-color": ink("--gz-data-4"), "circle-stroke-width": 1 } }, below);
  map.addLayer({ id: "buildings-name", type: "symbol", source: "buildings", minzoom: BUILDINGS, paint: halo,
    layout: { "text-field": ["get", "name"], "text-size": 11, "text-offset": [0, 0.9], "text-anchor": "top", "text-max-width": 7 } }, below);
  return async () => {
    if (map.getZoom() < BUILDINGS) return;
    const answer = await fetch(`${told.outlines}buildings/?box=${box(map)}`).catch(() => null);
    if (answer?.ok && map.getSource("buildings")) map.getSource("buildings").setData(await answer.json());
  };
}
export function box(map) {
  const at = map.getBounds();
  return [at.getWest(), at.getSouth(), at.getEast(), at.getNorth()].map((degree) => degree.toFixed(5)).join(",");
}

/* Draws a map into ``place``; null (and a sentence in its stead) where the device can't. */
export async function ground(place, told, more = {}) {
  const say = (text) => {
    const said = Object.assign(document.createElement("p"), { className: "notice", textContent: text });
    said.setAttribute("role", "alert");
    place.querySelector(".notice")?.remove();
    place.prepend(said);
  };
  let ml, map;
  try {
    [ml] = await Promise.all([import(told.program), ...told.css.map(dressed)]);
  } catch { say(told.words.failed); return null; }
  ml.setWorkerUrl(new URL(told.worker, location.href).href);
  const start = told.at ? { center: [told.at.lon, told.at.lat], zoom: 16 }
    : told.box ? { bounds: told.box, fitBoundsOptions: { padding: 24, maxZoom: 16 } } : { center: [104, 36], zoom: 3 };
  try {
    map = new ml.Map({
      container: place, style: style(told), ...start, locale: told.words, attributionControl: false, dragRotate: false,
      pitchWithRotate: false, maxPitch: 0, minZoom: 2, maxZoom: 20, fadeDuration: 0, localIdeographFontFamily: ink("--gz-font"),
      transformRequest: (url) => (url.startsWith(location.origin) ? { url } : { url, referrerPolicy: "strict-origin" }), ...more,
    });
  } catch { say(told.words.unable); return null; }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ml.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ml.ScaleControl({ maxWidth: 90 }), "bottom-left");
  if (told.attribution) map.addControl(new ml.AttributionControl({ compact: false, customAttribution: told.attribution }));
  map.on("error", (event) => { if (event.sourceId in LEVELS) say(told.words.failed); });
  await new Promise((done) => map.once("style.load", done));
  const waiting = [...told.levels];
  const closer = () => {
    for (const name of [...waiting]) {
      if (map.getZoom() < LEVELS[name][0] - 0.3) continue;
      waiting.splice(waiting.indexOf(name), 1);
      level(map, told, name);
    }
  };
  closer();
  map.on("zoom", closer);
  const near = houses(map, told);
  map.on("moveend", near);
  near();
  map.on("idle", () => { place.dataset.drawn = "1"; });
  place.map = map;
  return { map, ml, say };
}
