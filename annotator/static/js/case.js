// The case page by keyboard: digits decide, j and k walk, words selected in the original become evidence.
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
    const opener = this.querySelector(".keys-open");
    opener.hidden = false;
    opener.addEventListener("click", () => this.keys(), { signal });
    this.querySelector("#problems")?.focus();
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  pressed(event) {
    if (this.dataset.shortcuts === "off" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable], dialog[open]")) return;
    const digit = DIGIT.exec(event.code)?.[1];
    const done =
      (digit && this.verdict(digit, event.shiftKey)) ||
      (event.key === "j" && this.walk("next")) ||
      (event.key === "k" && this.walk("prev")) ||
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
    const link = this.querySelector(`.walk a[rel="${direction}"]`);
    if (link) link.click();
    else this.say(direction === "next" ? "This is the last case in the list." : "This is the first case in the list.");
    return true;
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
  for (const extra of copy.querySelectorAll(".vh, .pane-number")) extra.remove();
  return copy.textContent;
}

customElements.define("review-case", ReviewCase);
