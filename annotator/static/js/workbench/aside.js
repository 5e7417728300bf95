// Words that were in the editor when something else took its place: put aside, and brought back by a button.
// They outlive a reload of this tab, and are never sent by themselves.

const MOST = 10;

export class Aside {
  constructor({ button, editor, user, reading }) {
    Object.assign(this, { button, editor, name: `annotator-aside-${user}-${reading}`, kept: [] });
    try {
      this.kept = JSON.parse(sessionStorage.getItem(this.name)) ?? [];
    } catch {
      this.kept = []; // the page's memory has to do
    }
    addEventListener("pagehide", () => this.put());
    this.show();
  }

  /** Call before the editor is given another content. True when there was something to put aside. */
  put() {
    const words = this.words();
    if (!words) return false;
    this.editor.settle();
    this.keep([...this.kept, words]);
    return true;
  }

  words() {
    const { editor } = this;
    return editor.dirty ? { body: editor.body(), mends: editor.mends } : null;
  }

  /** The words put aside last; those in the editor now change places with them. */
  take() {
    const back = this.kept.at(-1);
    if (!back) return null;
    const now = this.words();
    this.keep([...(now ? [now] : []), ...this.kept.slice(0, -1)]);
    return back;
  }

  keep(kept) {
    this.kept = kept.slice(-MOST);
    try {
      sessionStorage.setItem(this.name, JSON.stringify(this.kept));
    } catch {
      // full or forbidden: they stay in memory
    }
    this.show();
  }

  show() {
    const count = this.kept.length;
    const hides = !count && this.button.matches(":focus");
    this.button.hidden = !count;
    const more = count > 1 ? ` (${count})` : "";
    this.button.textContent = `Your unfinished words were put aside: bring them back${more}`;
    if (hides) this.editor.form?.focus();
  }
}
