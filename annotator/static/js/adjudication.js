// The item page by keyboard: digits take a coder's version, n says "nothing here", e opens the edit, j, k and a walk, u takes
// back; words selected in the text become the edit's words. Everything here presses what the page already has.
import { storedText, unitsAt } from "./workbench/text.js";

const DIGIT = /^(?:Digit|Numpad)([1-9])$/;
const NO_DECISION = "This item is not yours to decide; the page says why.";

class AdjudicationItem extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.form = this.querySelector("#ruling");
    this.sent = false;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    document.addEventListener("selectionchange", () => this.selected(), { signal });
    this.form?.addEventListener("submit", (event) => this.submitting(event), { signal });
    window.addEventListener("pageshow", () => (this.sent = false), { signal });
    this.querySelector("[data-keys]").hidden = this.dataset.shortcuts === "off";
    this.querySelector(".keys-open").addEventListener("click", () => this.keys(), { signal });
    this.querySelector("#problems")?.focus();
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  pressed(event) {
    if (this.dataset.shortcuts === "off" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest?.("dialog[open]")) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) {
      if (event.key === "Escape") this.leave(event.target);
      return;
    }
    const digit = !event.shiftKey && DIGIT.exec(event.code)?.[1];
    const done =
      (digit && this.press(`[data-pick="${digit}"]`, this.form ? "There is no such version." : NO_DECISION)) ||
      (event.key === "n" && this.press("[data-nothing]", NO_DECISION)) ||
      (event.key === "e" && this.edit()) ||
      (event.key === "r" && this.focusOn("reason")) ||
      (event.key === "t" && this.focusOn("error_type")) ||
      (event.key === "j" && this.press('.walk a[rel="next"]', "This is the last item in the list.")) ||
      (event.key === "k" && this.press('.walk a[rel="prev"]', "This is the first item in the list.")) ||
      (event.key === "a" && this.press("[data-awaiting]", "Nothing else here awaits your decision.")) ||
      (event.key === "u" && this.press("[data-take-this-back], [data-take-back]", "There is no decision of yours to take back.")) ||
      (event.key === "?" && this.keys());
    if (done) event.preventDefault();
  }

  press(selector, otherwise) {
    const found = this.querySelector(selector);
    if (found) found.click();
    else this.say(otherwise);
    return true;
  }

  edit() {
    const panel = this.querySelector("details.edit");
    if (!panel) return this.say(NO_DECISION);
    panel.open = true;
    return this.focusOn("quote");
  }

  focusOn(name) {
    const field = this.form?.elements[name];
    if (!field) return this.say(NO_DECISION);
    field.focus();
    return true;
  }

  // Out of a field, so that the digits are versions again.
  leave(field) {
    field.blur();
    this.querySelector("#decision")?.focus({ preventScroll: true });
  }

  keys() {
    this.querySelector("dialog.keys").showModal();
    return true;
  }

  submitting(event) {
    if (this.sent) event.preventDefault();
    this.sent = true;
  }

  // A selection inside the text fills the words, and says which of equal ones they are.
  selected() {
    const selection = document.getSelection();
    const root = this.querySelector("[data-text]");
    if (!root || !this.form || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return;
    const text = storedText(root);
    const [from, to] = [unitsAt(root, range.startContainer, range.startOffset), unitsAt(root, range.endContainer, range.endOffset)];
    const raw = text.slice(from, to);
    const words = raw.trim();
    if (!words) return;
    this.form.elements.quote.value = words;
    this.form.elements.occurrence.value = times(text, words, from + raw.length - raw.trimStart().length);
  }

  say(words) {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = words;
    return true;
  }
}

/** Which of the places where `words` stand is at `at`, counted from 1. */
function times(text, words, at) {
  let count = 1;
  for (let found = text.indexOf(words); found >= 0 && found < at; found = text.indexOf(words, found + 1)) count += 1;
  return count;
}

customElements.define("adjudication-item", AdjudicationItem);
