// Going from paragraph to paragraph and from card to card.

export class Moving {
  constructor({ bench, selecting, status }) {
    Object.assign(this, { bench, selecting, status });
  }

  get para() {
    const focused = document.activeElement?.closest?.(".para");
    const selected = this.selecting.passage?.root.closest(".para");
    return focused ?? selected ?? this.bench.querySelector(".para.current") ?? this.bench.querySelector(".para");
  }

  go(para) {
    if (!para) return;
    this.bench.querySelector(".para.current")?.classList.remove("current");
    para.classList.add("current");
    para.focus({ preventScroll: true });
    para.scrollIntoView({ block: "nearest" });
  }

  step(selector, way) {
    const all = [...this.bench.querySelectorAll(selector)];
    const at = all.indexOf(document.activeElement?.closest?.(selector) ?? this.bench.querySelector(`${selector}.current`));
    const next = all[at + way] ?? (at < 0 ? all[0] : null);
    if (next?.matches(".para")) this.go(next);
    else next?.focus();
  }

  nextUnread() {
    const all = [...this.bench.querySelectorAll(".para")];
    const after = all.slice(all.indexOf(this.para) + 1).concat(all);
    const next = after.find((para) => para.matches(".is-unread"));
    if (next) this.go(next);
    else this.status.say("Every paragraph is read. You can finish this article.");
  }
}
