/* Clocks that run: every page counts them on by itself, in wall time or in the city's working time, and one that passes
   its moment turns overdue without a reload. Nothing moves or blinks; it is said once, politely. Works without it, too. */
"use strict";
(function () {
  const MINUTE = 60000, SOON = 120, EVERY = 5000;
  const ICONS = { ok: "clock", soon: "clock-exclamation", over: "alarm" };
  const words = JSON.parse(document.getElementById("clock-words")?.dataset.words || "null");
  const said = document.getElementById("clock-said");
  if (!words) return;
  /* The server's time: that of the answer, and what has passed since on this machine. A page that a phone kept says
     when it was kept. So a machine with a wrong clock shows the right time left. */
  const kept = Number(document.body.dataset.keptAt || 0);
  const first = new WeakMap();
  let loaded = false;
  function now(chip) {
    if (!first.has(chip)) first.set(chip, !loaded && kept ? kept : Date.now());
    return Number(chip.dataset.at) + Date.now() - first.get(chip);
  }

  /* Working minutes from the answer until now, by the hours that the chip carries. */
  function worked(chip, from, to) {
    return (chip.dataset.open || "").split(" ").filter(Boolean).reduce((sum, span) => {
      const [opens, closes] = span.split("-").map((n) => n * MINUTE);
      return sum + Math.max(0, Math.min(closes, to) - Math.max(opens, from));
    }, 0) / MINUTE;
  }
  function left(chip, at) {
    if (chip.dataset.clock === "wall") return (Number(chip.dataset.due) - at) / MINUTE;
    return Number(chip.dataset.minutes) - worked(chip, Number(chip.dataset.at), at);
  }

  const put = (forms, n) => (n ? forms[n === 1 ? 0 : 1].replace("N", n) : "");
  function span(chip, minutes) {
    if (minutes < 1) return words.none;
    const work = chip.dataset.clock === "work";
    const day = work ? Number(chip.dataset.day) : minutes >= 2880 ? 1440 : Infinity;
    const days = Math.floor(minutes / day), rest = days ? minutes - days * day : minutes;
    const hours = Math.floor(rest / 60);
    return [
      put(work ? words.work_days : words.days, days),
      put(work ? words.work_hours : words.hours, hours),
      days ? "" : put(words.minutes, rest % 60),
    ].filter(Boolean).join(" ");
  }

  function draw(chip) {
    const at = now(chip), was = ["over", "soon", "ok"].find((name) => chip.classList.contains(name));
    const over = at >= Number(chip.dataset.due);
    const minutes = Math.max(0, over ? Math.floor(-left(chip, at)) : Math.floor(left(chip, at)));
    const state = over ? "over" : minutes <= SOON ? "soon" : "ok";
    const text = (over ? words.over : words.left).replace("SPAN", span(chip, minutes));
    if (chip.lastElementChild.textContent !== text) chip.lastElementChild.textContent = text;
    if (state === was) return false;
    chip.classList.replace(was, state);
    const icon = chip.querySelector("svg"), use = icon?.querySelector("use");
    if (use) {
      icon.setAttribute("class", `ico ico-${ICONS[state]}`);
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[state]}`));
    }
    const line = chip.parentElement.querySelector(".due[data-late]");
    if (over && line) (line.querySelector("time") || line).textContent = line.dataset.late;
    return over && was !== "over";
  }
  function what(chip) {
    const around = chip.closest("tr, li, section, main") || document;
    const title = around.querySelector(".ttl, .what, .case > a") || document.querySelector("h1");
    return title ? title.textContent.trim() : "";
  }
  function tick() {
    const passed = [...document.querySelectorAll("[data-clock][data-due]")].filter((chip) => draw(chip) && loaded);
    loaded = true;
    if (!passed.length) return;
    said.textContent = passed.length > 1 ? words.several.replace("N", passed.length) : words.passed.replace("WHAT", what(passed[0]));
    document.dispatchEvent(new CustomEvent("gz:over")); /* counts and order of a live page follow */
  }
  tick();
  setInterval(() => { if (!document.hidden) tick(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  document.addEventListener("htmx:afterSettle", tick);
})();
