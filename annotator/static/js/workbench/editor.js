// The form at the right: filled from a selection, from an annotation to change, or from words that were refused.
import { listen } from "./editor-events.js";
import { PLACE, blankOf, bodyOf, fillOne, hidden, newId, wordsOf, workIn } from "./fields.js";
import { fillForm } from "./filling.js";
import { offerHolders } from "./holders.js";
import { showProblems } from "./problems.js";
import { spanItem } from "./spans.js";

const TWICE = 700; // ms; a second press this soon after a save is the second half of a double click

export class Editor extends EventTarget {
  constructor(panel) {
    super();
    this.panel = panel;
    this.last = null; // the facets of the last save, for "same as last time"
    this.picking = "";
    this.rewording = false; // whether a selection changes the words of the annotation that is being edited
    this.savedAt = 0;
    this.latest = (id) => id; // carries an annotation's id on to the row that stands now
    this.mends = ""; // the key of the unsaved change whose words are in the form
    this.blank = this.form ? blankOf(this.form) : "";
    listen(this);
    this.dress();
  }

  get form() {
    return this.panel.querySelector("#editor");
  }

  body() {
    return String(bodyOf(this.form));
  }

  /** Whether the form holds work that is nowhere else. */
  get dirty() {
    return Boolean(this.form) && workIn(this.form) !== this.pristine;
  }

  /** Whether it is an omission, which has a point and no words of its own. */
  get isPoint() {
    return Boolean(this.form?.querySelector("#omitted"));
  }

  attribute() {
    const field = this.form.attribution; // a study can do without
    if (field && !field.value) field.value = "attributed";
  }

  dress() {
    this.form?.querySelectorAll("[data-pick], [data-drop], [data-reword]").forEach((button) => (button.hidden = false));
    this.rewording = false;
    this.touched = Boolean(this.field("replaces"));
    this.offer();
    this.settle();
  }

  /** The attributions that this annotation can lie inside. */
  offer(wanted) {
    if (this.form) offerHolders(this.form, this.latest, wanted);
  }

  /** What the form holds now is no work of the person's. */
  settle() {
    this.pristine = this.form ? workIn(this.form) : "";
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  field(name) {
    return this.form?.elements[name]?.value ?? "";
  }

  /** A new selection: the words of the annotation. */
  take(passage) {
    if (!this.form) return;
    if (passage) this.panel.scrollTop = 0;
    this.form.querySelector("#choose")?.replaceWith(hidden("how", "span"));
    this.form.elements.how.value = "span";
    this.form.paragraph.value = passage?.paragraph ?? "";
    this.form.start.value = passage?.start ?? "";
    this.form.quote.value = passage?.quote ?? "";
    this.form.querySelector(".stretch").hidden = !passage?.root;
    this.showWords(passage?.quote);
  }

  showWords(words) {
    const quote = document.createElement(words ? "q" : "span");
    quote.dir = "auto";
    quote.className = words ? "" : "quiet";
    quote.textContent = words || "Select words in the article.";
    this.form.querySelector(".selected").replaceChildren(quote);
  }

  pick(role) {
    this.picking = this.picking === role ? "" : role;
    this.form.querySelectorAll("[data-pick]").forEach((b) => b.setAttribute("aria-pressed", b.dataset.pick === this.picking));
    this.tell("picking", { role: this.picking });
  }

  addSpan(role, { paragraph, start, quote }) {
    this.form.querySelector("#spans").append(spanItem({ role, paragraph, start, quote }));
    this.attribute();
    this.touched = true;
    this.pick(role);
    this.tell("picked", { role });
  }

  /** Open a part of the form; false where the study does not code it. */
  open(part) {
    const details = this.form.querySelector(`#${part}`);
    if (!details) return false;
    details.open = true;
    if (part === "insertion") this.form.insertion.checked = true;
    else this.attribute();
    this.touched = true;
    details.querySelector("select, input").focus();
    return true;
  }

  /** Choose a claim type by its key; returns the radio, or null when the codebook has no such key. */
  choose(key) {
    const radio = this.form?.querySelector(`[name=claim_type][data-key="${key}"]`);
    if (radio) radio.checked = true;
    return radio;
  }

  again() {
    if (!this.last) return false;
    this.offer(this.last.find(([name]) => name === "outer")?.[1]);
    for (const [name, value] of this.last) if (!PLACE.includes(name)) fillOne(this.form, name, value);
    return true;
  }

  submit() {
    if (this.form.inert || !this.form.reportValidity()) return;
    if (!this.touched && !this.field("quote") && Date.now() - this.savedAt < TWICE) return;
    const asks = this.form.querySelector("[name=claim_type]:checked")?.hasAttribute("data-note");
    if (asks && !this.field("note").trim()) {
      const sentence = "This claim type asks for a note: say what it is.";
      return this.complain(sentence, { note: sentence });
    }
    const id = this.mends || newId();
    this.form.elements.id.value = id;
    const body = bodyOf(this.form);
    if (!this.isPoint) this.last = [...body].filter(([name]) => !name.startsWith("span_") && !name.endsWith("_words") && name !== "suggestion");
    this.savedAt = Date.now();
    this.tell("save", { id, body, url: this.form.getAttribute("action"), replaces: body.get("replaces") || "" });
  }

  /** Put a blank editor (or server-made `html`) in place. */
  show(html = this.blank) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    this.form.replaceWith(holder.content.querySelector("#editor"));
    this.picking = this.mends = "";
    this.panel.scrollTop = 0;
    this.dress();
    this.tell("shown");
  }

  /** Fill the form again with what was sent and not stored; `mends` names the unsaved change it then replaces. */
  fill(body, mends = "") {
    this.show();
    this.mends = mends;
    const params = new URLSearchParams(body);
    fillForm(this.form, params);
    this.offer(params.get("outer") ?? "");
    this.showWords(wordsOf(params));
    this.touched = true;
    this.tell("shown");
  }

  /** Say what is wrong: at the fields that `errors` names, where it names some. */
  complain(sentence, errors) {
    showProblems(this.form, sentence, errors);
  }
}
