// Undo and redo. Taking back is itself a change that is saved; nothing is ever removed.

export class Steps {
  constructor(act) {
    this.act = act; // ({withdraw|restore|read, ...}) => id of the row that stands afterwards
    this.past = [];
    this.future = [];
    this.now = new Map(); // an annotation's id -> the id of the row that carries it on
  }

  latest(id) {
    const seen = new Set();
    while (this.now.has(id) && !seen.has(id)) {
      seen.add(id);
      id = this.now.get(id);
    }
    return id;
  }

  did(step) {
    this.past.push(step);
    if (this.past.length > 100) this.past.shift();
    this.future = [];
  }

  /** A change that carries `from` on as `to` was made, or (revert) came to nothing. */
  apply({ from, to }) {
    if (from && to && from !== to) this.now.set(from, to);
  }

  revert({ key, from, to }) {
    if (from && this.now.get(from) === to) this.now.delete(from);
    const other = (step) => step.id !== key && step.to !== key && step.via !== key;
    this.past = this.past.filter(other);
    this.future = this.future.filter(other);
  }

  /** Bring back `id`; the server is told which row this page believes to stand, and refuses when another does. */
  restore(id, paragraph) {
    const from = this.latest(id);
    const to = this.act({ restore: id, expects: from, paragraph });
    this.apply({ from, to });
    return to;
  }

  undo() {
    return this.go(this.past, this.future, {
      create: (step) => this.act({ withdraw: this.latest(step.id), paragraph: step.paragraph }),
      edit: (step) => this.restore(step.from, step.paragraph),
      withdraw: (step) => this.restore(step.id, step.paragraph),
      restore: (step) => this.act({ withdraw: this.latest(step.id), paragraph: step.paragraph }),
      read: (step) => this.act({ read: step.value ? "0" : "1", paragraph: step.paragraph }),
    });
  }

  redo() {
    return this.go(this.future, this.past, {
      create: (step) => this.restore(step.id, step.paragraph),
      edit: (step) => this.restore(step.to, step.paragraph),
      withdraw: (step) => this.act({ withdraw: this.latest(step.id), paragraph: step.paragraph }),
      restore: (step) => this.restore(step.id, step.paragraph),
      read: (step) => this.act({ read: step.value ? "1" : "0", paragraph: step.paragraph }),
    });
  }

  go(from, to, how) {
    const step = from.pop();
    if (!step) return null;
    step.via = how[step.kind](step);
    to.push(step);
    return step;
  }
}
