// Drawing what the server says: one paragraph, its cards, the counts. The server draws; this only puts it in place.

import { keepSelection } from "./text.js";

const STATES = {
  tagged: ["●", (n) => `, ${n} tagged`],
  read: ["✓", () => ", read, nothing to tag"],
  unread: ["○", () => ", unread"],
};

function html(text) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  return holder.content;
}

const LATER = 3000;

export class Page extends EventTarget {
  constructor(bench) {
    super();
    this.bench = bench;
    this.base = bench.dataset.reading;
    this.readonly = "finished" in bench.dataset;
    this.turns = new Map(); // how often each paragraph was asked for
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  para(id) {
    return this.bench.querySelector(`#p-${id}`);
  }

  /** Draw one paragraph anew. What cannot be fetched now is fetched a little later; an overtaken answer is dropped. */
  async refresh(id) {
    const para = this.para(id);
    if (!para) return;
    const turn = (this.turns.get(id) ?? 0) + 1;
    this.turns.set(id, turn);
    const fresh = await this.fetched(id);
    if (this.turns.get(id) !== turn) return;
    if (!fresh) return void setTimeout(() => this.turns.get(id) === turn && this.refresh(id), LATER);
    const focus = document.activeElement?.closest("[id]")?.id;
    const root = para.querySelector("[data-text]");
    if (root) keepSelection(root, () => root.replaceChildren(html(fresh.html)));
    this.state(para, fresh);
    this.bench.querySelector(`[data-of="${id}"] > ol`).replaceChildren(html(fresh.cards));
    this.renumber();
    this.counts(fresh);
    this.steps(fresh.recent);
    this.tell("drawn", { id });
    this.tell("marked");
    if (focus && document.activeElement === document.body) (document.getElementById(focus) ?? para).focus();
  }

  /** The paragraph as the server draws it; null when it cannot be had now. */
  async fetched(id) {
    const request = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) };
    const response = await fetch(`${this.base}paragraphs/${id}/`, request).catch(() => null);
    return response?.ok && !response.redirected ? response.json().catch(() => null) : null;
  }

  state(para, { state, count }) {
    para.className = para.className.replace(/is-\S+/, `is-${state}`);
    const dot = para.querySelector(".num .state");
    const [sign, words] = STATES[state] ?? ["", () => ""];
    dot.innerHTML = sign ? `<span aria-hidden="true">${sign}</span><span class="vh">${words(count)}</span>` : "";
    const button = para.querySelector("[data-nothing]");
    if (!button) return;
    button.hidden = state === "tagged";
    button.value = state === "read" ? "0" : "1";
    button.firstChild.data = state === "read" ? "Not read after all" : "Read, nothing to tag";
  }

  /** One paragraph comes back with numbers of its own moment; the others follow in reading order. */
  renumber() {
    this.bench.querySelectorAll("#list li[data-id]").forEach((card, index) => {
      const label = card.querySelector(".label");
      const number = String(index + 1);
      const old = label.textContent.match(/^\d+/)?.[0];
      if (old === number) return;
      label.textContent = label.textContent.replace(/^\d+/, number);
      this.bench.querySelectorAll(`a.ref[href="#a-${card.dataset.id}"]`).forEach((ref) => {
        ref.querySelector("b").textContent = number;
        ref.setAttribute("aria-label", ref.getAttribute("aria-label").replace(/\d+/, number));
      });
    });
  }

  counts({ done, total, annotations, codebook }) {
    const news = document.getElementById("codebook-news");
    news.hidden = codebook <= Number(news.dataset.revision);
    const left = total - done;
    document.getElementById("count").textContent = `${done} of ${total} paragraphs done`;
    document.getElementById("bar").value = done;
    document.getElementById("how-many").textContent = annotations;
    document.getElementById("no-annotations").hidden = annotations > 0;
    const word = document.getElementById("finish-word");
    if (word) word.textContent = left ? `${left} paragraph${left === 1 ? "" : "s"} still unread.` : "Every paragraph is read.";
  }

  steps(recent) {
    const list = document.getElementById("steps");
    const held = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    const rows = recent.map((step) => {
      const item = document.createElement("li");
      const quote = document.createElement("q");
      quote.textContent = step.quote;
      const button = document.createElement("button");
      button.className = "small";
      button.dataset[step.undo] = step.id;
      button.textContent = step.undo === "withdraw" ? "Withdraw" : "Restore";
      item.append(`${step.did} `, quote, " ", ...(this.readonly ? [] : [button]));
      return item;
    });
    list.replaceChildren(...rows);
    if (held < 0) return;
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(held, buttons.length - 1)] ?? document.querySelector("#recent summary")).focus();
  }
}
