// The changes of one reading that wait to be sent, as this page knows them and as the store keeps them.
import { Store } from "./store.js";

export class Waiting extends EventTarget {
  constructor({ user, reading, title }) {
    super();
    Object.assign(this, { user, reading, title, jobs: [], keeping: [], current: "" });
    this.store = new Store();
    this.ready = this.load();
    this.store.addEventListener("elsewhere", () => this.sync());
  }

  get held() {
    return this.jobs.filter((job) => job.held);
  }

  get empty() {
    return !this.jobs.length && !this.keeping.length;
  }

  tell(name = "change", detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  find(key) {
    return this.jobs.find((job) => job.key === key);
  }

  async load() {
    await this.store.open();
    this.jobs = await this.store.all(this.user, this.reading);
    for (const job of this.jobs) if (!job.held) this.tell("resumed", { job });
    this.tell();
  }

  /** What another tab did: its answered changes go, its held ones are held here; `adopt` takes over new ones. */
  async sync({ adopt = false } = {}) {
    await this.ready;
    if (!this.store.db) return;
    const kept = new Map((await this.store.all(this.user, this.reading)).map((job) => [job.key, job]));
    if (!this.store.lasting && !kept.size) return;
    for (const job of [...this.jobs]) {
      const now = kept.get(job.key);
      if (this.current === job.key || this.store.loose.has(job.key)) continue;
      if (now) job.held = now.held;
      else this.drop(job);
    }
    if (adopt) this.jobs = sorted([...this.jobs, ...[...kept.values()].filter((job) => !this.find(job.key))]);
    this.tell();
  }

  drop(job) {
    this.jobs = this.jobs.filter((other) => other.key !== job.key);
    this.tell("gone", { job });
  }

  async forget(key) {
    this.jobs = this.jobs.filter((job) => job.key !== key);
    await this.store.remove(key);
    this.tell();
  }

  /** Keep `job` for sending: key, url, body (string), and what the page needs to show it again. Answers when kept. */
  async add(job) {
    const full = { ...job, user: this.user, reading: this.reading, title: this.title, held: "", faults: 0 };
    this.keeping = [...this.keeping, full];
    this.tell(); // a slow disk is no reason to show words that were just taken back
    try {
      await this.ready;
      const older = this.jobs.filter((other) => job.read && other.read && other.paragraph === job.paragraph);
      await this.store.put(full); // counted as kept only when it is
      for (const other of older) if (other.key !== this.current) await this.forget(other.key);
    } finally {
      this.keeping = this.keeping.filter((other) => other !== full);
    }
    this.jobs = sorted([...this.jobs.filter((other) => other.key !== job.key), full]);
    this.tell();
  }

  async hold(job, sentence) {
    job.held = sentence;
    this.tell();
    await this.store.put(job);
  }
}

const sorted = (jobs) => jobs.sort((a, b) => a.order - b.order);
