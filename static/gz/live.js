/* Open pages follow others' steps: the stream says what changed, panels with hx-trigger="gz:stale from:body" fetch
   themselves again under their own rights. Nothing is fetched while somebody types. Every page works without this. */
"use strict";
(function () {
  const mark = document.querySelector("[data-live]");
  if (!mark) return;
  const least = 1000 * Number(mark.dataset.least || 1);
  const every = 1000 * Number(mark.dataset.poll || 0);
  let last = 0, timer = 0, polling = 0, waits = false, lost = false;

  function changed(field) {
    if (field.type === "hidden" || !field.name) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((o) => o.selected !== o.defaultSelected && o.defaultSelected);
    return field.value !== field.defaultValue;
  }
  function busy() {
    const at = document.activeElement;
    if (at && at.closest("main") && at.matches("textarea, select, input:not([type=hidden], [type=checkbox])")) return true;
    return [...document.querySelectorAll("main form")].some((form) => [...form.elements].some(changed));
  }
  function stale() {
    timer = 0;
    waits = busy();
    mark.dataset.waits = waits ? "1" : "";
    if (waits) return;
    last = Date.now();
    document.body.dispatchEvent(new CustomEvent("gz:stale"));
  }
  function soon() {
    if (timer) return;
    const wait = Math.max(200, last + least - Date.now());
    timer = setTimeout(stale, wait + Math.random() * Math.min(wait, 2000));
  }
  function poll() {
    if (!polling && every) polling = setInterval(() => { if (!document.hidden) soon(); }, every);
  }
  document.addEventListener("focusout", () => setTimeout(() => { if (waits && !busy()) soon(); }, 50));

  document.addEventListener("gz:over", soon); /* a clock of this page has passed its moment (clock.js) */

  if (!("EventSource" in window)) { poll(); return; }
  const stream = new EventSource(mark.dataset.live);
  stream.addEventListener("change", soon);
  stream.addEventListener("open", () => {
    clearInterval(polling);
    polling = 0;
    mark.dataset.state = "open";
    if (lost) soon();
    lost = false;
  });
  stream.addEventListener("error", () => { lost = true; mark.dataset.state = "lost"; poll(); });
  addEventListener("pagehide", () => stream.close());
})();
