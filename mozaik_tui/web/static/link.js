// The connection of a page to its session: comes back by itself for two minutes, then says honestly that all is erased.
// The token of the session lives in this page's memory alone: another page, or this one loaded again, cannot come back.
"use strict";

const GRACE = 120000, PING = 10000, SIGN_OF_LIFE = 30000;
const HELD = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Insert"]);
const said = JSON.parse(document.body.dataset.said), FRENCH = said.fr;
let spoken = said[document.documentElement.lang];

// In the language that is spoken now, and in French unless that says the same.
function text(word) {
  const lead = spoken[word], french = FRENCH[word];
  return lead === french ? lead : `${lead} · ${spoken.direction === "rtl" ? `\u2066${french}\u2069` : french}`;
}

function put(element, word) {
  const of = (words, tag) => {
    const part = document.createElement("span");
    Object.assign(part, { lang: tag, dir: words.direction, textContent: words[word] });
    return part;
  };
  element.dataset.word = word;
  const parts = [of(spoken, document.documentElement.lang)];
  if (spoken[word] !== FRENCH[word]) parts.push(" · ", of(FRENCH, "fr"));
  element.replaceChildren(...parts);
}

// The session speaks this language from now on, and so does the page; one that was chosen goes along to the other pages.
function speak(tag) {
  if (!(tag in said)) return;
  if (tag !== document.documentElement.lang) for (const link of document.querySelectorAll("nav a")) {
    const query = new URLSearchParams(link.search);
    query.set("lang", tag);
    link.search = query;
  }
  document.documentElement.lang = tag;
  spoken = said[tag];
  for (const each of document.querySelectorAll("[data-word]")) put(each, each.dataset.word);
  for (const each of document.querySelectorAll("[data-name]")) each.ariaLabel = text(each.dataset.name);
  for (const each of document.querySelectorAll("nav, #notice")) each.dir = spoken.direction;
  document.title = text("title");
}
speak(document.documentElement.lang);

function notice(word, final) {
  const box = document.getElementById("notice"), told = document.getElementById("told"), again = document.getElementById("again");
  const still = document.getElementById("still");
  if (word) put(told, word);
  else { delete told.dataset.word; told.replaceChildren(); }
  box.hidden = !word;
  again.hidden = !final;
  if (still) still.hidden = word !== "quiet";
  if (final) again.focus();
}

document.getElementById("again").addEventListener("click", () => location.reload());

// A file of the session, "name;base64": this browser saves it, the server does not have it.
function save(file) {
  const [name, content] = file.split(";"), link = document.createElement("a");
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  link.download = name;
  link.href = URL.createObjectURL(new Blob([bytes], { type: "text/html" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// hello(): what the first message says; onData(Uint8Array): what the session writes; onOver(): it will write no more;
// onPlace(bytes): where in all that it wrote it goes on.
// A line is kept until the server says that it has it: one that was on its way when the connection broke is sent again. Keys
// are not: who sees the screen sees that they are missing, and what they would do to a screen that comes later nobody saw.
function link(hello, onData, onOver, onPlace = () => {}) {
  const asked = new URLSearchParams(location.search);
  const asks = { lang: asked.get("lang"), guide: asked.has("guide") };
  let socket = null, token = null, lostSince = null, over = false, answered = true, delay = 250, typed = false;
  let waiting = null, taken = 0, warned = false, toldLife = 0;

  function end(word) {
    over = true;
    warned = false;
    token = waiting = null;
    onOver();
    notice(word, true);
  }

  function lost() {
    socket = null;
    if (over) return;
    warned = false;
    const now = Date.now();
    lostSince = lostSince === null ? now : lostSince;
    if (now - lostSince > GRACE) return end("too_late");
    notice(token ? "lost" : "connecting", false);
    setTimeout(open, delay);
    delay = Math.min(delay * 2, 3000);
  }

  function open() {
    if (over || socket) return;
    const place = new URL("ws", location.href);
    place.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    place.search = "";
    const mine = socket = new WebSocket(place);
    mine.binaryType = "arraybuffer";
    mine.onopen = () => { answered = true; mine.send(JSON.stringify({ ...asks, ...hello(), token })); };
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      if (typeof event.data !== "string") return onData(new Uint8Array(event.data));
      const [word, data, lines, place] = JSON.parse(event.data);
      if (word === "session") {
        token = data;
        lostSince = null;
        delay = 250;
        warned = false;
        notice(null);
        onPlace(place);
        tookSoMany(lines);
        if (waiting !== null) send("line", waiting);
      } else if (word === "taken") tookSoMany(data);
      else if (word === "quiet") { warned = true; notice("quiet", false); }
      else if (word === "pong") answered = true;
      else if (word === "gone") end("too_late");
      else if (word === "full" || word === "ended") end(word);
    };
    mine.onclose = () => { if (mine === socket) lost(); };
  }

  function send(kind, data) {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify([kind, data]));
  }

  function tookSoMany(lines) {
    if (lines > taken) waiting = null;
    taken = lines;
  }

  // Whether the line is on its way. One at a time: the next question is not known before.
  function answer(line) {
    if (!token || waiting !== null) return false;
    waiting = line;
    send("line", line);
    return true;
  }

  // Somebody is there: typing says so now and then, and any key once that is asked. As on the full screen it then does nothing else.
  function here(event) {
    const now = Date.now(), key = event.type === "keydown";
    if (key && HELD.has(event.key) || !warned && now - toldLife < SIGN_OF_LIFE) return;
    toldLife = now;
    send("here", 0);
    if (!warned) return;
    warned = false;
    notice(null);
    if (key && !event.ctrlKey && !event.altKey && !event.metaKey) { event.preventDefault(); event.stopPropagation(); }
  }

  function drop() {
    const mine = socket;
    if (mine) { mine.onclose = null; mine.close(); lost(); }
  }

  // Another page ends this session: who has typed something is asked first.
  for (const sign of ["keydown", "input"]) document.querySelector("main").addEventListener(sign, (event) => {
    typed ||= sign === "input" || event.key.length === 1 || event.key === "Enter";
  }, true);
  document.querySelector("nav").addEventListener("click", (event) => {
    if (event.target.href && typed && !over && !confirm(`${text("leave")}\n${text("stop")}`)) event.preventDefault();
  });
  addEventListener("offline", drop);
  addEventListener("online", open);
  setInterval(() => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    if (!answered) return drop();
    answered = false;
    socket.send(JSON.stringify(["ping", 0]));
  }, PING);
  open();

  return { send, answer, here, drop };
}
