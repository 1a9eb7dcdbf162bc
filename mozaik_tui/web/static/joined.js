// Words whose letters are drawn together: each is handed to the browser whole, and drawn narrower where it is wider than its cells.
// A terminal counts cells by letters, whatever the font: without this a long word loses its end, or lies over the next one.

const ARABIC = "\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\ufb50-\\ufdff\\ufe70-\\ufefc";
const INDIC = "\\u0900-\\u0dff", ETHIOPIC = "\\u1200-\\u139f\\u2d80-\\u2ddf", JOINERS = "\\u200c\\u200d";
const WORD = `[${ARABIC}][${ARABIC}${JOINERS}]*|[${INDIC}][${INDIC}${JOINERS}]*|[${ETHIOPIC}]+`;
const WORDS = new RegExp(WORD, "g"), ONE_WORD = new RegExp(`^(?:${WORD})$`), WITHOUT_CELL = /[\p{Mn}\p{Cf}]/gu;
// ▶ and its like come from any font, and may stand out over the blank beside them.
const SIGN = /^[\u25a0-\u25ff]$/;

const cellWidth = (term) => term.element.querySelector(".xterm-screen").getBoundingClientRect().width / term.cols;
const cellsOf = (word) => word.replace(WITHOUT_CELL, "").length;

// How a word is drawn into a width: `wide` of its own width and `shift` from the left, for ink may stand out on either side.
function fitted(ink, width) {
  const before = Math.max(0, ink.actualBoundingBoxLeft);
  const wide = Math.min(1, width / Math.max(ink.width, before + ink.actualBoundingBoxRight));
  return { wide, shift: before * wide };
}

// Where xterm.js draws on a canvas, for WebGL: a word that stands out of that canvas, a few points higher than a row, moves into it.
function fitOnCanvas(term) {
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    if (!ONE_WORD.test(text)) return fillText.call(this, text, x, y);
    const ink = this.measureText(text), { wide, shift } = fitted(ink, cellsOf(text) * cellWidth(term) * devicePixelRatio);
    const down = Math.max(0, ink.actualBoundingBoxAscent - y);
    const up = Math.max(0, y + ink.actualBoundingBoxDescent - this.canvas.height);
    this.save();
    this.translate(x + shift, y + down - up);
    this.scale(wide, 1);
    fillText.call(this, text, 0, 0);
    this.restore();
  };
}

// Where it writes elements: it would spread a word's letters over its cells, and so tear them apart. The word stands in an element
// of its own above the grounds of all rows, so that none covers the signs that reach out of their row.
function fitInRows(term) {
  const context = document.createElement("canvas").getContext("2d");
  new MutationObserver((changes) => {
    const cell = cellWidth(term);
    for (const span of changes.flatMap((change) => [...change.addedNodes])) {
      const word = span.textContent, sign = SIGN.test(word);
      if (!(sign || ONE_WORD.test(word)) || !span.matches?.(".xterm-rows > div > span")) continue;
      const { fontWeight, fontSize, fontFamily } = getComputedStyle(span), width = cellsOf(word) * cell;
      context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
      const { wide, shift } = sign ? { wide: 1, shift: 0 } : fitted(context.measureText(word), width);
      const drawn = document.createElement("span");
      drawn.className = "word";
      drawn.textContent = word;
      drawn.style.transform = `translateX(${shift}px) scaleX(${wide})`;
      span.replaceChildren(drawn);
      span.style.width = `${width}px`;
      span.style.letterSpacing = "0";
    }
  }).observe(term.element, { childList: true, subtree: true });
}

export function joinWords(term) {
  fitOnCanvas(term);
  fitInRows(term);
  // xterm.js draws a joined word of a single letter not at all.
  term.registerCharacterJoiner((text) =>
    [...text.matchAll(WORDS)].filter(([word]) => word.length > 1).map((m) => [m.index, m.index + m[0].length]));
}
