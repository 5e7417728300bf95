// Every change is first kept here (IndexedDB), then sent, then forgotten when the server has answered that it is
// stored. Each carries an id made by this page, so sending it twice cannot store it twice.

const STORE = "changes";

function open() {
  return new Promise((resolve) => {
    const asked = indexedDB.open("annotator-outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null); // private windows: the page's memory is the only store
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Outbox extends EventTarget {
  constructor({ user, reading, token }) {
    super();
    Object.assign(this, { user, reading, token, jobs: [], keeping: 0, sending: false, wait: 1000, trouble: "", timer: 0 });
    this.ready = this.load();
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => {
      if (this.jobs.length || this.keeping) event.preventDefault();
    });
  }

  async load() {
    this.db = await open();
    if (!this.db) return;
    const kept = await done(this.db.transaction(STORE).objectStore(STORE).getAll());
    const mine = kept.filter((job) => job.user === this.user && job.reading === this.reading);
    this.jobs = [...mine.sort((a, b) => a.order - b.order), ...this.jobs];
    this.tell();
    this.send();
  }

  async keep(job) {
    if (!this.db) return;
    const transaction = this.db.transaction(STORE, "readwrite", { durability: "strict" });
    await done(transaction.objectStore(STORE).put(job)).catch(() => {});
  }

  async forget(key) {
    this.jobs = this.jobs.filter((job) => job.key !== key);
    if (this.db) await done(this.db.transaction(STORE, "readwrite").objectStore(STORE).delete(key)).catch(() => {});
    this.tell();
  }

  /** `job`: key, url, body (string), and whatever the page needs to show it again. */
  async add(job) {
    const full = { ...job, user: this.user, reading: this.reading, order: (this.order = (this.order ?? Date.now()) + 1), held: "" };
    this.keeping += 1;
    await this.ready;
    await this.keep(full); // counted as kept only when it is
    this.keeping -= 1;
    this.jobs = [...this.jobs.filter((other) => other.key !== job.key), full].sort((a, b) => a.order - b.order);
    this.tell();
    await this.send();
  }

  get held() {
    return this.jobs.filter((job) => job.held);
  }

  tell() {
    this.dispatchEvent(new CustomEvent("change"));
  }

  retry(key) {
    const job = this.jobs.find((other) => other.key === key);
    if (job) job.held = "";
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    let job;
    while ((job = this.jobs.find((other) => !other.held))) {
      const went = await this.post(job);
      if (!went) break;
    }
    this.sending = false;
    this.tell();
    if (this.jobs.some((other) => !other.held)) {
      this.timer = setTimeout(() => this.send(), this.wait);
      this.wait = Math.min(this.wait * 2, 15000);
    }
  }

  async post(job) {
    this.tell();
    let response;
    try {
      response = await fetch(job.url, {
        method: "POST",
        body: job.body,
        credentials: "same-origin",
        signal: AbortSignal.timeout(20000),
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          Accept: "application/json",
          "X-CSRFToken": this.token,
        },
      });
    } catch {
      return this.fail(navigator.onLine ? "The server does not answer" : "Offline");
    }
    if (response.status >= 500 || response.status === 429) return this.fail("The server could not save");
    if (response.status === 401 || response.status === 403 || response.redirected) return this.renew();
    const answer = await response.json().catch(() => ({ error: "The answer could not be read" }));
    this.trouble = "";
    this.wait = 1000;
    if (response.ok) {
      await this.forget(job.key);
      this.dispatchEvent(new CustomEvent("saved", { detail: { job, answer } }));
    } else {
      job.held = answer.error || `Refused (${response.status})`;
      await this.keep(job);
      this.dispatchEvent(new CustomEvent("refused", { detail: { job, answer, status: response.status } }));
    }
    return true;
  }

  fail(trouble) {
    this.trouble = trouble;
    return false;
  }

  /** The session ended or was renewed in another tab: fetch a fresh token, and keep everything until there is one. */
  async renew() {
    const response = await fetch(`${this.reading}state/`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok || response.redirected) return this.fail("You are signed out: sign in again in another tab");
    const { csrf } = await response.json();
    if (csrf === this.token) return this.fail("The server refused the change");
    this.token = csrf;
    return this.fail("Signed in again");
  }
}
