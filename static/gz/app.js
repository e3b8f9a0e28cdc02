/* Small comforts; every page works without them. No eval, no inline code: the CSP allows neither. */
"use strict";
(function () {
  const words = document.body.dataset;

  /* A failed request says so in the page, where the reader is; nothing pops up. */
  function say(text) {
    const place = document.getElementById("notices");
    if (!place || !text) return;
    const notice = document.createElement("div");
    notice.className = "notice over";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    place.replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:sendError", () => say(words.offline));
  document.addEventListener("htmx:timeout", () => say(words.offline));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) say(words.broken);
    if (event.detail.xhr.status === 401) location.reload();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb === "get") return;
    const token = document.querySelector("meta[name=csrf]");
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });

  /* A form is sent once, however often it is pressed. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

  /* One open list at a time; Escape and a press elsewhere close it. */
  const drops = () => document.querySelectorAll("details.filt[open], details.menu-drop[open]");
  document.addEventListener("click", (event) => drops().forEach((d) => d.contains(event.target) || (d.open = false)));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") drops().forEach((d) => { d.open = false; d.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (button) print();
  });
})();
