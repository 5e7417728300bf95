// In a narrow window the editor is a sheet over the foot of the page. The words it is about stay in sight above it.
import { rangeOf } from "./text.js";

const NARROW = matchMedia("(max-width: 56.25rem)");
const AIR = 12; // px

export class Sheet {
  constructor({ bench, selecting, editor }) {
    Object.assign(this, { bench, selecting, editor });
    selecting.addEventListener("passage", () => this.show());
    for (const name of ["shown", "picking"]) editor.addEventListener(name, () => this.show());
  }

  show() {
    const { selecting, editor } = this;
    const up = Boolean(selecting.passage || editor.picking || editor.field("quote"));
    document.body.classList.toggle("has-selection", up);
    if (up && NARROW.matches) this.reveal();
  }

  reveal() {
    const words = this.words();
    if (!words) return;
    const top = document.querySelector(".strip").getBoundingClientRect().bottom + AIR;
    const foot = this.editor.form.getBoundingClientRect().top - AIR;
    const by = words.top < top ? words.top - top : Math.min(Math.max(words.bottom - foot, 0), words.top - top);
    if (by) scrollBy(0, by);
  }

  /** Where the chosen words are now, or those of the annotation that is being changed. */
  words() {
    const { passage } = this.selecting;
    if (passage) return rangeOf(passage.root, ...passage.units)?.getBoundingClientRect();
    const edited = this.editor.field("replaces");
    return edited && this.bench.querySelector(`mark[data-a="${CSS.escape(edited)}"]`)?.getBoundingClientRect();
  }
}
