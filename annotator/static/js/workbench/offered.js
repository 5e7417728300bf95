// What the lists beside the article offer: words that a comparison found missing, and suggestions.
import { bodyOf } from "./fields.js";
import { fillForm } from "./filling.js";

/** Tag what is offered as it stands; the focus goes to the next, and the list keeps the others. */
export function tagOffered({ changes, moving, page }, form) {
  const item = form.closest("li");
  const section = item.closest("section");
  const next = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("form button, form a");
  const body = bodyOf(form);
  changes.save({ id: body.get("id"), body, url: form.getAttribute("action"), replaces: "" });
  (next ? item : section).remove();
  section.querySelector("[data-count]").textContent = section.querySelectorAll("ul > li").length;
  if (next) next.focus();
  else moving.go(page.para(body.get("paragraph")));
}

/** Put a suggestion into the editor. One that lacks only a claim type is saved by the key of one. */
export function takeOver({ editor, words, status }, item) {
  const { suggestion, paragraph, start, quote } = item.dataset;
  const offered = item.querySelector("form[data-offer]");
  words.clear();
  words.reselect(paragraph, Number(start), quote);
  editor.form.suggestion.value = suggestion;
  if (!offered) editor.open("insertion");
  else if (fill(editor, bodyOf(offered))) editor.form.focus();
  else status.say("Press the key of a claim type.");
  editor.settle();
}

/** Whether there was anything but the words to fill in. */
function fill(editor, body) {
  fillForm(editor.form, body);
  editor.touched = body.has("claim_type") || body.has("attribution");
  editor.form.focus();
  return editor.touched;
}
