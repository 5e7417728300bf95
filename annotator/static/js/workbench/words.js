// The words in the editor: put aside when something else takes their place, brought back, opened, sent back.
import { points, storedText, toUnits } from "./text.js";

export class Words {
  constructor({ page, selecting, editor, aside, outbox, status, changes }) {
    Object.assign(this, { page, selecting, editor, aside, outbox, status, changes });
    changes.mend = (job, answer) => this.mend(job, answer);
  }

  /** Empty the editor; unfinished words are put aside, not lost. */
  clear() {
    if (this.aside.put()) this.status.say("Your unfinished words were put aside.");
    this.editor.show();
    this.selecting.clear();
  }

  bringBack() {
    const back = this.aside.take();
    if (!back) return;
    this.put(back.body, back.mends);
    this.status.say("Your words are in the editor again.");
  }

  /** Words that are not saved go into the editor; saving from there replaces the unsaved change `mends`. */
  put(body, mends = "") {
    this.editor.show();
    this.selecting.clear();
    this.editor.fill(body, mends);
    const params = new URLSearchParams(body);
    this.editor.rewording = true;
    if (params.get("how") === "span") this.reselect(params.get("paragraph"), Number(params.get("start")), params.get("quote"));
    this.editor.form.focus();
  }

  /** Words selected while an annotation is open for editing are another annotation's: the open edit is put aside. */
  anew() {
    if (this.aside.put()) this.status.say("Your unfinished edit was put aside. These words begin a new annotation.");
    this.editor.show();
  }

  /** Let the next selections change the words of the annotation that is being edited. */
  reword() {
    this.editor.rewording = true;
    this.reselect(this.editor.field("paragraph"), Number(this.editor.field("start")), this.editor.field("quote"));
    this.status.say("Select its words again, or move their ends.");
  }

  /** The words that are selected now are the source, cue or content that was asked for. */
  pick() {
    this.editor.addSpan(this.editor.picking, this.selecting.passage);
    this.selecting.clear();
  }

  /** Choose words by the server's numbers, so that the keys and buttons for stretching work on them. */
  reselect(paragraph, start, quote) {
    const root = this.page.para(paragraph)?.querySelector("[data-text]");
    if (!root || !quote) return;
    const text = storedText(root);
    const units = [toUnits(text, start), toUnits(text, start + points(quote))];
    if (text.slice(...units) === quote) this.selecting.choose(root, ...units, { show: true });
  }

  async openUnsaved(job) {
    if (this.outbox.current === job.key) return this.status.say("This is being sent right now.");
    this.clear();
    this.changes.steps.revert(job);
    this.put(job.body, job.key);
    if (job.errors) this.editor.complain(job.held, job.errors);
    await this.outbox.hold(job, "Open in the editor: save it there, or try again as it was.");
  }

  mend(job, { error, errors }) {
    if (!this.editor.form || this.editor.touched || this.editor.dirty || this.selecting.passage) return;
    this.put(job.body, job.key);
    this.editor.complain(error, errors);
  }
}
