// The plain lines for screen readers: a log that is read out, and a field to answer in.
"use strict";

(() => {
  const HIDDEN = "\x0e", FILE = "\x0f", LANGUAGE = "\x10", PROMPT = "> ", DRAWN = /^[█▀▄ ]{9,}$/;
  // An answer that came before its question was read, and a sentence that came with a prompt, leave prompts before a line.
  const PROMPTS = /^(?:\x0e?> )+/;
  const log = document.getElementById("log"), field = document.getElementById("answer");
  const label = document.getElementById("label");
  // A line that begins with a French label is Arabic all the same.
  const FROM_THE_RIGHT = /[\u05d0-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  // Heard: bytes, so that what was on its way when a connection broke comes again.
  let heard = 0, decoder = new TextDecoder(), rest = "", hidden = false, asked = false;

  function line(text, mine) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    paragraph.lang = document.documentElement.lang;
    paragraph.dir = FROM_THE_RIGHT.test(text) ? "rtl" : "ltr";
    if (mine) paragraph.className = "mine";
    else if (DRAWN.test(text)) { paragraph.className = "drawn"; paragraph.ariaHidden = "true"; }
    log.append(paragraph);
    log.scrollTop = log.scrollHeight;
  }

  // What is typed to a secret question stays hidden until it is sent, whatever is written meanwhile; and until the next question.
  function ask(secret) {
    if (asked && hidden && !secret) return;
    asked = true;
    hidden = secret;
    field.type = secret ? "password" : "text";
    put(label, secret ? "answer_hidden" : "answer");
  }

  const connection = link(
    () => ({ kind: "plain", heard }),
    (data) => {
      heard += data.length;
      rest += decoder.decode(data, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const each of lines) {
        const text = each.replace(PROMPTS, "");
        if (text.startsWith(FILE)) save(text.slice(1));
        else if (text.startsWith(LANGUAGE)) { speak(text.slice(1)); document.documentElement.dir = spoken.direction; }
        else line(text, false);
      }
      if (rest && rest.replace(PROMPTS, "") === "") { ask(rest.endsWith(HIDDEN + PROMPT)); rest = ""; }
    },
    () => { field.disabled = true; log.replaceChildren(); },
    (place) => { if (place !== heard) { heard = place; rest = ""; decoder = new TextDecoder(); } },
  );
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!connection.answer(field.value)) return;
    if (!hidden) line(PROMPT + field.value, true);
    field.value = "";
    asked = false;
  });
  for (const sign of ["keydown", "input"]) addEventListener(sign, connection.here, true);
  document.getElementById("still").addEventListener("click", (event) => { connection.here(event); field.focus(); });
  field.focus();
  window.assistant = { connection };
})();
