// The carry-over page by keyboard: j and k walk, Enter carries over, arrows and brackets move the ends of the proposed
// words, x leaves out; words selected in the new version take their place.
// Everything here presses what the page already has; without this file its forms do the same.
import { charactersIn, points, snapped, storedText, toUnits, unitsAt, wordsIn } from "./workbench/text.js";

class CarryOver extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.singles = this.dataset.shortcuts !== "off";
    this.items = [...this.querySelectorAll("[data-item]")];
    this.placed = new Map(this.items.filter((one) => one.querySelector("[data-carry]")).map((one) => [one, new Place(one)]));
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    document.addEventListener("selectionchange", () => this.selected(), { signal });
    this.addEventListener("submit", (event) => this.submitting(event), { signal });
    window.addEventListener("pageshow", () => (this.sent = false), { signal });
    for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = !this.singles;
    if (!document.getElementById("refused")) document.getElementById(location.hash.slice(1))?.focus();
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  // One press is one decision: a second before the answer comes is not sent.
  submitting(event) {
    if (this.sent) event.preventDefault();
    this.sent = true;
  }

  get item() {
    return document.activeElement?.closest?.("[data-item]");
  }

  pressed(event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, select, textarea")) return;
    const { item } = this;
    const place = item && this.placed.get(item);
    const by = event.shiftKey ? "character" : "word";
    const act = {
      ...(this.singles && { j: () => this.walk(1), k: () => this.walk(-1), x: item && (() => this.drop(item)) }),
      ...(place && {
        ArrowRight: () => place.move(1, 1, by),
        ArrowLeft: () => place.move(1, -1, by),
        "]": () => place.move(0, 1, by),
        "}": () => place.move(0, 1, "character"),
        "[": () => place.move(0, -1, by),
        "{": () => place.move(0, -1, "character"),
      }),
      ...(item && event.target === item && { Enter: () => (place ? place.send() : carry(item)) }),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  walk(way) {
    const at = this.items.indexOf(this.item);
    const open = this.items.filter((one, n) => !one.classList.contains("decided") && (way > 0 ? n > at : n < at || at < 0));
    const to = way > 0 ? open[0] : open.at(-1);
    // A long list goes on on its next page.
    const list = this.item?.closest(".part");
    const turn = list?.querySelector(way > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (turn && !list.contains(to)) turn.click();
    else to?.focus();
  }

  drop(item) {
    const drop = item.querySelector("[data-drop]");
    if (!drop) return;
    drop.open = true;
    drop.querySelector("select").focus();
  }

  selected() {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    const from = range.startContainer.parentElement?.closest("[data-item]");
    this.placed.get(from)?.take(range);
  }
}

// An omission has a point and no words whose ends could be moved.
function carry(item) {
  item.querySelector("[data-accept]:not([hidden])")?.click();
}

// The words of one item in the new version, from the proposed ones on. Offsets are UTF-16 units until they are sent.
class Place {
  constructor(item) {
    this.form = item.querySelector("[data-carry]");
    this.root = item.querySelector("[data-text]");
    this.text = storedText(this.root);
    this.code = this.root.querySelector("mark")?.className ?? "";
    this.shown = [...this.root.childNodes];
    const { start, quote } = this.form.elements;
    this.proposed = quote.value ? [toUnits(this.text, Number(start.value)), 0] : null;
    if (this.proposed) this.proposed[1] = this.proposed[0] + quote.value.length;
    this.units = this.proposed && [...this.proposed];
    this.accept = this.form.querySelector("[data-accept]");
    this.reset = this.form.querySelector("[data-reset]");
    this.reset.addEventListener("click", () => this.set(...this.proposed));
  }

  move(end, way, by) {
    const borders = [...new Set((by === "word" ? wordsIn : charactersIn)(this.text).map((one) => one[end]))];
    const at = this.units?.[end] ?? 0;
    const to = way > 0 ? borders.find((one) => one > at) : borders.findLast((one) => one < at);
    if (to === undefined) return;
    const units = this.units ? [...this.units] : [0, 0];
    units[end] = to;
    if (units[0] < units[1]) this.set(...units);
  }

  take(range) {
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return;
    const ends = [unitsAt(this.root, range.startContainer, range.startOffset), unitsAt(this.root, range.endContainer, range.endOffset)];
    const span = snapped(this.text, ...ends);
    if (span && String(span) !== String(this.units)) this.set(...span, { draw: false });
  }

  set(start, end, { draw = true } = {}) {
    this.units = [start, end];
    const asProposed = String(this.units) === String(this.proposed);
    const quote = this.text.slice(start, end);
    this.form.elements.start.value = points(this.text.slice(0, start));
    this.form.elements.quote.value = quote;
    this.accept.hidden = false;
    this.accept.classList.add("main");
    this.accept.firstChild.data = asProposed ? "Carry over" : "Carry over to the chosen words";
    this.reset.hidden = asProposed || !this.proposed;
    this.form.querySelector("[data-said]").textContent = asProposed ? "" : `“${quote}”`;
    if (!draw) return;
    if (asProposed) return this.root.replaceChildren(...this.shown);
    const mark = document.createElement("mark");
    mark.className = `${this.code} chosen`;
    mark.textContent = quote;
    this.root.replaceChildren(this.text.slice(0, start), mark, this.text.slice(end));
  }

  send() {
    if (this.units) this.form.requestSubmit(this.accept);
  }
}

customElements.define("carry-over", CarryOver);
