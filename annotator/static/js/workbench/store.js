// Where changes wait until the server has them: IndexedDB, or the page's memory where the browser has none.

const NAME = "annotator-outbox";
const STORE = "changes";
const PATIENCE = 4000;

function open() {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("slow")), PATIENCE);
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(asked.error ?? new Error("blocked"));
  });
}

export class Store extends EventTarget {
  constructor() {
    super();
    this.db = null;
    this.lasting = true; // false once something could not be kept over a reload
    this.loose = new Set(); // keys of changes that are in the page's memory only
    this.channel = globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;
    this.channel?.addEventListener("message", () => this.dispatchEvent(new CustomEvent("elsewhere")));
  }

  async open() {
    try {
      this.db = await open();
      this.db.onversionchange = () => this.db?.close();
      this.db.onclose = () => this.lose();
    } catch {
      this.lose();
    }
  }

  lose() {
    this.db = null;
    this.lasting = false;
  }

  /** Run `work(objectStore)` in one transaction; answers with what it set as `result` once all is on disk. */
  within(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(STORE, mode, { durability: "strict" });
      const box = {};
      transaction.oncomplete = () => resolve(box.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("not kept"));
      work(transaction.objectStore(STORE), box);
    });
  }

  /** Every kept change of this person, oldest first; of one reading when it is named. */
  async all(user, reading = "") {
    if (!this.db) return [];
    const kept = await this.within("readonly", (store, box) => {
      store.getAll().onsuccess = ({ target }) => (box.result = target.result);
    }).catch(() => {
      this.lasting = false;
      return [];
    });
    const mine = kept.filter((job) => job.user === user && (!reading || job.reading === reading));
    return mine.sort((a, b) => a.order - b.order);
  }

  /** Keep a change. A new one gets a place after all others, whichever tab they come from. */
  async put(job) {
    try {
      await this.within("readwrite", (store) => {
        store.getAll().onsuccess = ({ target }) => {
          job.order ??= Math.max(Date.now(), ...target.result.map((other) => other.order + 1));
          store.put(job);
        };
      });
      this.loose.delete(job.key);
    } catch {
      job.order ??= Date.now();
      this.loose.add(job.key);
      this.lasting = false;
    }
    this.changed();
  }

  /** The change as it is kept now; null when another tab has dealt with it. */
  async get(job) {
    if (!this.db || this.loose.has(job.key)) return job;
    return this.within("readonly", (store, box) => {
      store.get(job.key).onsuccess = ({ target }) => (box.result = target.result ?? null);
    }).catch(() => job);
  }

  async remove(key) {
    this.loose.delete(key);
    if (this.db) await this.within("readwrite", (store) => store.delete(key)).catch(() => {});
    this.changed();
  }

  changed() {
    this.channel?.postMessage("changed");
  }
}
