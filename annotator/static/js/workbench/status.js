// The one place that says whether work is safe, and what was done.
import { Unsaved } from "./unsaved.js";

export class Status {
  constructor(outbox, bench, unsaved) {
    this.saved = document.getElementById("saved");
    this.said = document.getElementById("said");
    this.trouble = document.getElementById("trouble");
    this.keeps = document.getElementById("keeps");
    this.signInAddress = bench.dataset.signIn;
    this.outbox = outbox;
    this.list = new Unsaved(outbox, unsaved);
    this.saidAt = 0;
    this.troubled = "";
    this.busy = !("finished" in bench.dataset); // a page that changes nothing says nothing about saving
    outbox.addEventListener("change", () => this.show());
  }

  /** Something that happened or did not, in words, for the eye and for a screen reader; it stays while work is saved. */
  say(sentence) {
    clearTimeout(this.again);
    const put = () => (this.said.textContent = sentence);
    if (this.said.textContent === sentence) {
      this.said.textContent = "";
      this.again = setTimeout(put, 60); // said twice, it is read out twice
    } else put();
    this.saidAt = Date.now();
  }

  /** What the server has stored. */
  stored(sentence) {
    this.last = sentence;
    if (Date.now() - this.saidAt > 8000) this.said.textContent = "";
    this.show();
  }

  show() {
    const { jobs, held, trouble } = this.outbox;
    const waiting = jobs.length;
    clearTimeout(this.timer);
    const lasting = this.outbox.store.lasting;
    if (lasting === Boolean(this.keeps.textContent)) this.keeps.textContent = lasting ? "" : "This browser cannot keep unsaved work over a reload.";
    this.list.show();
    this.busy ||= waiting > 0;
    if (!waiting) {
      this.alarm("");
      const time = new Date().toLocaleTimeString("en-GB");
      if (this.busy) this.saved.textContent = this.last ? `✓ ${this.last}` : `All changes saved ${time}`;
      return;
    }
    const count = `${waiting} not saved`;
    if (held.length === waiting) this.alarm(`${count}: look at “Not saved” below`);
    else if (this.outbox.signIn) this.alarm(`${count}. ${trouble}. Your work is kept here; it is sent when you have`, true);
    else if (trouble) this.alarm(`${count}. ${trouble}; trying again. Keep this page open.`);
    else this.timer = setTimeout(() => (this.saved.textContent = `Saving… (${waiting})`), 400);
    if (trouble || held.length) this.saved.textContent = "";
  }

  /** An alert is read out each time it changes, so it changes only when there is something new. */
  alarm(sentence, signIn = false) {
    if (this.troubled === sentence) return;
    this.troubled = sentence;
    this.trouble.textContent = sentence;
    if (!signIn) return;
    const link = document.createElement("a");
    Object.assign(link, { href: this.signInAddress, target: "_blank", rel: "noopener", textContent: "signed in again (new tab)" });
    this.trouble.append(" ", link);
  }
}
