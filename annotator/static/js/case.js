// The case page by keyboard: digits decide, e gives the original's words, r the reason, j, k and n walk, u takes back; words selected in the
// original become evidence.
// Everything here presses what the page already has; without this file the form does the same.

const DIGIT = /^(?:Digit|Numpad)([1-9])$/;

class ReviewCase extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.form = this.querySelector("#decide");
    this.sent = false;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    document.addEventListener("selectionchange", () => this.selected(), { signal });
    this.form.addEventListener("submit", (event) => this.submitting(event), { signal });
    this.form.elements.evidence_quote?.addEventListener("input", () => this.forgetPlace(), { signal });
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
      if (event.key === "Escape" && event.target.form === this.form) this.leave(event.target);
      return;
    }
    const digit = DIGIT.exec(event.code)?.[1];
    const done =
      (digit && this.verdict(digit, event.shiftKey)) ||
      (event.key === "j" && this.walk("next")) ||
      (event.key === "k" && this.walk("prev")) ||
      (event.key === "n" && this.press("[data-awaiting]", "Nothing else here awaits your decision.")) ||
      (event.key === "u" && this.press("[data-take-back]", "There is no decision you have just made.")) ||
      (event.key === "e" && this.words()) ||
      (event.key === "r" && this.write()) ||
      (event.key === "?" && this.keys());
    if (done) event.preventDefault();
  }

  verdict(digit, stay) {
    const button = this.querySelector(`button[data-key="${digit}"]`);
    if (!button) return false;
    if (button.disabled) {
      this.say(this.querySelector("#why-not, #why-not-the-first")?.textContent ?? "This verdict needs a stored original.");
      return true;
    }
    if (stay) this.form.elements.stay.checked = true;
    this.form.requestSubmit(button);
    return true;
  }

  walk(direction) {
    const last = direction === "next";
    return this.press(`.walk a[rel="${direction}"]`, `This is the ${last ? "last" : "first"} case in the list.`);
  }

  press(selector, otherwise) {
    const found = this.querySelector(selector);
    if (found) found.click();
    else this.say(otherwise);
    return true;
  }

  write() {
    this.form.elements.reason.focus();
    return true;
  }

  words() {
    const field = this.form.elements.evidence_quote;
    if (field) field.focus();
    else this.say("Words in the original can be given once an original is confirmed.");
    return true;
  }

  // Out of a field, so that the digits are verdicts again.
  leave(field) {
    field.blur();
    this.querySelector("#verdict").focus({ preventScroll: true });
  }

  keys() {
    this.querySelector("dialog.keys").showModal();
    return true;
  }

  submitting(event) {
    if (this.sent) event.preventDefault();
    this.sent = true;
  }

  // A selection inside one paragraph of the original fills the evidence fields.
  selected() {
    const selection = document.getSelection();
    if (!this.form.elements.evidence_quote || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const paragraph = paragraphOf(range.startContainer);
    if (!paragraph || paragraph !== paragraphOf(range.endContainer)) return;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const raw = storedText(range);
    const words = raw.trim();
    if (!words) return;
    const lead = raw.length - raw.trimStart().length;
    const { evidence_quote: quote, evidence_paragraph: choice, evidence_start: start } = this.form.elements;
    quote.value = words;
    choice.value = paragraph.dataset.paragraph;
    start.value = [...storedText(before)].length + lead;
  }

  forgetPlace() {
    this.form.elements.evidence_start.value = "";
  }

  say(words) {
    this.querySelector("[data-said]").textContent = words;
  }
}

function paragraphOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("[data-original] [data-paragraph]");
}

// What of a range is the article's own text: not the paragraph's number, not the words for screen readers.
function storedText(range) {
  const copy = range.cloneContents();
  for (const extra of copy.querySelectorAll(".vh, .pane-number, .caret")) extra.remove();
  return copy.textContent;
}

customElements.define("review-case", ReviewCase);
