// What is pressed and typed in the editor's form.
import { clearProblem } from "./problems.js";
import { dropSpan } from "./spans.js";

export function listen(editor) {
  editor.panel.addEventListener("submit", (event) => submitted(editor, event));
  editor.panel.addEventListener("click", (event) => clicked(editor, event));
  editor.panel.addEventListener("input", (event) => typed(editor, event));
}

function submitted(editor, event) {
  if (event.target !== editor.form) return;
  const button = event.submitter;
  if (button?.name === "preview") return;
  event.preventDefault();
  const earlier = /([0-9a-f-]{36})\/restore\/$/.exec(button?.getAttribute("formaction") ?? "")?.[1];
  if (button?.hasAttribute("data-withdraw")) editor.tell("withdraw", { id: editor.field("replaces") });
  else if (earlier) editor.tell("restore", { id: earlier, paragraph: Number(editor.field("paragraph")) });
  else editor.submit();
}

function clicked(editor, event) {
  const find = (selector) => event.target.closest(selector);
  if (find("[data-cancel]")) {
    event.preventDefault();
    editor.tell("cancel");
  }
  if (find("[data-pick]")) editor.pick(find("[data-pick]").dataset.pick);
  if (find("[data-reword]")) editor.tell("reword");
  if (find("[data-move]")) editor.tell("move", { way: find("[data-move]").dataset.move });
  if (find("[data-drop]")) {
    dropSpan(find("[data-drop]"), editor.form);
    editor.touched = true;
  }
}

function typed(editor, { target }) {
  if (target.form !== editor.form) return;
  editor.touched = true;
  clearProblem(target);
  if (target.closest("#insertion") && target.type !== "checkbox") editor.form.insertion.checked = true;
  if (target.closest("#attribution") && !["attribution", "outer"].includes(target.name)) editor.attribute();
}
