// The page of a case is whole without this. It counts the letters while they are written, keeps the draft, warns of
// numbers, and puts ready replies into the box. The rule of the length is the one of core/delivery/segments.py.
"use strict";
(() => {
  const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
  const EXTENDED = new Set("\f^{}\\[~]|€");
  const AFTER = 1200; // milliseconds without a key until the draft is kept
  const AGAIN = 5000;
  const NUMBER = /(?<!\d)\d(?:[ \u00a0\u202f\u2009.\-\u2010\u2011\u2013]?\d){10}(?!\d)/;

  function lengthOf(text) {
    const letters = Array.from(text);
    const gsm = letters.every((one) => BASIC.has(one) || EXTENDED.has(one));
    const size = (one) => (gsm ? (EXTENDED.has(one) ? 2 : 1) : one.length);
    const units = letters.reduce((sum, one) => sum + size(one), 0);
    if (units <= (gsm ? 160 : 70)) return { units, segments: 1 };
    const most = gsm ? 153 : 67;
    let segments = 1, left = most;
    for (const one of letters) {
      if (size(one) > left) { segments += 1; left = most; }
      left -= size(one);
    }
    return { units, segments };
  }

  const form = document.querySelector("form.answer");
  if (!form) return;
  const box = form.querySelector("#words"), meter = form.querySelector("#length"), state = form.querySelector("#draft");
  const warning = form.querySelector("#warning"), data = form.dataset;
  let kept = box.value, timer = 0, leaving = false, busy = false, refused = false;

  function measure() {
    const { units, segments } = lengthOf(data.before + box.value.replace(/\r\n?/g, "\n").trim());
    meter.textContent = data.said.replace("%u", units).replace("%s", segments);
    const warns = NUMBER.test(box.value);
    warning.hidden = !warns;
    warning.textContent = warns ? data.number : "";
  }

  async function keep() {
    clearTimeout(timer);
    if (leaving || busy || refused || box.value === kept) return;
    busy = true;
    const words = box.value, sent = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(data.draft, { method: "POST", body: sent, headers: { accept: "application/json" } });
      const told = await answer.json();
      state.textContent = told.said;
      if (answer.ok) { kept = words; form.elements.version.value = told.version; } else { refused = answer.status === 409; }
    } catch {
      state.textContent = data.lost;
      timer = setTimeout(keep, AGAIN);
    } finally {
      busy = false;
      if (box.value !== kept && !timer && !refused) timer = setTimeout(keep, AFTER);
    }
  }

  box.addEventListener("input", () => {
    measure();
    if (box.value !== kept && !refused) state.textContent = data.kept;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; keep(); }, AFTER);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (pressed && pressed.name === "insert") {
      event.preventDefault();
      const said = pressed.closest("li").querySelector(".said").textContent;
      box.value = [box.value.trim(), said].filter(Boolean).join("\n\n");
      box.dispatchEvent(new Event("input"));
      box.focus();
      return;
    }
    leaving = true;
    clearTimeout(timer);
  });

  const search = form.querySelector(".ready-search");
  if (search) {
    search.hidden = false;
    const wanted = search.querySelector("input");
    wanted.addEventListener("input", () => {
      const words = wanted.value.toLowerCase();
      for (const one of form.querySelectorAll(".ready-list li")) one.hidden = !one.textContent.toLowerCase().includes(words);
      for (const list of form.querySelectorAll(".ready-list")) {
        const none = !list.querySelector("li:not([hidden])");
        list.hidden = none;
        list.previousElementSibling.hidden = none;
      }
    });
    wanted.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // never sends the reply
      const first = form.querySelector(".ready-list li:not([hidden]) button");
      if (first) first.focus();
    });
  }
  measure();
})();
