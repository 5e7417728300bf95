// Undo and redo. Taking back is itself a change that is saved; nothing is ever removed.

export class Steps {
  constructor(act) {
    this.act = act; // ({withdraw|restore|read, ...}) => id of the row that stands afterwards
    this.past = [];
    this.future = [];
    this.now = new Map(); // an annotation's id -> the id of the row that carries it on
  }

  latest(id) {
    while (this.now.has(id)) id = this.now.get(id);
    return id;
  }

  did(step) {
    this.past.push(step);
    if (this.past.length > 100) this.past.shift();
    this.future = [];
  }

  forget(id) {
    this.past = this.past.filter((step) => step.id !== id && step.to !== id);
  }

  restore(id, paragraph) {
    const before = this.latest(id);
    const made = this.act({ restore: id, paragraph });
    if (made !== before) this.now.set(before, made);
  }

  undo() {
    return this.go(this.past, this.future, {
      create: (step) => this.act({ withdraw: this.latest(step.id), paragraph: step.paragraph }),
      edit: (step) => this.restore(step.from, step.paragraph),
      withdraw: (step) => this.restore(step.id, step.paragraph),
      read: (step) => this.act({ read: step.value ? "0" : "1", paragraph: step.paragraph }),
    });
  }

  redo() {
    return this.go(this.future, this.past, {
      create: (step) => this.restore(step.id, step.paragraph),
      edit: (step) => this.restore(step.to, step.paragraph),
      withdraw: (step) => this.act({ withdraw: this.latest(step.id), paragraph: step.paragraph }),
      read: (step) => this.act({ read: step.value ? "1" : "0", paragraph: step.paragraph }),
    });
  }

  go(from, to, how) {
    const step = from.pop();
    if (!step) return null;
    how[step.kind](step);
    to.push(step);
    return step;
  }
}
