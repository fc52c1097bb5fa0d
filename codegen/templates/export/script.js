// All that is essential works without this: it filters by event, and shows one view at a time.
"use strict";
const filter = document.getElementById("filter-event");
const shown = document.getElementById("shown");
const views = [...document.querySelectorAll(".view")];
const links = [...document.querySelectorAll("nav a")];
document.querySelector(".needs-script").hidden = false;

function show(id) {
  for (const view of views) view.hidden = view.id !== id;
  for (const link of links) {
    if (link.hash === "#" + id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function follow() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const view = target && target.closest(".view");
  show((view || views[0]).id);
  if (!target || target === view) return;
  for (let outer = target; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
  target.scrollIntoView();
}

function apply() {
  const words = filter.value.trim().toLowerCase();
  let count = 0;
  for (const part of document.querySelectorAll("[data-event]")) {
    part.hidden = words !== "" && !part.dataset.event.toLowerCase().includes(words);
    if (!part.hidden && part.matches("article")) count += 1;
  }
  shown.textContent = words === "" ? "" : count === 1 ? "1 event" : count + " events";
}

filter.addEventListener("input", apply);
document.querySelector(".filter").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", follow);
apply();
follow();
