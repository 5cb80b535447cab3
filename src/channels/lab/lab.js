// The lab, live: forms are sent without leaving the page, and what has changed is read every second.
"use strict";
const part = (id) => document.getElementById(id);
const frame = part("frame"), note = part("note");
const widget = () => document.querySelector("[data-veivalg=chat]");
const last = {};
let conversation = "", version = null, given = "", busy = false;

document.body.classList.add("scripted");
for (const one of document.querySelectorAll("[data-copy], #aloud")) one.hidden = false;

function tell(name, detail) {
  const chat = widget();
  if (chat) chat.dispatchEvent(new CustomEvent(`veivalg:${name}`, { detail }));
}

async function look() {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch("/lab/live", { headers: { "lab-chat": conversation }, cache: "no-store" });
    if (answer.ok) draw(await answer.json());
  } catch { /* the next look tells */ } finally { busy = false; }
}

function draw(live) {
  for (const [id, html] of Object.entries(live.pieces)) {
    if (last[id] === html) continue;
    if (part(id).contains(document.activeElement)) continue; // what somebody is at stays as it is
    last[id] = html;
    if ("adds" in part(id).dataset) add(part(id), html); else part(id).innerHTML = html;
  }
  part("apart").href = live.frame;
  if (live.code && live.code !== given) {
    given = live.code;
    tell("resume", live.code);
  }
  const moved = version !== null && live.version !== version;
  if (moved && live.version && live.from !== "web" && !frame.matches(":focus")) turn(live.frame);
  version = live.version;
}

// A log grows: only what is new is added, and so announced.
function add(log, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const kept = new Set([...log.children].map((one) => one.id));
  const wanted = new Set([...fresh.content.children].map((one) => one.id));
  for (const one of [...log.children]) if (!wanted.has(one.id)) one.remove();
  for (const one of [...fresh.content.children]) if (!kept.has(one.id)) log.append(one);
  log.parentElement.scrollTop = log.parentElement.scrollHeight;
}

// The frame follows the conversation when it went on somewhere else.
function turn(address) {
  if (new URL(address, location.href).href !== frame.contentWindow.location.href) frame.contentWindow.location.replace(address);
}

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  const headers = { accept: "application/json", "lab-chat": conversation };
  const answer = await fetch(form.action, { method: "POST", body: fields, headers });
  note.textContent = answer.ok ? (await answer.json()).note : "The service did not take that. Load the page again.";
  if (form.elements.text) form.elements.text.value = "";
  tell("wake"); // its token is renewed before another day has gone
  await look();
}

for (const form of document.querySelectorAll("form[data-live]")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form, event.submitter); });
  if ("change" in form.dataset) form.addEventListener("change", () => send(form));
}
document.querySelector("form[data-anew]").addEventListener("submit", () => tell("forget"));

document.addEventListener("veivalg:exchange", ({ detail }) => {
  conversation = detail.conversation || "";
  if (detail.method === "GET") return;
  const lines = Object.entries(detail.headers).map(([name, value]) => `  -H '${name}: ${value}'`);
  const body = detail.content ? [`  -d '${JSON.stringify(detail.content).replaceAll("'", "'\\''")}'`] : [];
  part("curl-chat").textContent = [`curl -X ${detail.method} ${detail.url}`, ...lines, ...body].join(" \\\n");
  part("reply-chat").textContent = `HTTP ${detail.status}\n${JSON.stringify(detail.reply, null, 2)}`;
});

document.addEventListener("click", async (event) => {
  const copied = event.target.dataset.copy;
  if (!copied) return;
  await navigator.clipboard.writeText(part(copied).textContent);
  note.textContent = "Copied.";
});

part("aloud").addEventListener("click", () => {
  const words = new SpeechSynthesisUtterance(part("spoken").innerText);
  words.lang = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" }[document.body.dataset.language];
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
});

part("phone").parentElement.scrollTop = part("phone").parentElement.scrollHeight;
setInterval(look, 1000);
look();
