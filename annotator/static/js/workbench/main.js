// The workbench, wired together. Without this file every command is still a form or a link on the page.
import { bindKeys } from "./keys.js";
import { Commands } from "./commands.js";
import { Editor } from "./editor.js";
import { Outbox } from "./outbox.js";
import { Page } from "./page.js";
import { Selecting } from "./selecting.js";
import { Status } from "./status.js";
import { Steps } from "./steps.js";

const bench = document.getElementById("bench");
if (bench && !("finished" in bench.dataset)) start();

function start() {
  const page = new Page(bench);
  const selecting = new Selecting(document.getElementById("article"));
  const editor = new Editor(document.getElementById("panel"));
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const outbox = new Outbox({ user: bench.dataset.user, reading: bench.dataset.reading, token });
  const status = new Status(outbox);
  const commands = new Commands({ bench, page, selecting, editor, outbox, status });
  commands.steps = new Steps((step) => commands.takeBack(step));

  selecting.addEventListener("passage", ({ detail: { passage, clipped } }) => {
    document.body.classList.toggle("has-selection", Boolean(passage));
    if (!passage && !editor.touched) return editor.take(null);
    if (!passage) return;
    editor.take(passage);
    if (clipped) status.say("A passage lies within one paragraph: the selection ends where the paragraph does.");
    else if (selecting.byKeyboard) status.say(`Selected: “${passage.quote}”`);
  });
  editor.addEventListener("save", ({ detail }) => commands.save(detail));
  editor.addEventListener("cancel", () => commands.cancel());
  editor.addEventListener("withdraw", ({ detail }) => commands.withdraw(detail.id));
  editor.addEventListener("move", ({ detail: { way } }) => commands.stretch(way));
  editor.addEventListener("picking", ({ detail: { role } }) => {
    if (role) selecting.clear();
    if (role) status.say(`Now select the words of the ${role} in the article.`);
  });
  editor.addEventListener("picked", ({ detail: { role } }) => status.say(`${role} added.`));
  outbox.addEventListener("saved", ({ detail }) => commands.stored(detail));
  outbox.addEventListener("refused", ({ detail }) => commands.refused(detail));
  bench.addEventListener("click", (event) => commands.click(event));
  bindKeys(bench, commands);
  document.documentElement.dataset.ready = "";
}
