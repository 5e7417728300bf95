// A ribbon's end dragged by mouse, pen or finger: onto another paragraph, to say that the two belong together, or off all
// of them, to say that they do not. What would be said is told on the way and asked once; the answer is sent by the form
// that clicks and keys send. Esc, or letting go where nothing is meant, leaves everything as it was.
import { beginning, drawnFrom, giveEnd, meant, partnersOf } from "./ends.js";

const FAR = 5; // pixels: less is a click
const EDGE = 80; // pixels from the upper or lower edge of the window: there the page scrolls along

export class Drag {
  constructor(page, rows, choice, say, signal) {
    this.dialog = page.querySelector("dialog.ask");
    if (!this.dialog) return;
    Object.assign(this, { rows, choice, say });
    for (const kind of ["pointerover", "focusin"]) {
      rows.addEventListener(kind, ({ target }) => target.closest(".words") && giveEnd(target.closest(".words")), { signal });
    }
    rows.addEventListener("pointerdown", (event) => this.taken(event), { signal });
    this.dialog.addEventListener("close", () => this.answered(), { signal });
    this.dialog.querySelector("[data-leave]").addEventListener("click", () => this.dialog.close(), { signal });
    signal.addEventListener("abort", () => this.over());
  }

  taken(event) {
    const end = event.target.closest(".end");
    if (!end || event.button !== 0 || this.from) return;
    event.preventDefault();
    this.from = end.closest(".words");
    this.before = this.choice.both();
    this.from.focus({ preventScroll: true });
    Object.assign(this, { x: event.clientX, y: event.clientY, line: null, aim: undefined });
    this.held = new AbortController();
    const { signal } = this.held;
    end.setPointerCapture(event.pointerId);
    end.addEventListener("pointermove", (move) => this.moved(move), { signal });
    end.addEventListener("pointerup", () => this.letGo(), { signal });
    end.addEventListener("pointercancel", () => this.leave(), { signal });
    document.addEventListener("keydown", (key) => this.pressed(key), { signal, capture: true });
    document.addEventListener("scroll", () => this.follow(), { signal, capture: true });
  }

  moved(event) {
    if (!this.line && Math.hypot(event.clientX - this.x, event.clientY - this.y) < FAR) return;
    if (!this.line) {
      this.line = drawnFrom(this.rows);
      this.rows.classList.add("dragging");
      this.scrolling = requestAnimationFrame(() => this.scroll());
    }
    this.x = event.clientX;
    this.y = event.clientY;
    this.follow();
  }

  follow() {
    if (!this.line) return;
    const under = document.elementFromPoint(this.x, this.y);
    const over = under?.closest("#rows .words");
    const aim = this.rows.contains(under) ? meant(this.from, over ?? null) : null;
    const tied = aim?.kind === "link" ? (aim.left === over ? aim.right : aim.left) : (partnersOf(this.from)[0] ?? this.from);
    this.line.to(tied, this.x, this.y);
    if (aim?.kind === this.aim?.kind && aim?.left === this.aim?.left && aim?.right === this.aim?.right && this.aim !== undefined) return;
    this.aim = aim;
    this.mark(aim?.kind === "link" ? over : null);
    this.say(aim ? `${named(aim)} ${aim.kind === "link" ? "belong together" : "do not belong together"}: let go to be asked, Esc to leave it.` : "Drag it onto another paragraph. Esc leaves it as it is.");
  }

  mark(target) {
    this.rows.querySelector(".words.target")?.classList.remove("target");
    target?.classList.add("target");
  }

  // Near an edge of the window the page goes on, so that far paragraphs are reached as well.
  scroll() {
    if (!this.line) return;
    const by = this.y < EDGE ? this.y - EDGE : Math.max(0, this.y - (window.innerHeight - EDGE));
    if (by) window.scrollBy({ top: by / 4, behavior: "instant" });
    this.scrolling = requestAnimationFrame(() => this.scroll());
  }

  pressed(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.leave();
  }

  letGo() {
    const { line, aim } = this;
    if (line && aim) this.ask(aim);
    else if (line) this.leave();
    else this.over(); // a click: the paragraph is chosen
  }

  leave() {
    this.over();
    this.choice.both(this.before);
    this.say("Nothing was changed.");
  }

  over() {
    this.held?.abort();
    this.line?.remove();
    this.mark(null);
    this.rows.classList.remove("dragging");
    cancelAnimationFrame(this.scrolling);
    Object.assign(this, { from: null, line: null, held: null });
  }

  ask(aim) {
    this.over();
    this.choice.both(aim);
    for (const button of this.dialog.querySelectorAll("[data-for]")) button.hidden = button.dataset.for !== aim.kind;
    for (const side of ["left", "right"]) {
      const [place, now] = this.dialog.querySelectorAll(`[data-asked=${side}] > *`);
      const others = partnersOf(aim[side]).map((one) => `¶${one.dataset.number}`);
      place.textContent = `¶${aim[side].dataset.number} “${beginning(aim[side])}”`;
      now.textContent = others.length ? `goes with ${others.join(" ")} now` : "goes with nothing now";
    }
    this.dialog.showModal();
    this.dialog.querySelector("button.main:not([hidden])").focus();
  }

  // Closed without an answer; an answer leaves the page.
  answered() {
    if (!this.choice.sent) this.leave();
  }
}

function named({ left, right }) {
  return `¶${left.dataset.number} of the original and ¶${right.dataset.number} of the republication`;
}
