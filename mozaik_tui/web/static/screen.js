// The screen of the assistant or the guide: xterm.js over the session's link.
"use strict";

(async () => {
  const { joinWords } = await import("./joined.js");
  const NARROWED = ["Tamil", "Ethiopic", "Marks", "Noto Marks"].map((of) => `"Cells ${of}"`);
  const FONTS = NARROWED.join(", ") + ', "Roboto Mono", "Noto Sans Mono", "DejaVu Sans Mono", "Noto Sans Arabic", ' +
    '"Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Gurmukhi", "Noto Sans Tamil", "Noto Sans Ethiopic", "Noto Sans CJK SC", monospace';
  const SIZE = 17, LANGUAGE_OSC = 5150, FILE_OSC = 5151;

  // Before the first letter is drawn: what is drawn once is kept. A machine may lack any of these fonts.
  const LETTERS = "a\u0b95\u1200\u25b6";
  await Promise.allSettled(["", "bold "].flatMap((weight) => ['"Roboto Mono"', ...NARROWED]
    .map((font) => document.fonts.load(`${weight}${SIZE}px ${font}`, LETTERS))));
  const term = new Terminal({
    allowProposedApi: true, fontSize: SIZE, fontFamily: FONTS, scrollback: 0, cursorBlink: false,
    minimumContrastRatio: 7, theme: { background: "#10151b", foreground: "#f2f4f6" },
  });
  const fit = new FitAddon.FitAddon();
  term.loadAddon(fit);
  term.loadAddon(new Unicode11Addon.Unicode11Addon());
  term.unicode.activeVersion = "11";
  term.open(document.getElementById("terminal"));
  joinWords(term);
  try {
    const webgl = new WebglAddon.WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    term.loadAddon(webgl);
  } catch { /* written as elements instead */ }

  // Nothing may come out of the terminal into the clipboard.
  term.parser.registerOscHandler(LANGUAGE_OSC, (tag) => { speak(tag); return true; });
  term.parser.registerOscHandler(FILE_OSC, (file) => { save(file); return true; });
  term.parser.registerOscHandler(52, () => true);

  fit.fit();
  const connection = link(
    () => ({ kind: "screen", width: term.cols, height: term.rows }),
    (data) => term.write(data),
    () => { term.options.disableStdin = true; term.reset(); },
  );
  term.onData((keys) => connection.send("keys", keys));
  // Tab belongs to the session: F6 leads out of the terminal, as between the parts of a window; a second one is the browser's.
  term.attachCustomKeyEventHandler((event) => {
    if (event.key !== "F6") return true;
    event.preventDefault();
    document.querySelector("nav a").focus();
    return false;
  });
  term.onResize(({ cols, rows }) => connection.send("size", [cols, rows]));
  addEventListener("resize", () => fit.fit());
  term.focus();
  window.assistant = { term, connection };
})();
