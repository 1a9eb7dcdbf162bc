// What a page of words looks like, in points of the picture: for tests/web/inked.py.
"use strict";

window.ink = (() => {
  const GAP = 5, FAINT = 45;
  const term = () => assistant.term;
  const cell = () => document.querySelector(".xterm-screen").getBoundingClientRect().width / term().cols;

  let table = null;
  new Unicode11Addon.Unicode11Addon().activate({ unicode: { register(given) { table = given; } } });
  const cellsOf = (word) => [...word].reduce((sum, each) => sum + table.wcwidth(each.codePointAt(0)), 0);

  // As many of the words as there is room for, on every second row, each with GAP empty cells on its right; where each stands.
  // Every cell has a ground, as on our screens: what stands out of a cell may be covered by the next.
  async function show(words, bold) {
    const places = [];
    let row = 1, column = 2, written = "\x1b[?25l\x1b[0;48;2;16;21;27m\x1b[2J";
    for (const word of words) {
      const cells = cellsOf(word);
      if (column + cells + GAP > term().cols) { row += 2; column = 2; }
      if (row >= term().rows - 1) break;
      written += `\x1b[${row + 1};${column + 1}H${bold ? "\x1b[1m" : ""}${word}\x1b[22m`;
      places.push({ word, row, column, cells });
      column += cells + GAP;
    }
    term().clearTextureAtlas();
    await new Promise((done) => term().write(written + "\x1b[H", done));
    for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
    for (const { word, row, column, cells } of places) {
      const there = term().buffer.active.getLine(row).translateToString(false, column, column + cells);
      if (there !== word) throw new Error(`${word} takes other cells than were counted: ${there}`);
    }
    return places;
  }

  // The first and last column and row with ink in a part of a picture.
  function edges(data, width, left, top, right, bottom) {
    const found = { left: Infinity, right: -1, top: Infinity, bottom: -1 };
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) {
      if (data[(y * width + x) * 4] < FAINT) continue;
      found.left = Math.min(found.left, x); found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y); found.bottom = Math.max(found.bottom, y);
    }
    if (found.right < 0) return { left: 0, wide: 0, high: 0 };
    return { left: found.left - left, wide: found.right - found.left + 1, high: found.bottom - found.top + 1 };
  }

  // Where a word's element begins, without WebGL: xterm.js is a point or two off after many blanks.
  function start(row, word) {
    const spans = document.querySelectorAll(`.xterm-rows > div:nth-child(${row + 1}) > span`);
    return [...spans].find((span) => span.textContent === word)?.getBoundingClientRect().left;
  }

  // The word as the browser draws it where it has all the room.
  function free(context, word, bold) {
    const { width, height } = context.canvas, { fontFamily, fontSize } = term().options;
    context.fillStyle = "#10151b"; context.fillRect(0, 0, width, height);
    context.fillStyle = "#f2f4f6"; context.textBaseline = "ideographic";
    context.font = `${bold ? "bold" : "normal"} ${fontSize}px ${fontFamily}`;
    context.fillText(word, 40, 60);
    const advance = context.measureText(word).width;
    const drawn = edges(context.getImageData(0, 0, width, height).data, width, 0, 0, width, height);
    return { ...drawn, left: drawn.wide && drawn.left - 40, advance };
  }

  async function read(picture, places, bold) {
    const bytes = Uint8Array.from(atob(picture), (each) => each.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const seen = new OffscreenCanvas(image.width, image.height).getContext("2d", { willReadFrequently: true });
    seen.drawImage(image, 0, 0);
    const { data } = seen.getImageData(0, 0, image.width, image.height);
    const paper = new OffscreenCanvas(1200, 100).getContext("2d", { willReadFrequently: true });
    const box = document.querySelector(".xterm-screen").getBoundingClientRect(), high = box.height / term().rows;
    return places.map(({ word, row, column, cells }) => {
      const exact = start(row, word) ?? box.left + column * cell(), left = Math.round(exact - cell()), right = Math.round(box.left + (column + cells + GAP - 1.2) * cell());
      const drawn = edges(data, image.width, left, Math.round(box.top + (row - 0.5) * high), right, Math.round(box.top + (row + 1.5) * high));
      if (drawn.wide) drawn.left += left - exact;
      return { word, room: cells * cell(), drawn, free: free(paper, word, bold) };
    });
  }

  return { show, read };
})();
