/* Choosing a point on a map in a form: opened on request, and everything works without it. What lies at the point (grid,
   community, street, the nearest buildings) is said by the server; its buttons belong to the form. */
import { ground } from "./ground.js";

function offer() {
  document.querySelectorAll("[data-choose-open][hidden]").forEach((button) => { button.hidden = false; });
}
async function ask(part, point) {
  const told = JSON.parse(part.dataset.ground), at = part.querySelector("[data-at]");
  const query = new URLSearchParams({ lon: point.lng.toFixed(6), lat: point.lat.toFixed(6), coordinates: told.coordinates });
  const answer = await fetch(`${part.dataset.atUrl}?${query}`).catch(() => null);
  if (!answer?.ok || answer.redirected) { at.textContent = told.words.failed; return; }
  at.innerHTML = await answer.text();
  window.htmx?.process(at);
  at.scrollIntoView({ block: "nearest" });
}
async function begin(part) {
  const told = JSON.parse(part.dataset.ground);
  const made = await ground(part.querySelector(".ground"), told);
  if (!made) return;
  const { map, ml } = made;
  let mark = null;
  const choose = (point) => {
    mark = mark || new ml.Marker({ color: getComputedStyle(part).color }).setLngLat(point).addTo(map);
    mark.setLngLat(point);
    ask(part, point);
  };
  if (told.at) mark = new ml.Marker({ color: getComputedStyle(part).color }).setLngLat([told.at.lon, told.at.lat]).addTo(map);
  map.on("click", (event) => choose(event.lngLat));
  part.querySelector("[data-choose-middle]").addEventListener("click", () => choose(map.getCenter()));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose-open]");
  if (!button) return;
  const part = button.closest("[data-choose]"), room = part.querySelector("[data-choose-room]");
  room.hidden = !room.hidden;
  button.setAttribute("aria-expanded", String(!room.hidden));
  if (!part.dataset.begun) { part.dataset.begun = "1"; begin(part); }
});
document.addEventListener("htmx:afterSettle", offer);
offer();
