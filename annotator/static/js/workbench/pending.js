// Words that are tagged and not stored yet, shown where they belong: in the text and in the list.
import { wordsOf as saidOf } from "./fields.js";
import { behind, keepSelection, points, putAt, storedText, textNodes, toUnits } from "./text.js";

const PATIENCE = 400; // ms; what is stored sooner is drawn by the server at once

export class Pending {
  constructor({ page, outbox }) {
    Object.assign(this, { page, outbox, drawn: new Map(), timer: 0 });
    outbox.addEventListener("change", () => this.soon());
    page.addEventListener("drawn", ({ detail: { id } }) => this.drawn.has(id) && this.draw(id));
  }

  soon() {
    const { trouble, held } = this.outbox;
    if (trouble || held.length) return this.show();
    this.timer ||= setTimeout(() => this.show(), PATIENCE);
  }

  /** Draw what is new or changed. What was stored a moment ago stays until the server's drawing takes its place. */
  show() {
    clearTimeout(this.timer);
    this.timer = 0;
    const all = new Set([...this.drawn.keys(), ...this.outbox.jobs.map((job) => job.paragraph)]);
    for (const id of all) {
      const looks = this.looks(id);
      const was = (this.drawn.get(id) ?? []).filter(({ key }) => this.outbox.find(key));
      if (String(looks.map(signOf)) !== String(was.map(signOf))) this.draw(id);
    }
  }

  /** The paragraph's drafts that wait, without those whose withdrawal waits too. */
  looks(id) {
    const { jobs, keeping } = this.outbox;
    const taken = (key) => [...jobs, ...keeping].some((job) => job.url.endsWith(`/${key}/withdraw/`));
    return jobs.filter((job) => job.draft && job.paragraph === id && !taken(job.key)).map(({ key, body, held }) => ({ key, body, held }));
  }

  draw(id) {
    const para = this.page.para(id);
    const root = para?.querySelector("[data-text]");
    if (!root) return;
    const list = document.querySelector(`[data-of="${id}"] > ol`);
    const looks = this.looks(id);
    keepSelection(root, () => {
      erase(root);
      for (const look of looks) inText(root, look);
    });
    list.querySelectorAll(".waiting").forEach((card) => card.remove());
    list.append(...looks.map((look) => cardOf(look, para)));
    if (looks.length) this.drawn.set(id, looks);
    else this.drawn.delete(id);
    this.page.tell("marked");
  }
}

const signOf = ({ key, body, held }) => `${key} ${body} ${Boolean(held)}`;

function erase(root) {
  root.querySelectorAll("[data-waiting]").forEach((element) => {
    if (element.hasAttribute("data-chrome")) element.remove();
    else element.replaceWith(...element.childNodes);
  });
  root.normalize();
}

function inText(root, look) {
  const { label, code, state, start, quote, isPoint } = wordsOf(look);
  const text = storedText(root);
  if (isPoint) return putAt(root, toUnits(text, start), chrome("span", `ref caret waiting ${code}`, `‸ ${label} · ${state}`));
  const units = [toUnits(text, start), toUnits(text, start + points(quote))];
  if (!quote || text.slice(...units) !== quote) return; // chosen in a form, or the text is another: the list has it
  const marks = pieces(root, ...units).map((piece) => {
    const mark = chrome("mark", `${code} waiting`);
    mark.removeAttribute("data-chrome");
    piece.surroundContents(mark);
    return mark;
  });
  marks[0]?.before(chrome("span", "vh", `start of ${label}, ${state}. `));
  behind(marks.at(-1))?.after(chrome("span", `ref waiting ${code}`, `\u2060${label} · ${state}`));
}

/** One range for each text node that the passage runs through. */
function pieces(root, start, end) {
  let units = 0;
  const found = [];
  for (const node of textNodes(root)) {
    const [from, to] = [Math.max(start - units, 0), Math.min(end - units, node.length)];
    units += node.length;
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    found.push(range);
  }
  return found;
}

function cardOf(look, para) {
  const { label, code, state, said, note } = wordsOf(look);
  const card = Object.assign(document.createElement("li"), { className: "waiting" });
  const back = Object.assign(document.createElement("a"), { className: "back", href: `#${para.id}`, textContent: `¶${para.dataset.number}` });
  const words = Object.assign(document.createElement("q"), { dir: "auto", textContent: said || "chosen words" });
  const capital = state[0].toUpperCase() + state.slice(1);
  card.append(back, " ", make("b", `label ${code}`, label), words, make("span", "details", capital));
  if (note) card.append(make("span", "note", note));
  return card;
}

/** What a kept draft says, in the words of the page. */
function wordsOf({ body, held }) {
  const params = new URLSearchParams(body);
  const type = params.get("claim_type");
  const label = type && document.querySelector(`.label.c${CSS.escape(type)}`)?.textContent.replace(/^\d+ /, "");
  const isPoint = params.get("how") === "point";
  return {
    isPoint,
    said: saidOf(params),
    label: label || (isPoint ? "Omission" : params.has("insertion") ? "Insertion" : params.get("attribution") ? "Attribution" : "Passage"),
    code: label ? `c${type}` : "c-none",
    state: held ? "not saved" : "waiting to be saved",
    start: Number(params.get("start")),
    quote: params.get("quote") || params.get("exact") || "",
    note: params.get("note"),
  };
}

function make(tag, className, textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent });
}

/** Something of the page's own in the text: not counted as text. */
function chrome(tag, className, words) {
  const made = make(tag, className, words);
  made.dataset.chrome = made.dataset.waiting = "";
  return made;
}
