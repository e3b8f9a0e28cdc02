/* The desk: keys of lists, boxes of several rows, the bar of a batch. Every page works without them. */
"use strict";
(function () {
  const OFF = "gz-keys-off"; /* WCAG 2.1.4: single keys can be switched off, on this machine */
  const dialog = document.getElementById("keys");

  function off() {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  }
  function switchOff(value) {
    try { if (value) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch { /* a private window */ }
  }
  function typing(target) {
    if (!(target instanceof Element)) return false;
    if (target.matches("input[type=checkbox], input[type=radio]")) return false;
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  /* Rows: those with a title that opens. The one in hand has the focus in it. */
  const links = () => [...document.querySelectorAll("table.t tbody .ttl[href]")].filter((l) => l.checkVisibility());
  const rowOf = (node) => (node instanceof Element ? node.closest("table.t tbody tr") : null);
  function mark(link) {
    document.querySelectorAll("tr.sel[data-key]").forEach((r) => { r.classList.remove("sel"); delete r.dataset.key; });
    const row = rowOf(link);
    if (row && !row.classList.contains("sel")) { row.classList.add("sel"); row.dataset.key = "1"; }
  }
  function step(by) {
    const all = links();
    if (!all.length) return false;
    const here = rowOf(document.activeElement);
    const at = all.findIndex((l) => here && here.contains(l));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    mark(next);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  const inRow = () => rowOf(document.activeElement) !== null;
  function tick() {
    const row = rowOf(document.activeElement);
    const box = row && row.querySelector("input[type=checkbox][name=one]");
    if (!box) return false;
    box.click();
    return true;
  }
  function open() {
    const link = rowOf(document.activeElement) && rowOf(document.activeElement).querySelector(".ttl[href]");
    if (!link || document.activeElement.matches("a, button, summary")) return false;
    link.click();
    return true;
  }
  const keys = {
    "/": () => { const q = document.querySelector(".search input"); if (!q) return false; q.focus(); q.select(); return true; },
    j: () => step(1),
    k: () => step(-1),
    x: tick,
    Enter: open,
    ArrowDown: () => inRow() && step(1),
    ArrowUp: () => inRow() && step(-1),
    "?": () => { if (!dialog) return false; dialog.showModal(); return true; },
  };
  const ALWAYS = ["ArrowDown", "ArrowUp", "Enter"]; /* these work in a row alone, and are no characters */
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || event.target.closest("details[open] .drop")) return;
    if (off() && !ALWAYS.includes(event.key)) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && act()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]") && dialog) dialog.showModal();
  });
  if (dialog) {
    const box = dialog.querySelector("[data-keys-on]");
    box.checked = !off();
    box.addEventListener("change", () => switchOff(!box.checked));
  }

  /* A part that htmx puts in anew keeps the row that was in hand, and the boxes that were ticked. */
  let held = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    const link = part.contains(document.activeElement) ? rowOf(document.activeElement)?.querySelector(".ttl[href]") : null;
    const ticked = [...part.querySelectorAll("input[name=one]:checked")].map((box) => box.value);
    if (link || ticked.length) held = { at: link && link.getAttribute("href"), place: link ? links().indexOf(link) : -1, ticked };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!held) return;
    const { at, place, ticked } = held;
    held = null;
    document.querySelectorAll("input[name=one]").forEach((box) => { if (ticked.includes(box.value)) box.checked = true; });
    if (at !== null && !inRow()) {
      const all = links();
      const again = all.find((l) => l.getAttribute("href") === at) || all[Math.min(place, all.length - 1)];
      if (again) { mark(again); again.focus({ preventScroll: true }); }
    }
    count();
  });

  /* Several rows: all of the page, how many, and none when the form has gone out. */
  const boxes = () => [...document.querySelectorAll("#rows input[name=one]")];
  function count() {
    const said = document.querySelector("[data-chosen]");
    const n = boxes().filter((box) => box.checked).length;
    if (said) { said.hidden = n === 0; said.textContent = said.dataset.chosen.replace("N", n); }
    const every = document.querySelector("input[data-all]");
    if (every) {
      every.hidden = false;
      every.nextElementSibling?.classList.add("vh");
      every.checked = n > 0 && n === boxes().length;
      every.indeterminate = n > 0 && n < boxes().length;
    }
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("input[data-all], input[name=one]")) count();
  });
  addEventListener("pageshow", count);

  /* The bar of a batch shortens second by second; the server alone decides when it is too late. */
  setInterval(() => {
    const bar = document.querySelector("progress[data-counts]");
    if (!bar) return;
    if (!bar.dataset.ends) bar.dataset.ends = Date.now() + 1000 * Number(bar.dataset.counts);
    const left = Math.max(0, (Number(bar.dataset.ends) - Date.now()) / 1000);
    bar.value = left;
    const words = bar.parentElement.querySelector("[data-seconds]");
    if (words) words.textContent = words.dataset.seconds.replace("N", Math.ceil(left));
  }, 250);
})();
