// What a person can do on the workbench: each command once, for its key, its button and its link.
import { mergeDialog } from "./conflict.js";

export class Commands {
  constructor(parts) {
    Object.assign(this, parts);
    this.recent = null; // the annotation saved last, for `a` and `i` right after saving
  }

  get para() {
    const focused = document.activeElement?.closest?.(".para");
    const selected = this.selecting.passage?.root.closest(".para");
    return focused ?? selected ?? this.bench.querySelector(".para.current") ?? this.bench.querySelector(".para");
  }

  go(para) {
    if (!para) return;
    this.bench.querySelector(".para.current")?.classList.remove("current");
    para.classList.add("current");
    para.focus({ preventScroll: true });
    para.scrollIntoView({ block: "nearest" });
  }

  step(selector, way) {
    const all = [...this.bench.querySelectorAll(selector)];
    const at = all.indexOf(document.activeElement?.closest?.(selector) ?? this.bench.querySelector(`${selector}.current`));
    const next = all[at + way] ?? (at < 0 ? all[0] : null);
    if (next?.matches(".para")) this.go(next);
    else next?.focus();
  }

  nextUnread() {
    const all = [...this.bench.querySelectorAll(".para")];
    const after = all.slice(all.indexOf(this.para) + 1).concat(all);
    const next = after.find((para) => para.matches(".is-unread"));
    if (next) this.go(next);
    else this.status.say("Every paragraph is read. You can finish this article.");
  }

  claim(key) {
    if (!this.selecting.passage && !this.editor.touched) return false;
    const radio = this.editor.choose(key);
    if (!radio) return false;
    if (radio.hasAttribute("data-note") && !this.editor.field("note")) this.editor.form.note.focus();
    else if (!this.editor.touched) this.editor.submit();
    else this.status.say(`Claim type: ${radio.closest("label").querySelector(".label").textContent}. Ctrl+Enter saves.`);
    return true;
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
      const id = document.activeElement?.closest?.("li[data-id]")?.dataset.id ?? this.recent;
      if (!id || !(await this.edit(id))) return;
    }
    this.editor.open(part);
  }

  async edit(id) {
    await this.outbox.ready;
    const url = `${this.bench.dataset.annotations}${this.steps.latest(id)}/`;
    const response = await fetch(url, { headers: { "X-Partial": "editor" } }).catch(() => null);
    if (!response?.ok || response.redirected) {
      this.status.say("This annotation cannot be opened now. Try again when everything is saved.");
      return false;
    }
    this.selecting.clear();
    this.editor.show(await response.text());
    this.editor.form.focus();
    return true;
  }

  save({ id, body, url, replaces }) {
    const paragraph = Number(body.get("paragraph"));
    const span = body.get("how") === "span";
    if (span && !body.get("quote")) return this.editor.complain("Select some words first.");
    const label = `“${(body.get("quote") || "chosen words").slice(0, 60)}”`;
    if (replaces) {
      this.steps.did({ kind: "edit", from: replaces, to: id, id, paragraph });
      this.steps.now.set(replaces, id);
    } else this.steps.did({ kind: "create", id, paragraph });
    this.recent = id;
    this.outbox.add({ key: id, url, body: String(body), paragraph, label, draft: true, said: "Saved" });
    const back = this.page.para(paragraph);
    this.selecting.clear();
    this.editor.show();
    this.go(back);
  }

  withdraw(id, paragraph) {
    const card = this.bench.querySelector(`li[data-id="${id}"]`);
    const at = paragraph ?? Number(card?.dataset.paragraph ?? this.editor.field("paragraph"));
    const next = card?.nextElementSibling ?? card?.previousElementSibling;
    this.steps.did({ kind: "withdraw", id, paragraph: at });
    this.takeBack({ withdraw: id, paragraph: at });
    this.editor.show();
    if (next) next.focus();
    else this.go(this.page.para(at));
  }

  /** Undo, redo, withdraw, mark read: one change each; returns the id of the row that stands afterwards. */
  takeBack({ withdraw, restore, read, paragraph }) {
    const base = this.bench.dataset.annotations;
    const key = crypto.randomUUID();
    const body = new URLSearchParams(restore ? { id: key } : read ? { read } : {});
    let url = `${base}${withdraw ?? restore}/${withdraw ? "withdraw" : "restore"}/`;
    if (read) url = `${this.bench.dataset.reading}paragraphs/${paragraph}/read/`;
    const said = withdraw ? "Withdrawn" : restore ? "Restored" : read === "1" ? "Read, nothing to tag" : "Unread again";
    this.outbox.add({ key, url, body: String(body), paragraph, label: said, said });
    return restore ? key : withdraw;
  }

  nothing(para = this.para) {
    const button = para?.querySelector("[data-nothing]");
    if (!button || button.hidden) return this.status.say("This paragraph needs no mark: it is tagged, or a notice.");
    const value = button.value === "1";
    const paragraph = Number(para.dataset.id);
    this.steps.did({ kind: "read", value, paragraph, id: `read-${paragraph}` });
    this.takeBack({ read: button.value, paragraph });
    if (value) this.step(".para", 1);
  }

  undo(way = "undo") {
    if (!this.steps[way]()) this.status.say(way === "undo" ? "Nothing to undo." : "Nothing to redo.");
  }

  cancel() {
    const back = this.para;
    this.editor.show();
    this.selecting.clear();
    this.go(back);
  }

  async stored({ job, answer }) {
    const number = this.page.para(job.paragraph ?? answer.paragraph)?.dataset.number;
    this.status.say(`${job.said}. Paragraph ${number}. Undo: Ctrl+Z`);
    await this.page.refresh(job.paragraph ?? answer.paragraph);
  }

  async refused({ job, answer, status }) {
    this.steps.forget(job.key);
    if (status === 409 && answer.theirs) {
      const choice = await mergeDialog(job, answer);
      if (choice === "mine") {
        const body = new URLSearchParams(job.body);
        body.set("id", crypto.randomUUID());
        body.set("replaces", answer.theirs.id);
        await this.outbox.forget(job.key);
        this.save({ id: body.get("id"), body, url: job.url, replaces: answer.theirs.id });
      } else if (choice === "theirs") {
        await this.outbox.forget(job.key);
        this.page.refresh(job.paragraph);
      }
    } else if (status === 422 && job.draft && !this.editor.touched) {
      this.editor.fill(job.body);
      await this.outbox.forget(job.key);
      this.editor.complain(answer.error);
    }
  }

  click(event) {
    const find = (selector) => event.target.closest(selector);
    const stop = () => event.preventDefault();
    const unsaved = find("[data-unsaved]");
    if (unsaved) return this.unsaved(unsaved.dataset);
    const edit = find("a.edit");
    if (edit) return stop(), this.edit(find("li[data-id]").dataset.id);
    const nothing = find("[data-nothing]");
    if (nothing) return stop(), this.nothing(find(".para"));
    const take = find("[data-take]");
    if (take) return stop(), this.takeOver(find("[data-suggestion]").dataset);
    const again = find("[data-withdraw], [data-restore]");
    if (again && !again.form) return this.fromRecent(again.dataset);
    const mark = find("mark[data-a]");
    if (mark && document.getSelection().isCollapsed) document.getElementById(`a-${mark.dataset.a}`)?.scrollIntoView({ block: "nearest" });
    if (find(".words") && document.getSelection().isCollapsed && this.selecting.passage) this.selecting.clear();
  }

  fromRecent({ withdraw, restore }) {
    if (withdraw) return this.withdraw(withdraw);
    this.steps.restore(restore, null);
  }

  takeOver({ suggestion, paragraph, start, quote }) {
    const root = this.page.para(paragraph).querySelector("[data-text]");
    this.editor.show();
    this.editor.take({ paragraph, start, quote, root });
    this.editor.form.suggestion.value = suggestion;
    this.editor.open("insertion");
  }

  unsaved({ unsaved, key }) {
    const job = this.outbox.jobs.find((other) => other.key === key);
    if (unsaved === "retry") return this.outbox.retry(key);
    if (unsaved === "open") this.editor.fill(job.body);
    this.outbox.forget(key);
  }
}
