/* The resident's and the head's pages: two comforts. Everything works without them. */
"use strict";
(function () {
  /* The camera beside the line shows that it holds a picture. */
  document.addEventListener("change", (event) => {
    const shot = event.target.closest("[data-shot]");
    if (shot) document.querySelector(`label[for="${shot.id}"]`).classList.toggle("on", shot.files.length > 0);
  });

  /* The place from the telephone itself; otherwise the list. */
  const button = document.querySelector("[data-locate]");
  if (!button || !navigator.geolocation || !isSecureContext) return;
  const form = button.form;
  const lost = document.querySelector("[data-lost]");
  button.hidden = false;
  button.addEventListener("click", (event) => {
    if (button.dataset.found) return;
    event.preventDefault();
    navigator.geolocation.getCurrentPosition(
      (found) => {
        form.querySelector("[data-lon]").value = found.coords.longitude.toFixed(6);
        form.querySelector("[data-lat]").value = found.coords.latitude.toFixed(6);
        form.querySelector("[data-at]")?.replaceChildren();
        button.dataset.found = "1";
        form.requestSubmit(button);
      },
      () => { if (lost) lost.hidden = false; },
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
    );
  });
})();
