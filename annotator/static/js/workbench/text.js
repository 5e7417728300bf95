// Offsets over the text of record. Whatever carries data-chrome is the page's own and is not counted.
// The server counts Unicode code points, the browser UTF-16 units: this file is the border between them.

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const sentenceCutter = new Intl.Segmenter(undefined, { granularity: "sentence" });
const WORD = /[\p{L}\p{N}\p{M}_]+(?:['’.-][\p{L}\p{N}\p{M}_]+)*|\S/gu;

export function textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.hasAttribute("data-chrome") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

export const storedText = (root) => textNodes(root).map((node) => node.data).join("");
export const points = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
export const toUnits = (text, count) => {
  let units = 0;
  for (const character of text) {
    if (count-- <= 0) break;
    units += character.length;
  }
  return units;
};

/** UTF-16 offset of a DOM position within the stored text of `root`. */
export function unitsAt(root, node, offset) {
  const before = document.createRange();
  before.setStart(root, 0);
  before.setEnd(node, offset);
  let units = 0;
  for (const text of textNodes(root)) {
    if (text === node) return units + offset;
    if (before.comparePoint(text, text.length) > 0) break;
    units += text.length;
  }
  return units;
}

export function rangeOf(root, start, end) {
  const range = document.createRange();
  let units = 0;
  let begun = false;
  for (const text of textNodes(root)) {
    const next = units + text.length;
    if (!begun && start < next) {
      range.setStart(text, start - units);
      begun = true;
    }
    if (begun && end <= next) {
      range.setEnd(text, end - units);
      return range;
    }
    units = next;
  }
  return null;
}

/** Put an element of the page's own between two characters, outside the marks that end there. */
export function putAt(root, units, element) {
  const before = units > 0 && rangeOf(root, units - 1, units);
  if (!before) return root.prepend(element);
  const { endContainer: text, endOffset: at } = before;
  if (at < text.length) text.splitText(at).before(element);
  else behind(text).after(element);
}

/** The outermost mark that ends here: a chip within another passage would be taken for a part of it. */
export function behind(mark) {
  while (mark && !mark.nextSibling && mark.parentElement.matches("mark")) mark = mark.parentElement;
  return mark;
}

/** Change what `root` shows while the browser's selection stays on the same words. */
export function keepSelection(root, act) {
  const chosen = document.getSelection();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = chosen;
  const inside = !chosen.isCollapsed && root.contains(anchorNode) && root.contains(focusNode);
  const ends = inside ? [unitsAt(root, anchorNode, anchorOffset), unitsAt(root, focusNode, focusOffset)] : [0, 0];
  act();
  const range = inside && rangeOf(root, Math.min(...ends), Math.max(...ends));
  if (!range) return;
  const points = [[range.startContainer, range.startOffset], [range.endContainer, range.endOffset]];
  if (ends[0] > ends[1]) points.reverse();
  chosen.setBaseAndExtent(...points.flat());
}

/** Grow [start, end) to whole grapheme clusters, then leave white space at either end out; null when nothing is left. */
export function snapped(text, start, end) {
  if (start >= end) return null;
  const first = graphemes.segment(text).containing(start);
  const last = graphemes.segment(text).containing(end - 1);
  start = first.index;
  end = last.index + last.segment.length;
  while (start < end && /\s/u.test(text[start])) start += 1;
  while (end > start && /\s/u.test(text[end - 1])) end -= 1;
  return start < end ? [start, end] : null;
}

export const wordsIn = (text) => Array.from(text.matchAll(WORD), (m) => [m.index, m.index + m[0].length]);
export const charactersIn = (text) =>
  Array.from(graphemes.segment(text), (g) => [g.index, g.index + g.segment.length]);
export const sentencesIn = (text) =>
  Array.from(sentenceCutter.segment(text), (s) => snapped(text, s.index, s.index + s.segment.length)).filter(Boolean);

/** What the server is sent: code-point start and the words themselves. */
export function passageOf(root, start, end) {
  const text = storedText(root);
  const span = snapped(text, start, end);
  if (!span) return null;
  return {
    paragraph: Number(root.closest(".para").dataset.id),
    root,
    units: span,
    start: points(text.slice(0, span[0])),
    quote: text.slice(...span),
  };
}
