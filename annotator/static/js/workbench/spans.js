// The words of a source, a cue or the content within the editor's form.
import { hidden } from "./fields.js";

const PARTS = ["role", "paragraph", "start", "quote"];

export function spanItem(span) {
  const item = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = span.role;
  const quote = document.createElement("q");
  quote.dir = "auto";
  quote.textContent = span.quote;
  const drop = document.createElement("button");
  Object.assign(drop, { type: "button", className: "link", textContent: `Remove ${span.role}` });
  drop.dataset.drop = "";
  item.append(name, " ", quote, " ", drop, ...PARTS.map((part) => hidden(`span_${part}`, span[part])));
  return item;
}

/** The spans that a form's body carries in its four columns. */
export function spansOf(params) {
  const columns = PARTS.map((part) => params.getAll(`span_${part}`));
  return columns[0].map((_, row) => Object.fromEntries(PARTS.map((part, at) => [part, columns[at][row] ?? ""])));
}

/** The words left out that a form's body carries, as the form's fields; null when it carries none. */
export function omittedOf(params) {
  const fields = [...params].filter(([name]) => name.startsWith("omitted_")).map((field) => hidden(...field));
  if (!fields.length) return null;
  const box = Object.assign(document.createElement("div"), { id: "omitted", hidden: true });
  box.append(...fields);
  return box;
}

/** Remove one; the focus goes to its neighbour, or to the button that adds such words. */
export function dropSpan(button, form) {
  const item = button.closest("li");
  const role = item.querySelector("[name=span_role]").value;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  (next?.querySelector("[data-drop]") ?? form.querySelector(`[data-pick="${CSS.escape(role)}"]`))?.focus();
}
