// The editor's form filled again with what was sent: every field, the spans, and its sections open where they hold something.
import { fillOne } from "./fields.js";
import { omittedOf, spanItem, spansOf } from "./spans.js";

const ATTRIBUTING = ["attribution", "source_words", "cue_words", "outer"];

export function fillForm(form, params) {
  for (const [name, value] of params) fillOne(form, name, value);
  form.querySelector("#spans")?.replaceChildren(...spansOf(params).map(spanItem));
  form.querySelector("#omitted")?.remove();
  const missing = omittedOf(params);
  if (missing) form.append(missing);
  const flag = missing && form.querySelector("[data-flag]");
  if (flag) flag.textContent = "Somebody left words out here";
  opened(form.querySelector("#attribution"), ATTRIBUTING.some((name) => params.get(name)));
  opened(form.querySelector("#insertion"), params.has("insertion"));
  if (params.get("replaces")) form.querySelector("#editor-title").textContent = "Edit annotation";
}

/** A study can do without either. */
function opened(details, open) {
  if (details) details.open = open;
}
