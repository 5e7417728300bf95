// Two paragraphs to say something of: the one last come to on either side, by click or by key.

export class Choice {
  constructor(rows, form, say, signal) {
    this.rows = rows;
    this.form = form;
    this.tell = say;
    this.chosen = {};
    rows.addEventListener("focusin", (event) => this.choose(event.target.closest(".words")), { signal });
    rows.addEventListener("click", (event) => this.clicked(event), { signal });
    form?.addEventListener("submit", (event) => this.submitting(event), { signal });
  }

  // A click that selects words or follows a link is no choice of a paragraph.
  clicked(event) {
    const paragraph = event.target.closest(".words");
    if (paragraph && !event.target.closest("a") && document.getSelection().isCollapsed) paragraph.focus();
  }

  choose(paragraph) {
    if (!paragraph) return;
    const { side } = paragraph.dataset;
    this.chosen[side]?.classList.remove("chosen");
    this.chosen[side] = paragraph;
    paragraph.classList.add("chosen");
    if (!this.form) return;
    this.form.elements[side].value = paragraph.dataset.number;
    const { left, right } = this.chosen;
    if (left && right && document.activeElement === paragraph) {
      this.tell(`Chosen: ¶${left.dataset.number} of the original and ¶${right.dataset.number} of the republication.`);
    }
  }

  // Both at once; the answer is what was chosen before.
  both({ left, right } = this.chosen) {
    const before = { ...this.chosen };
    for (const [side, paragraph] of Object.entries({ left, right })) {
      if (paragraph) this.choose(paragraph);
      else this.forget(side);
    }
    return before;
  }

  forget(side) {
    this.chosen[side]?.classList.remove("chosen");
    delete this.chosen[side];
    if (this.form) this.form.elements[side].value = "";
  }

  say(kind) {
    if (!this.form) return this.tell("Only people who run or review studies say which paragraphs belong together, once the original is confirmed.");
    return this.form.requestSubmit(this.form.querySelector(`button[value="${kind}"]`));
  }

  submitting(event) {
    if (this.sent || !this.chosen.left || !this.chosen.right) {
      event.preventDefault();
      if (!this.sent) this.tell("Choose a paragraph of the original and one of the republication first: click them, or walk there with j, k and the arrows.");
      return;
    }
    this.sent = true;
    window.addEventListener("pageshow", () => (this.sent = false), { once: true });
  }
}
