// The one place that says whether work is safe.

export class Status {
  constructor(outbox) {
    this.saved = document.getElementById("saved");
    this.trouble = document.getElementById("trouble");
    this.outbox = outbox;
    outbox.addEventListener("change", () => this.show());
  }

  /** Something the person did, in words, for the eye and for a screen reader. */
  say(sentence) {
    this.last = sentence;
    this.show();
  }

  show() {
    const { jobs, held, trouble } = this.outbox;
    const waiting = jobs.length;
    clearTimeout(this.timer);
    if (!waiting) {
      document.getElementById("unsaved")?.remove();
      this.trouble.textContent = "";
      const time = new Date().toLocaleTimeString("en-GB");
      this.saved.textContent = this.last ? `✓ ${this.last}` : `All changes saved ${time}`;
      return;
    }
    const count = `${waiting} not saved`;
    if (held.length === waiting) this.trouble.textContent = `${count}: look at “Not saved” below`;
    else if (trouble) this.trouble.textContent = `${count}. ${trouble}; trying again. Keep this page open.`;
    else this.timer = setTimeout(() => (this.saved.textContent = `Saving… (${waiting})`), 400);
    if (trouble || held.length) this.saved.textContent = "";
    this.list();
  }

  list() {
    let box = document.getElementById("unsaved");
    if (!box) {
      box = document.createElement("section");
      box.id = "unsaved";
      box.className = "card message error";
      document.getElementById("panel").prepend(box);
    }
    box.hidden = !this.outbox.trouble && !this.outbox.held.length;
    const title = document.createElement("h2");
    title.textContent = `Not saved (${this.outbox.jobs.length})`;
    const list = document.createElement("ul");
    for (const job of this.outbox.jobs) {
      const item = document.createElement("li");
      item.append(`${job.label} `);
      const why = document.createElement("span");
      why.textContent = job.held || "waiting for the server";
      item.append(why, ...["retry", "open", "discard"].filter((c) => c !== "open" || job.draft).map((c) => button(c, job.key)));
      list.append(item);
    }
    box.replaceChildren(title, list);
  }
}

function button(command, key) {
  const made = document.createElement("button");
  made.className = "small";
  made.textContent = { retry: "Try again", open: "Open", discard: "Throw away" }[command];
  made.dataset.unsaved = command;
  made.dataset.key = key;
  return made;
}
