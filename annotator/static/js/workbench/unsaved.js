// The list of changes that are not saved: each with its words, so that they can be read and copied, and what can be done.
import { wordsOf as saidOf } from "./fields.js";

const NAMES = { retry: "Try again", open: "Open", discard: "Throw away" };
const SURE = "Throw away for good?";

export class Unsaved {
  /** `act`: open(job) when there is an editor; discard(job); say(sentence). */
  constructor(outbox, act) {
    Object.assign(this, { outbox, act, rows: new Map(), box: null });
  }

  show() {
    const { jobs, held, trouble } = this.outbox;
    const focused = this.box?.contains(document.activeElement);
    if (!jobs.length) {
      this.box?.remove();
      this.box = null;
      this.rows.clear();
      if (focused) document.getElementById("panel").querySelector("#editor, #annotations").focus();
      return;
    }
    this.box ??= this.draw();
    this.box.hidden = !trouble && !held.length && !focused;
    put(this.title, `Not saved (${jobs.length})`);
    for (const [key, row] of this.rows) if (!this.outbox.find(key)) this.remove(key, row);
    for (const job of jobs) this.update(job);
  }

  draw() {
    const box = document.createElement("section");
    Object.assign(box, { id: "unsaved", className: "card message error" });
    this.title = Object.assign(document.createElement("h2"), { tabIndex: -1 });
    this.list = document.createElement("ul");
    box.append(this.title, this.list);
    box.addEventListener("click", ({ target }) => target.dataset.unsaved && this.clicked(target));
    box.addEventListener("focusout", ({ target }) => target.dataset.sure && calm(target));
    document.getElementById("panel").prepend(box);
    return box;
  }

  update(job) {
    const row = this.rows.get(job.key) ?? this.row(job);
    put(row.label, `${job.label} `);
    put(row.why, job.held || "waiting for the server");
    if (row.body === job.body) return;
    row.body = job.body;
    row.words.replaceChildren(...wordsOf(job).flatMap(([name, value]) => [text("dt", name), text("dd", value)]));
  }

  row(job) {
    const item = document.createElement("li");
    const row = { item, label: text("span"), why: text("span"), words: document.createElement("dl") };
    row.words.className = "small verbatim";
    item.append(row.label, row.why);
    if (job.draft) {
      const details = document.createElement("details");
      details.append(text("summary", "Your words"), row.words);
      item.append(details);
    }
    const commands = ["retry", ...(job.draft && this.act.open ? ["open"] : []), "discard"];
    item.append(...commands.map((command) => button(command, job.key)));
    this.list.append(item);
    this.rows.set(job.key, row);
    return row;
  }

  remove(key, { item }) {
    const focused = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.rows.delete(key);
    if (focused) (next?.querySelector("button") ?? this.title).focus();
  }

  clicked(target) {
    const { unsaved, key } = target.dataset;
    const job = this.outbox.find(key);
    if (!job) return;
    if (unsaved === "retry") this.outbox.retry(key);
    else if (unsaved === "open") this.act.open(job);
    else if (target.dataset.sure) this.act.discard(job);
    else {
      target.dataset.sure = "yes";
      target.textContent = SURE;
      this.act.say("Press again to throw these words away for good.");
    }
  }
}

function calm(target) {
  delete target.dataset.sure;
  target.textContent = NAMES.discard;
}

function wordsOf(job) {
  const params = new URLSearchParams(job.body);
  const type = document.querySelector(`[name=claim_type][value="${CSS.escape(params.get("claim_type") ?? "")}"]`);
  const label = type?.closest("label").querySelector(".label")?.textContent ?? params.get("claim_type");
  const known = [["Words", saidOf(params)], ["Claim type", label], ["Note", params.get("note")]];
  const rest = [...params].filter(([name]) => !/^(id|replaces|outer|suggestion|paragraph|start|quote|exact|how|claim_type|note|csrfmiddlewaretoken|span_(role|paragraph|start)|omitted_\w+)$/.test(name));
  return [...known, ...rest.map(([name, value]) => [name.replaceAll("_", " "), value])].filter(([, value]) => value);
}

function text(tag, words = "") {
  return Object.assign(document.createElement(tag), { textContent: words });
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function button(command, key) {
  const made = text("button", NAMES[command]);
  Object.assign(made, { type: "button", className: "small" });
  Object.assign(made.dataset, { unsaved: command, key });
  return made;
}
