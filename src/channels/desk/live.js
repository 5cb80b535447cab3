// News at the desk: said in one place, and nothing else on the page ever changes, moves or takes the focus.
"use strict";
const place = document.getElementById("news");
const AGAIN = 20000; // milliseconds between questions, where a line cannot be kept
let line = null, asking = 0, failed = 0;

function say(text) {
  if (place.textContent !== text) place.textContent = text;
}

function follow() {
  if (line || asking || document.hidden) return;
  if (!window.EventSource) return ask();
  line = new EventSource(place.dataset.live);
  line.addEventListener("news", (event) => { failed = 0; say(JSON.parse(event.data).said); });
  line.addEventListener("end", over);
  line.addEventListener("error", () => {
    failed += 1;
    if (line && (line.readyState === EventSource.CLOSED || failed > 3)) { leave(); ask(); }
  });
}

// A proxy may keep lines from us: then we ask now and then.
async function ask() {
  asking = window.setTimeout(ask, AGAIN);
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.live, { headers: { accept: "application/json" }, cache: "no-store" });
    if (answer.ok) say((await answer.json()).said);
    else if (answer.status === 401) over();
  } catch { /* the next question tells */ }
}

function leave() {
  if (line) line.close();
  line = null;
}

function over() {
  leave();
  window.clearTimeout(asking);
  asking = -1;
  say(place.dataset.over);
}

// A page that nobody looks at keeps no line: browsers have few.
document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else follow(); });
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
follow();
