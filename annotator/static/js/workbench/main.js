// The workbench, wired together. Without this file every command is still a form or a link on the page.
import { Aside } from "./aside.js";
import { Changes } from "./changes.js";
import { Commands } from "./commands.js";
import { Editor } from "./editor.js";
import { bindKeys } from "./keys.js";
import { guardLeaving } from "./leaving.js";
import { Moving } from "./moving.js";
import { tagOffered } from "./offered.js";
import { Outbox } from "./outbox.js";
import { Page } from "./page.js";
import { Pending } from "./pending.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { Status } from "./status.js";
import { Steps } from "./steps.js";
import { Words } from "./words.js";

const bench = document.getElementById("bench");
if (bench) start();

function start() {
  const { user, reading } = bench.dataset;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const title = document.title.replace(/ – Annotator$/, "");
  const page = new Page(bench);
  const outbox = new Outbox({ user, reading, title, token });
  const pending = new Pending({ page, outbox });
  const unsaved = {};
  const status = new Status(outbox, bench, unsaved);
  const changes = new Changes({ bench, page, outbox, status, pending });
  changes.steps = new Steps((step) => changes.takeBack(step));
  changes.editing = !("finished" in bench.dataset);
  unsaved.discard = (job) => changes.discard(job);
  unsaved.say = (sentence) => status.say(sentence);

  outbox.addEventListener("stored", ({ detail }) => changes.stored(detail));
  outbox.addEventListener("refused", ({ detail }) => changes.refused(detail));
  outbox.addEventListener("gone", ({ detail: { job } }) => page.refresh(job.paragraph));
  outbox.addEventListener("resumed", ({ detail: { job } }) => changes.steps.apply(job));

  const editor = changes.editing ? edit({ page, outbox, unsaved, status, changes }) : null;
  guardLeaving({ outbox, editor, status, bench });
  status.show();
  document.documentElement.dataset.ready = "";
}

function edit({ page, outbox, unsaved, status, changes }) {
  const { user, reading } = bench.dataset;
  const selecting = new Selecting(document.getElementById("article"));
  const editor = new Editor(document.getElementById("panel"));
  const aside = new Aside({ button: document.getElementById("aside"), editor, user, reading });
  const moving = new Moving({ bench, selecting, status });
  const words = new Words({ page, selecting, editor, aside, outbox, status, changes });
  const commands = new Commands({ bench, page, selecting, editor, words, moving, outbox, status, changes });
  editor.latest = (id) => changes.steps.latest(id);
  page.addEventListener("marked", () => {
    selecting.draw();
    editor.offer();
  });
  unsaved.open = (job) => words.openUnsaved(job);

  selecting.addEventListener("passage", ({ detail: { passage, clipped } }) => {
    if (editor.picking) return picked(passage);
    if (!passage && !editor.touched) return editor.take(null);
    if (!passage) return;
    if (editor.isPoint || (editor.field("replaces") && !editor.rewording)) words.anew();
    editor.take(passage);
    if (clipped) status.say("A passage lies within one paragraph: the selection ends where the paragraph does.");
    else if (selecting.byKeyboard) status.say(`Selected: “${passage.quote}”`);
  });
  new Sheet({ bench, selecting, editor }); // it looks at what the editor has taken
  /** By mouse or touch the words are taken as they are selected; by keyboard when Enter says so. */
  const picked = (passage) => {
    if (passage && selecting.byKeyboard) status.say(`Selected: “${passage.quote}”. Enter takes them as the ${editor.picking}.`);
    else if (passage) words.pick();
  };
  editor.addEventListener("reword", () => words.reword());
  editor.addEventListener("save", ({ detail }) => commands.save(detail));
  editor.addEventListener("cancel", () => commands.cancel());
  editor.addEventListener("withdraw", ({ detail }) => commands.withdraw(detail.id));
  editor.addEventListener("restore", ({ detail }) => commands.restore(detail.id, detail.paragraph));
  editor.addEventListener("move", ({ detail: { way } }) => commands.stretch(way));
  editor.addEventListener("picking", ({ detail: { role } }) => {
    if (role) selecting.clear();
    if (role) status.say(`Now select the words of the ${role} in the article.`);
  });
  editor.addEventListener("picked", ({ detail: { role } }) => status.say(`${role} added.`));
  aside.button.addEventListener("click", () => words.bringBack());
  bench.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-omission], [data-offer]") || event.submitter?.matches("[data-dismiss]")) return;
    event.preventDefault();
    tagOffered(commands, event.target);
  });
  bench.addEventListener("click", (event) => commands.click(event));
  bindKeys(bench, commands);
  return editor;
}
