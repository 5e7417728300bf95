// What changes the record: each change becomes a job of the outbox, and its answer changes the page.
import { mergeDialog } from "./conflict.js";
import { newId, wordsOf } from "./fields.js";

export class Changes {
  constructor({ bench, page, outbox, status, pending }) {
    Object.assign(this, { bench, page, outbox, status, pending });
    this.recent = null; // the annotation saved last, for `a` and `i` right after saving
  }

  /** Keep one draft for sending. Answers when it is kept. */
  save({ id, body, url, replaces }) {
    const paragraph = Number(body.get("paragraph"));
    const label = `“${(wordsOf(body) || "chosen words").slice(0, 60)}”`;
    const carries = replaces ? { from: replaces, to: id } : {};
    if (replaces) this.steps.did({ kind: "edit", ...carries, id, paragraph });
    else this.steps.did({ kind: "create", id, paragraph });
    this.steps.apply(carries);
    this.recent = id;
    return this.outbox.add({ key: id, url, body: String(body), paragraph, label, draft: true, said: "Saved", ...carries });
  }

  withdraw(id, paragraph) {
    this.steps.did({ kind: "withdraw", id, paragraph, via: this.takeBack({ withdraw: this.steps.latest(id), paragraph }) });
  }

  restore(id, paragraph) {
    const to = this.steps.restore(id, paragraph);
    this.steps.did({ kind: "restore", id: to, paragraph, via: to });
  }

  /** Undo, redo, withdraw, mark read: one change each; returns the job's key, which is a restored row's id. */
  takeBack({ withdraw, restore, expects, read, paragraph }) {
    const key = newId();
    const body = new URLSearchParams(restore ? { id: key, expects } : read ? { read } : {});
    let url = `${this.bench.dataset.annotations}${withdraw ?? restore}/${withdraw ? "withdraw" : "restore"}/`;
    if (read) url = `${this.bench.dataset.reading}paragraphs/${paragraph}/read/`;
    const said = withdraw ? "Withdrawn" : restore ? "Restored" : read === "1" ? "Read, nothing to tag" : "Unread again";
    const number = this.page.para(paragraph)?.dataset.number;
    const label = number ? `${said}, paragraph ${number}:` : said;
    const carries = restore ? { from: expects, to: key } : {};
    this.outbox.add({ key, url, body: String(body), paragraph, label, said, read: Boolean(read), ...carries });
    return key;
  }

  /** Mark a paragraph read, or take that back; an unsent mark counts as made. Answers whether it is read now. */
  read(para, shown) {
    const paragraph = Number(para.dataset.id);
    const unsent = this.outbox.jobs.findLast((job) => job.read && job.paragraph === paragraph);
    const value = unsent ? String(1 - Number(new URLSearchParams(unsent.body).get("read"))) : shown;
    this.steps.did({ kind: "read", value: value === "1", paragraph, via: this.takeBack({ read: value, paragraph }) });
    return value === "1";
  }

  undo(way = "undo") {
    if (!this.steps[way]()) this.status.say(way === "undo" ? "Nothing to undo." : "Nothing to redo.");
  }

  stored({ job, answer }) {
    const paragraph = job.paragraph || answer.paragraph;
    const number = this.page.para(paragraph)?.dataset.number;
    this.status.stored(`${job.said}. Paragraph ${number}. Undo: Ctrl+Z`);
    return this.page.refresh(paragraph);
  }

  /** The server does not take it. Words are held until the person has chosen; other changes came to nothing. */
  async refused({ job, answer, status }) {
    this.steps.revert(job);
    if (status === 409 && !job.draft) {
      this.status.say(`${job.said}: not done. ${answer.error}`);
      await this.outbox.forget(job.key);
      return this.page.refresh(job.paragraph || answer.theirs?.paragraph);
    }
    if (status === 409 && answer.theirs && this.editing) return this.merge(job, answer);
    if (status === 422 && job.draft) this.mend?.(job, answer);
  }

  async merge(job, answer) {
    const choice = await mergeDialog(job, answer, () => Boolean(this.outbox.find(job.key)?.held));
    if (choice === "mine") {
      const id = newId();
      const body = new URLSearchParams(job.body);
      body.set("id", id);
      body.set("replaces", answer.theirs.id);
      await this.save({ id, body, url: job.url, replaces: answer.theirs.id });
    }
    if (choice !== "later") await this.outbox.forget(job.key);
    if (choice === "theirs") this.page.refresh(job.paragraph);
  }

  /** The person throws away what is not saved. */
  async discard(job) {
    this.steps.revert(job);
    await this.outbox.forget(job.key);
    this.pending.draw(job.paragraph);
    this.status.say("Thrown away.");
    this.page.refresh(job.paragraph);
  }
}
