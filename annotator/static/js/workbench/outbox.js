// Every change is first kept here, then sent, then forgotten when the server has answered that it is stored.
// Each carries an id made by this page, so sending it twice cannot store it twice.
import { Sender } from "./sender.js";
import { Waiting } from "./waiting.js";

const MOST_FAULTS = 5;
const STAYED = 5000; // ms after which a page that is still there was not left

export class Outbox extends Waiting {
  constructor({ token, ...whose }) {
    super(whose);
    Object.assign(this, { sending: false, more: false, leaving: false, wait: 1000, trouble: "", signIn: false, timer: 0 });
    this.sender = new Sender({ reading: this.reading, token });
    this.ready.then(() => this.send());
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", () => this.leave());
    document.addEventListener("visibilitychange", () => !document.hidden && this.adopt());
  }

  async add(job) {
    await super.add(job);
    this.send();
  }

  /** Take over what another tab, now perhaps closed, has left. */
  async adopt() {
    await this.sync({ adopt: true });
    this.send();
  }

  /** An answer that comes while the next page is drawn already would be on neither: that page sends the change again. */
  leave() {
    this.leaving = true;
    setTimeout(() => {
      this.leaving = false;
      this.send();
    }, STAYED);
  }

  async retry(key) {
    const job = this.find(key);
    if (job) Object.assign(job, { held: "", faults: 0, errors: null });
    if (job) this.tell("resumed", { job });
    if (job) await this.store.put(job);
    this.tell();
    await this.send();
  }

  /** Send what waits, one after another; only one tab of this reading does so at a time. */
  async send() {
    if (this.sending) return void (this.more = true);
    this.sending = true;
    this.more = false;
    clearTimeout(this.timer);
    const name = `annotator-outbox-${this.user}-${this.reading}`;
    try {
      if (navigator.locks) await navigator.locks.request(name, () => this.sendAll());
      else await this.sendAll();
    } catch {
      this.trouble ||= "Something went wrong in this page";
    } finally {
      this.sending = false;
    }
    this.tell();
    if (!this.jobs.some((job) => !job.held)) return;
    const soon = this.more && !this.trouble;
    this.timer = setTimeout(() => this.send(), soon ? 0 : this.signIn ? 4000 : this.wait);
    if (!soon) this.wait = Math.min(this.wait * 2, 15000);
  }

  async sendAll() {
    let job;
    while ((job = this.jobs.find((other) => !other.held))) {
      this.tell();
      const kept = await this.store.get(job);
      if (!kept) this.drop(job);
      else if (kept.held || job.held) job.held ||= kept.held;
      else if (!(await this.deliver(Object.assign(job, { body: kept.body })))) return;
    }
    this.trouble = "";
    this.signIn = false;
  }

  /** False when the rest has to wait. */
  async deliver(job) {
    this.current = job.key;
    try {
      const went = this.leaving ? { kind: "waits" } : await this.sender.post(job);
      if (this.leaving) return false;
      this.trouble = went.trouble ?? "";
      this.signIn = Boolean(went.signIn);
      if (went.kind === "waits") return false;
      if (went.kind === "broken") {
        job.faults = (job.faults ?? 0) + 1;
        if (job.faults < MOST_FAULTS) return false;
        await this.hold(job, `The server failed ${MOST_FAULTS} times at this change. The others go on without it.`);
        this.trouble = "";
        return true;
      }
      this.wait = 1000;
      if (went.kind === "stored") await this.forget(job.key);
      else await this.hold(Object.assign(job, { errors: went.answer.errors }), went.answer.error);
      this.tell(went.kind, { job, ...went });
      return true;
    } finally {
      this.current = "";
    }
  }
}
