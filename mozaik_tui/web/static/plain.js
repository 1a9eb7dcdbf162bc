// The plain lines for screen readers: a log that is read out, and a field to answer in.
"use strict";

(() => {
  const HIDDEN = "\x0e", FILE = "\x0f", PROMPT = "> ", DRAWN = /^[█▀▄ ]{9,}$/;
  const log = document.getElementById("log"), field = document.getElementById("answer");
  const label = document.getElementById("label"), decoder = new TextDecoder();
  // A line that begins with a French label is Arabic all the same.
  const FROM_THE_RIGHT = /[\u05d0-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  let rest = "", hidden = false;

  function line(text, mine) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    paragraph.dir = FROM_THE_RIGHT.test(text) ? "rtl" : "ltr";
    if (mine) paragraph.className = "mine";
    else if (DRAWN.test(text)) { paragraph.className = "drawn"; paragraph.ariaHidden = "true"; }
    log.append(paragraph);
    log.scrollTop = log.scrollHeight;
  }

  function ask(secret) {
    hidden = secret;
    field.type = secret ? "password" : "text";
    label.textContent = said[secret ? "answer_hidden" : "answer"];
  }

  const connection = link(
    () => ({ kind: "plain" }),
    (data) => {
      rest += decoder.decode(data, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const each of lines) { if (each.startsWith(FILE)) save(each.slice(1)); else line(each, false); }
      if (rest === PROMPT || rest === HIDDEN + PROMPT) { ask(rest.startsWith(HIDDEN)); rest = ""; }
    },
    () => { field.disabled = true; log.replaceChildren(); },
  );
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!hidden) line(PROMPT + field.value, true);
    connection.send("line", field.value);
    field.value = "";
    ask(false);
  });
  field.focus();
  window.assistant = { connection };
})();
