// Which words are chosen: by mouse or touch through the browser's selection, by keyboard word by word.
import { charactersIn, passageOf, rangeOf, sentencesIn, storedText, unitsAt, wordsIn } from "./text.js";

const wordsRoot = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-text]");

export class Selecting extends EventTarget {
  constructor(article) {
    super();
    this.article = article;
    this.passage = null;
    this.byKeyboard = false;
    this.timer = 0;
    this.watch();
  }

  /** A selection counts once it is made: when the button is released, the finger rests, or the keys pause. */
  watch() {
    const listen = (kind, act) => document.addEventListener(kind, act, { capture: true });
    let held = false;
    let touch = false;
    listen("selectionchange", () => {
      clearTimeout(this.timer);
      this.timer = held ? 0 : setTimeout(() => this.settle(), touch ? 350 : 60);
    });
    listen("pointerdown", (event) => {
      if (this.timer) this.settle(); // whoever is quicker than the pause still means the words selected now
      touch = event.pointerType === "touch";
      held = !touch && event.button === 0;
    });
    listen("keydown", () => this.timer && this.settle());
    const released = () => {
      if (held) setTimeout(() => this.settle());
      held = false;
    };
    listen("pointerup", released);
    listen("pointercancel", released);
    addEventListener("blur", released);
  }

  settle() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.fromBrowser();
  }

  fromBrowser() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const root = wordsRoot(range.startContainer) ?? this.firstIn(range);
    if (!root || !this.article.contains(root)) return;
    const inside = root.contains(range.endContainer);
    const start = root.contains(range.startContainer) ? unitsAt(root, range.startContainer, range.startOffset) : 0;
    const end = inside ? unitsAt(root, range.endContainer, range.endOffset) : storedText(root).length;
    this.choose(root, start, end, { clipped: !inside && Boolean(wordsRoot(range.endContainer)) });
  }

  firstIn(range) {
    return [...this.article.querySelectorAll("[data-text]")].find((root) => range.intersectsNode(root));
  }

  choose(root, start, end, { clipped = false, show = false } = {}) {
    const passage = passageOf(root, start, end);
    if (!passage) return;
    if (this.passage?.root === root && String(this.passage.units) === String(passage.units)) return;
    this.passage = passage;
    this.draw();
    if (clipped) document.getSelection().setBaseAndExtent(...this.ends());
    if (show) rangeOf(root, ...passage.units)?.startContainer.parentElement.scrollIntoView({ block: "nearest" });
    this.dispatchEvent(new CustomEvent("passage", { detail: { passage, clipped } }));
  }

  ends() {
    const range = rangeOf(this.passage.root, ...this.passage.units);
    return [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
  }

  draw() {
    if (!globalThis.Highlight) return;
    const range = this.passage && rangeOf(this.passage.root, ...this.passage.units);
    if (range) CSS.highlights.set("chosen", new Highlight(range));
    else CSS.highlights.delete("chosen");
  }

  clear() {
    this.passage = null;
    this.byKeyboard = false;
    document.getSelection().removeAllRanges();
    this.draw();
    this.dispatchEvent(new CustomEvent("passage", { detail: { passage: null } }));
  }

  /** Start selecting by keyboard at the first word of a paragraph (or where the passage already is). */
  begin(para) {
    this.byKeyboard = true;
    const root = para?.querySelector("[data-text]");
    if (!root || this.passage?.root === root) return;
    const text = storedText(root);
    const words = wordsIn(text);
    const first = words.find(([from, to]) => /[\p{L}\p{N}]/u.test(text.slice(from, to))) ?? words[0];
    if (first) this.choose(root, ...first, { show: true });
  }

  /** Move one end: `by` is "word" or "character", `edge` "start" or "end", `way` 1 or -1. */
  move(edge, way, by = "word") {
    if (!this.passage) return;
    const { root, units } = this.passage;
    const text = storedText(root);
    let [start, end] = units;
    const at = edge === "end" ? end : start;
    const stops = by === "word" ? wordsIn(text) : charactersIn(text);
    const places = stops.map((stop) => stop[edge === "end" ? 1 : 0]);
    const place = way > 0 ? places.find((p) => p > at) : places.findLast((p) => p < at);
    if (place === undefined) return;
    if (edge === "end") end = place;
    else start = place;
    if (start < end) this.choose(root, start, end, { show: true });
  }

  sentence() {
    if (!this.passage) return;
    const { root, units } = this.passage;
    const all = sentencesIn(storedText(root));
    const here = all.findIndex(([start, end]) => units[0] >= start && units[0] < end);
    const exact = here >= 0 && String(all[here]) === String(units);
    const next = all[exact ? (here + 1) % all.length : Math.max(here, 0)];
    if (next) this.choose(root, ...next, { show: true });
  }
}
