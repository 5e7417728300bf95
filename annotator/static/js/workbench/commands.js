// What a person can do on the workbench: each command once, for its key, its button and its link.
import { takeOver } from "./offered.js";

export class Commands {
  constructor(parts) {
    Object.assign(this, parts);
  }

  claim(key) {
    if (!this.selecting.passage && !this.editor.touched) return this.status.say("Select some words first.");
    const radio = this.editor.choose(key);
    if (!radio) return;
    if (radio.hasAttribute("data-note") && !this.editor.field("note")) this.editor.form.note.focus();
    else if (!this.editor.touched) this.editor.submit();
    else this.status.say(`Claim type: ${radio.closest("label").querySelector(".label").textContent}. Ctrl+Enter saves.`);
  }

  /** Make the selection longer, shorter or another, by the commands' names in the key table. */
  stretch(way) {
    const moves = {
      sentence: () => this.selecting.sentence(),
      "start-earlier": () => this.selecting.move("start", -1),
      "start-later": () => this.selecting.move("start", 1),
      shrink: () => this.selecting.move("end", -1),
      extend: () => this.selecting.move("end", 1),
      again: () => this.editor.again() && this.editor.submit(),
    };
    moves[way]();
  }

  async openPart(part) {
    if (!this.selecting.passage && !this.editor.touched) {
      const id = document.activeElement?.closest?.("li[data-id]")?.dataset.id ?? this.changes.recent;
      if (!id) return this.status.say("Select some words first, or an annotation with n.");
      if (!(await this.edit(id))) return;
    }
    if (!this.editor.open(part)) this.status.say(`This study does not code ${part}s.`);
  }

  async edit(id) {
    if (!id) this.status.say("No annotation is chosen: press n first.");
    if (!id || this.editor.form.inert) return false;
    await this.outbox.ready;
    const url = `${this.bench.dataset.annotations}${this.changes.steps.latest(id)}/`;
    this.editor.form.inert = true; // what is typed while the other form loads would be lost
    const response = await fetch(url, { headers: { "X-Partial": "editor" }, signal: AbortSignal.timeout(15000) }).catch(() => null);
    const html = response?.ok && !response.redirected ? await response.text().catch(() => "") : "";
    this.editor.form.inert = false;
    if (!html.includes('id="editor"')) {
      this.status.say("This annotation cannot be opened now. Try again when everything is saved.");
      return false;
    }
    this.words.clear();
    this.editor.show(html);
    this.editor.form.focus();
    return true;
  }

  save(detail) {
    if (detail.body.get("how") === "span" && !detail.body.get("quote")) return this.editor.complain("Select some words first.", { quote: "Select some words first." });
    this.changes.save(detail);
    const back = this.page.para(detail.body.get("paragraph"));
    this.selecting.clear();
    this.editor.show();
    this.moving.go(back);
  }

  withdraw(id, paragraph) {
    const card = this.bench.querySelector(`li[data-id="${CSS.escape(id)}"]`);
    const edits = this.editor.field("replaces") === id;
    const at = Number(paragraph ?? card?.dataset.paragraph ?? (edits ? this.editor.field("paragraph") : 0));
    const next = card?.nextElementSibling ?? card?.previousElementSibling;
    const recent = document.activeElement?.closest("#steps");
    this.changes.withdraw(id, at);
    if (edits) this.words.clear();
    if (recent) return;
    if (next) next.focus();
    else this.moving.go(this.page.para(at));
  }

  restore(id, paragraph) {
    if (paragraph) this.words.clear();
    this.changes.restore(id, paragraph);
  }

  nothing(para = this.moving.para) {
    const button = para?.querySelector("[data-nothing]");
    if (!button || button.hidden) return this.status.say("This paragraph needs no mark: it is tagged, or it is none of the text itself.");
    if (this.changes.read(para, button.value)) this.moving.step(".para", 1);
  }

  /** Definitions, examples and "not when" of the claim types: shown in front of all, and put away with the same key. */
  codebook() {
    const fold = document.getElementById("codebook");
    fold.open = !fold.open;
    if (!fold.open) return this.moving.go(this.moving.para);
    fold.querySelector("summary").focus({ preventScroll: true });
    fold.scrollIntoView({ block: "start" });
  }

  stopPicking() {
    this.editor.pick(this.editor.picking);
    this.selecting.clear();
  }

  cancel() {
    const back = this.moving.para;
    this.words.clear();
    this.moving.go(back);
  }

  click(event) {
    const find = (selector) => event.target.closest(selector);
    const stop = () => event.preventDefault();
    if (find("a.edit")) return stop(), this.edit(find("li[data-id]").dataset.id);
    if (find("[data-nothing]")) return stop(), this.nothing(find(".para"));
    if (find("[data-take]")) return stop(), takeOver(this, find("[data-suggestion]"));
    const again = find("#steps [data-withdraw], #steps [data-restore]");
    if (again) return stop(), this.fromRecent(again.dataset);
    if (find("a[data-select]")) this.words.aside.put(); // that link draws the page anew
    const mark = find("mark[data-a]");
    if (mark && document.getSelection().isCollapsed) document.getElementById(`a-${mark.dataset.a}`)?.scrollIntoView({ block: "nearest" });
    if (find(".words") && document.getSelection().isCollapsed && this.selecting.passage) this.selecting.clear();
  }

  fromRecent({ withdraw, restore }) {
    if (withdraw) this.withdraw(withdraw);
    else this.changes.restore(restore, 0);
  }
}
