// The keyboard. Digits pick claim types, letters are commands; nothing fires while somebody types.

const typing = (element) =>
  element?.matches?.("textarea, select, input:not([type=radio], [type=checkbox], [type=hidden]), [contenteditable]");

export function bindKeys(bench, commands) {
  const { selecting, editor, moving, changes } = commands;
  const singles = bench.dataset.shortcuts !== "off";
  const help = document.getElementById("help-dialog");
  const plain = {
    a: () => commands.openPart("attribution"),
    i: () => commands.openPart("insertion"),
    0: () => commands.nothing(),
    j: () => moving.step(".para", 1),
    k: () => moving.step(".para", -1),
    u: () => moving.nextUnread(),
    c: () => commands.codebook(),
    n: () => moving.step("#list li[data-id]", 1),
    p: () => moving.step("#list li[data-id]", -1),
    v: () => selecting.begin(moving.para),
    s: () => commands.stretch("sentence"),
    "[": () => commands.stretch("start-earlier"),
    "]": () => commands.stretch("start-later"),
    t: () => moving.para?.querySelector("[data-select]")?.click(),
    e: () => commands.edit(document.activeElement?.closest("li[data-id]")?.dataset.id ?? changes.recent),
    ".": () => selecting.passage && commands.stretch("again"),
    "?": showHelp,
  };

  document.getElementById("help").addEventListener("click", (event) => {
    event.preventDefault();
    showHelp();
  });

  /** From its top, whatever was read in it before; closed, it gives the focus back by itself. */
  function showHelp() {
    help.showModal();
    help.querySelector("h2").focus();
    help.scrollTop = 0;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || bench.inert || document.querySelector("dialog[open]")) return;
    const act = command(event);
    if (!act) return;
    event.preventDefault();
    act();
  });

  function command(event) {
    const { key, code, target } = event;
    const control = event.ctrlKey || event.metaKey;
    if (key === "Escape" && editor.picking) return () => commands.stopPicking();
    if (key === "Escape" && typing(target)) return () => editor.form.focus();
    if (key === "Escape" && (selecting.passage || editor.touched)) return () => commands.cancel();
    if (key === "F6") return () => region(event.shiftKey ? -1 : 1);
    if (control && key === "Enter" && editor.form) return () => editor.submit();
    if (typing(target)) return null;
    if (control && !event.altKey && key.toLowerCase() === "z") return () => changes.undo(event.shiftKey ? "redo" : "undo");
    if (control || event.altKey || event.metaKey) return null;
    if (selecting.byKeyboard && selecting.passage) {
      const by = event.shiftKey ? "character" : "word";
      if (key === "ArrowRight") return () => selecting.move("end", 1, by);
      if (key === "ArrowLeft") return () => selecting.move("end", -1, by);
      if (key === "Enter" && editor.picking) return () => commands.words.pick();
      if (key === "Enter" && !target.matches?.("button, a")) return () => editor.form.querySelector("[name=claim_type]").focus();
    }
    const card = target.closest?.("li[data-id]");
    if (key === "Delete" && event.shiftKey && card) return () => commands.withdraw(card.dataset.id);
    if (!singles) return null;
    const digit = /^Digit([1-9])$/.exec(code)?.[1];
    if (digit) return () => commands.claim(event.shiftKey ? `shift+${digit}` : digit);
    return Object.hasOwn(plain, key) ? plain[key] : null;
  }

  function region(way) {
    const regions = ["article", "editor", "annotations"].map((id) => document.getElementById(id)).filter(Boolean);
    const at = regions.findIndex((element) => element.contains(document.activeElement));
    regions[(at + way + regions.length) % regions.length].focus();
  }
}
