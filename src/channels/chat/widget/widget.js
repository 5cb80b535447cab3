// Veivalg chat. One tag: <script src=".../channels/chat/widget.js" data-language="nb" defer></script>
// data-target: the id of an element to stand in, whose content is what shows without scripts. Without it: a button.
// The browser keeps the conversation's id and token until the tab is closed, and no answer.
const script = document.currentScript;
const API = new URL("v1/conversations", script.src).href;
const KEPT = "veivalg.chat";
const LANGUAGES = ["nb", "nn", "en"];
const language = LANGUAGES.includes(script.dataset.language) ? script.dataset.language : "nb";
const say = (key) => WORDS[key][LANGUAGES.indexOf(language)];
const page = (path) => new URL(`/${language}/${path}`, script.src).href;
const target = document.getElementById(script.dataset.target || "");

// ---- what is kept, and what is known of the conversation while the page stands
let chat = kept();
let cursor = "", seen = new Set(), prompt = null, spoke = "service", run = 0, lines = [], away = false;
let queue = Promise.resolve();

function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
}

function keep(value) {
  chat = value;
  try {
    if (chat) sessionStorage.setItem(KEPT, JSON.stringify(chat)); else sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

// ---- elements
function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child || child === 0));
  return made;
}
const button = (key, kind, press) => make("button", { type: "button", class: kind, onclick: press }, say(key));

const host = make("div", { lang: language, "data-veivalg": "chat" });
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
root.adoptedStyleSheets = [sheet];

const log = make("div", { class: "log", role: "log", "aria-label": say("talk"), "aria-live": "off" });
const pending = make("p", { class: "pending" });
const choices = make("div", { class: "choices", role: "group", "aria-label": say("choices"), tabindex: "-1" });
const body = make("div", { class: "body", tabindex: "0", role: "group", "aria-label": say("talk") }, log, pending, choices);
const status = make("div", { class: "status", role: "status" });
const label = make("span", {}, say("write_first"));
const field = make("textarea", { rows: "1", maxlength: "2000", onkeydown: enter });
const form = make("form", { onsubmit: submit }, make("label", { class: "write" }, label, field),
  make("button", { class: "primary" }, say("send")));
const person = make("a", { class: "button", href: page("talk") }, say("person"));
const ask = button("person", "", () => act("handovers", {}));
const more = make("details", {}, make("summary", {}, say("more")), make("div", {},
  button("code", "plain", () => act("resume-codes")),
  button("web", "plain", () => act("channel-switches", { to: "web", link: true })),
  button("save", "plain", save),
  button("finish", "plain", () => { forget(); body.focus(); })));
const heading = make("h2", { id: "title", tabindex: "-1" }, say("title"));
const panel = make("section", { class: "panel", "aria-labelledby": "title" },
  make("header", {}, heading, !target && button("close", "plain", () => toggle(false))),
  body, status, form, make("div", { class: "foot" }, person, ask, more));
const launch = make("button", { type: "button", class: "launch primary", "aria-expanded": "false",
  onclick: () => toggle(panel.hidden) }, say("open"));
const frame = make("div", { class: target ? "frame" : "frame launched",
  onkeydown: (event) => { if (!target && event.key === "Escape" && !panel.hidden) toggle(false); } },
  !target && launch, panel);
frame.style.height = "100%";
root.append(frame);

function toggle(opens) {
  panel.hidden = !opens;
  launch.setAttribute("aria-expanded", String(opens));
  (opens ? heading : launch).focus();
}

function enter(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(event); }
}

// ---- requests: sent again until they are answered, always under the same id
const pause = (seconds) => new Promise((done) => {
  setTimeout(done, seconds * 1000);
  addEventListener("online", done, { once: true });
});

function noticed(isAway) {
  if (isAway !== away) status.textContent = say(isAway ? "away" : "back");
  if (!isAway && away) setTimeout(() => { if (!away) status.textContent = ""; }, 4000);
  away = isAway;
}

async function call(method, path, content, key) {
  const mine = run;
  let renewed = false;
  for (let wait = 1; mine === run; wait = Math.min(wait * 2, 30)) {
    const headers = { "content-type": "application/json", "accept-language": language };
    if (chat) headers.authorization = `Bearer ${chat.token}`;
    if (key) headers["idempotency-key"] = key;
    const request = { method, headers, body: content && JSON.stringify(content), cache: "no-store" };
    let answer, reply;
    try {
      answer = await fetch(API + path, { ...request, signal: AbortSignal.timeout(40000) });
      reply = answer.status === 204 ? {} : await answer.json();
    } catch {
      noticed(true);
      await pause(wait);
      continue;
    }
    noticed(false);
    if (mine !== run) break;
    if (method !== "GET") tell({ method, url: API + path, headers, content, status: answer.status, reply });
    if (answer.ok) return reply;
    if (answer.status === 401 && chat && !renewed) {
      renewed = true;
      const fresh = await fetch(`${API}/${chat.id}/tokens`, { ...request, method: "POST", body: "{}" }).catch(() => null);
      if (fresh && fresh.ok) {
        keep({ ...chat, token: (await fresh.json()).token.value });
        continue;
      }
    }
    if (!reply.retryable || reply.code === "code_locked") throw reply;
    await pause(Number(answer.headers.get("retry-after")) || wait);
  }
  throw { code: "forgotten" };
}

// A page that shows the chat may follow what is sent; in the lab it does.
const tell = (exchange) => host.dispatchEvent(
  new CustomEvent("veivalg:exchange", { detail: { ...exchange, conversation: chat && chat.id }, bubbles: true }));

function failed(problem) {
  if (problem.code === "forgotten") return;
  const lost = chat && ["token_expired", "unauthorized", "not_found"].includes(problem.code);
  if (lost) forget();
  const detail = (problem.errors || []).map((one) => one.detail).filter(Boolean).join(" ");
  status.textContent = lost ? say("gone") : [problem.title || say("away"), detail].filter(Boolean).join(" ");
}

// ---- beginning, coming back, finishing
const begin = async () => opened(await call("POST", "", { language }, crypto.randomUUID()));

async function resume(code) {
  if (chat) forget();
  try { await opened(await call("POST", "/resume", { code }, crypto.randomUUID()), true); } catch (problem) { failed(problem); }
}

async function opened(started, history) {
  keep({ id: started.conversation.id, token: started.token.value });
  tell({ method: "GET", url: `${API}/${chat.id}`, status: 200, reply: started.conversation });
  stand();
  if (!history) {
    log.removeAttribute("aria-live");
    show(started.events);
  }
  await follow(history);
}

async function follow(history) {
  const mine = run;
  // What was said before is not read aloud again.
  if (history) log.setAttribute("aria-live", "off");
  try {
    for (let more = true; more;) more = await listen("");
    setTimeout(() => log.removeAttribute("aria-live"), 50);
    (async () => {
      try { while (mine === run) await listen("&wait=25"); } catch (problem) { failed(problem); }
    })();
  } catch (problem) { failed(problem); }
}

async function listen(wait) {
  const reply = await call("GET", `/${chat.id}/events?after=${cursor}${wait}`);
  show(reply.events);
  cursor = reply.cursor;
  return reply.more;
}

function forget() {
  run += 1;
  keep(null);
  cursor = ""; seen = new Set(); prompt = null; spoke = "service"; lines = [];
  more.open = false;
  stand();
}

function stand() {
  log.replaceChildren(make("p", { class: "note" }, say("automatic")));
  status.textContent = pending.textContent = "";
  label.textContent = say(chat ? "write" : "write_first");
  ask.hidden = more.hidden = !chat;
  person.hidden = !!chat;
  choices.replaceChildren(...(chat ? [] : [button("start", "primary", (event) => {
    event.target.disabled = true;
    begin().then(() => settle(true), (problem) => { event.target.disabled = false; failed(problem); });
  })]));
}

// ---- saying something
function submit(event) {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  if (chat) send({ type: "text", text, in_reply_to: prompt ? prompt.id : undefined }, text);
  else if (/^([a-z2-9]{6}|([a-z2-9]{4}[ -]?){3})$/i.test(text) && /\d/.test(text)) resume(text);
  else begin().then(() => send({ type: "text", text }, text), failed);
}

function send(message, words) {
  const content = { client_message_id: crypto.randomUUID(), ...message };
  const mine = run;
  pending.textContent = say("sending") + words;
  status.textContent = away ? status.textContent : "";
  queue = queue.then(async () => {
    if (mine !== run) return;
    try {
      const reply = await call("POST", `/${chat.id}/messages`, { ...content, after: cursor || undefined });
      show(reply.events);
    } catch (problem) {
      failed(problem);
      if (chat) offer();
    }
    pending.textContent = "";
  });
  return queue;
}

async function act(path, content) {
  more.open = false;
  status.textContent = "";
  try {
    const reply = await call("POST", `/${chat.id}/${path}`, content, crypto.randomUUID());
    if (reply.events) show(reply.events); else await listen("");
  } catch (problem) { failed(problem); }
}

function choose(message, words) {
  const held = choices.contains(root.activeElement);
  choices.replaceChildren();
  send({ ...message, in_reply_to: prompt.id }, words).then(() => settle(held));
}

// Who pressed a choice that has gone goes on among the next ones: the focus is never moved for anybody else.
function settle(held) {
  if (held && (!root.activeElement || root.activeElement === choices)) (choices.children.length ? choices : body).focus();
}

// ---- showing
function show(events) {
  const held = choices.contains(root.activeElement);
  let first = null;
  for (const event of [...events].sort((one, other) => one.sequence - other.sequence)) {
    if (seen.has(event.sequence)) continue;
    seen.add(event.sequence);
    if (event.from !== "citizen" && event.from !== spoke) {
      log.append(make("p", { class: "note" }, say(event.from === "counsellor" ? "joined" : "left")));
      spoke = event.from;
    }
    const bubble = bubbleOf(event);
    log.append(bubble);
    lines.push(bubble.innerText || bubble.textContent);
    if (event.from === "citizen") { pending.textContent = ""; prompt = null; offer(); }
    if (event.prompt) { prompt = event.prompt; offer(); }
    first = event.from === "citizen" ? null : first || bubble;
  }
  if (events.length) body.scrollTop = (first || log.lastElementChild).offsetTop - 12;
  settle(held);
}

function bubbleOf(event) {
  const told = event.prompt, result = event.result;
  if (event.type === "channel") {
    return make("p", { class: "note" }, say(WORDS[event.channel] && event.channel !== "web" ? event.channel : "elsewhere"));
  }
  const words = told ? [event.text, told.choices.length ? told.title : told.text] : result ? [result.title, result.text] : [event.text];
  return make("div", { class: event.from },
    make("span", { class: event.from === "counsellor" ? "who" : "hidden" },
      `${say(event.from === "citizen" ? "you" : event.from)}: `),
    ...linked(words.filter(Boolean).join("\n")),
    result && result.reasons.length && make("ul", {}, ...result.reasons.map((reason) => make("li", {}, reason))),
    told && told.why && make("details", {}, make("summary", {}, say("why")), told.why));
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s]+[^\s.,)])/).map((part, place) => place % 2 ? make("a", { href: part }, part) : part);
}

function offer() {
  field.setAttribute("inputmode", prompt && prompt.kind === "number" ? "numeric" : "text");
  if (!prompt) return choices.replaceChildren();
  const many = prompt.kind === "multi";
  const apart = (one) => one.key === "not_sure" || one.key === "declined";
  const press = (one) => make("button", { type: "button", onclick: () => choose(
    apart(one) && prompt.question ? { type: one.key } : { type: "choice", choice: one.key }, one.title) },
    one.digit && make("span", { class: "digit" }, one.digit), one.title);
  const boxes = many ? prompt.choices.filter((one) => !apart(one)) : [];
  const ticks = boxes.map((one) => make("label", {}, make("input", { type: "checkbox", value: one.key }), one.title));
  const done = many && button("answer", "primary", () => {
    const ticked = boxes.filter((_, place) => ticks[place].firstChild.checked);
    if (ticked.length) choose({ type: "choices", choices: ticked.map((one) => one.key) }, ticked.map((one) => one.title).join(", "));
    else ticks[0].firstChild.focus();
  });
  return choices.replaceChildren(...ticks, ...(done ? [done] : []),
    ...prompt.choices.filter((one) => !boxes.includes(one)).map(press));
}

function save() {
  const link = make("a", { href: URL.createObjectURL(new Blob([lines.join("\n\n")], { type: "text/plain" })), download: "veivalg.txt" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// ---- standing on the page
host.addEventListener("veivalg:resume", (event) => resume(event.detail));
host.addEventListener("veivalg:forget", forget);
host.addEventListener("veivalg:wake", () => chat && listen("").catch(failed));
addEventListener("offline", () => noticed(true));
panel.hidden = !target;
stand();
if (target) target.replaceChildren(host); else document.body.append(host);
if (target) host.style.height = "100%";
if (chat) follow(true);
