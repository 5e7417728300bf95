// The form at the right: filled from a selection, from an annotation to change, or from words that were refused.

const PLACE = ["paragraph", "start", "quote", "id", "replaces", "how", "sentence", "first", "last", "exact", "occurrence"];

export class Editor extends EventTarget {
  constructor(panel) {
    super();
    this.panel = panel;
    this.last = null; // the facets of the last save, for "same as last time"
    this.picking = "";
    this.listen();
  }

  get form() {
    return this.panel.querySelector("#editor");
  }

  listen() {
    this.panel.addEventListener("submit", (event) => {
      if (event.target !== this.form) return;
      const button = event.submitter;
      if (button?.name === "preview" || (button?.hasAttribute("formaction") && !button.hasAttribute("data-withdraw"))) return;
      event.preventDefault();
      if (button?.hasAttribute("data-withdraw")) this.tell("withdraw", { id: this.field("replaces") });
      else this.submit();
    });
    this.panel.addEventListener("click", (event) => {
      if (event.target.closest("[data-cancel]")) {
        event.preventDefault();
        this.tell("cancel");
      }
      const pick = event.target.closest("[data-pick]");
      if (pick) this.pick(pick.dataset.pick);
      const move = event.target.closest("[data-move]");
      if (move) this.tell("move", { way: move.dataset.move });
      const drop = event.target.closest("[data-drop]");
      if (drop) {
        drop.closest("li").remove();
        this.touched = true;
      }
    });
    this.panel.addEventListener("input", (event) => {
      if (event.target.form !== this.form) return;
      this.touched = true;
      if (event.target.closest("#insertion") && event.target.type !== "checkbox") this.form.insertion.checked = true;
      const facet = event.target.closest("#attribution");
      if (facet && event.target.name !== "attribution" && !this.form.attribution.value) this.form.attribution.value = "attributed";
    });
    this.dress();
  }

  dress() {
    this.form?.querySelectorAll("[data-pick], [data-drop]").forEach((button) => (button.hidden = false));
    this.blank ??= this.form?.outerHTML;
    this.touched = Boolean(this.field("replaces"));
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  field(name) {
    const found = this.form?.elements[name];
    return found ? (found.value ?? "") : "";
  }

  /** A new selection: words for the annotation, or for the part of the attribution that is being picked. */
  take(passage) {
    if (!this.form) return;
    if (this.picking && passage) return this.addSpan(this.picking, passage);
    const chooser = this.form.querySelector("#choose");
    if (chooser) chooser.replaceWith(hidden("how", "span"));
    this.form.paragraph.value = passage?.paragraph ?? "";
    this.form.start.value = passage?.start ?? "";
    this.form.quote.value = passage?.quote ?? "";
    this.form.querySelector(".stretch").hidden = !passage?.root;
    const shown = this.form.querySelector(".selected");
    shown.replaceChildren();
    const quote = document.createElement(passage ? "q" : "span");
    quote.dir = "auto";
    quote.className = passage ? "" : "quiet";
    quote.textContent = passage?.quote ?? "Select words in the article.";
    shown.append(quote);
  }

  pick(role) {
    this.picking = this.picking === role ? "" : role;
    this.form.querySelectorAll("[data-pick]").forEach((b) => b.setAttribute("aria-pressed", b.dataset.pick === this.picking));
    this.tell("picking", { role: this.picking });
  }

  addSpan(role, passage) {
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = role;
    const quote = document.createElement("q");
    quote.textContent = passage.quote;
    const drop = document.createElement("button");
    Object.assign(drop, { type: "button", className: "link", textContent: `Remove ${role}` });
    drop.dataset.drop = "";
    item.append(name, " ", quote, " ", drop);
    for (const [part, value] of Object.entries({ role, paragraph: passage.paragraph, start: passage.start, quote: passage.quote })) {
      item.append(hidden(`span_${part}`, value));
    }
    this.form.querySelector("#spans").append(item);
    if (!this.form.attribution.value) this.form.attribution.value = "attributed";
    this.touched = true;
    this.pick(role);
    this.tell("picked", { role, passage });
  }

  open(part) {
    const details = this.form.querySelector(`#${part}`);
    details.open = true;
    if (part === "insertion") this.form.insertion.checked = true;
    if (part === "attribution" && !this.form.attribution.value) this.form.attribution.value = "attributed";
    this.touched = true;
    details.querySelector("select, input").focus();
  }

  /** Choose a claim type by its key; returns the radio, or null when the codebook has no such key. */
  choose(key) {
    const radio = this.form?.querySelector(`[name=claim_type][data-key="${key}"]`);
    if (radio) radio.checked = true;
    return radio;
  }

  again() {
    if (!this.last) return false;
    for (const [name, value] of this.last) if (!PLACE.includes(name)) fillOne(this.form, name, value);
    return true;
  }

  submit() {
    if (!this.form.reportValidity()) return;
    const id = crypto.randomUUID();
    this.form.elements.id.value = id;
    const body = new URLSearchParams(new FormData(this.form));
    this.last = [...body].filter(([name]) => !name.startsWith("span_") && !name.endsWith("_words"));
    this.tell("save", { id, body, url: this.form.action, replaces: body.get("replaces") || "" });
  }

  /** Put a blank editor (or server-made `html`) in place. */
  show(html = this.blank) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    this.form.replaceWith(holder.content.querySelector("#editor"));
    this.picking = "";
    this.dress();
  }

  /** Fill the form again with what was sent and not stored. */
  fill(body) {
    this.show();
    const params = new URLSearchParams(body);
    for (const [name, value] of params) if (!name.startsWith("span_")) fillOne(this.form, name, value);
    this.form.querySelector(".selected").textContent = params.get("quote") ?? "";
    this.touched = true;
  }

  complain(sentence) {
    let list = this.form.querySelector(".errorlist");
    if (!list) {
      list = document.createElement("ul");
      list.className = "errorlist";
      list.role = "alert";
      this.form.querySelector("h2").after(list);
    }
    const item = document.createElement("li");
    item.textContent = sentence;
    list.replaceChildren(item);
  }
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

function fillOne(form, name, value) {
  const field = form.elements[name];
  if (!field || name === "csrfmiddlewaretoken") return;
  if (field instanceof RadioNodeList || field.type !== "checkbox") field.value = value;
  else field.checked = true;
}
