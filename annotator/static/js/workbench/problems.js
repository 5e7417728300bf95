// What is wrong with a form, said at the field it is about; the first such field gets the focus.

const SAME = { last: "first", occurrence: "exact" };
const CONTROL = "select, textarea, input:not([type=hidden]), button:not([hidden])";

function placeOf(form, name) {
  if (name.startsWith("span_")) return form.querySelector("#spans");
  return form.querySelector(`#f-${CSS.escape(SAME[name] ?? name)}`);
}

/** `sentence` is said above the form; `errors` is a sentence by field name, as the server answers it. */
export function showProblems(form, sentence, errors = {}) {
  clearProblems(form);
  const faults = Object.entries(errors).map(([name, said]) => ({ said, place: placeOf(form, name) }));
  const alarm = Object.assign(document.createElement("div"), { className: "faults", role: "alert" });
  const list = Object.assign(document.createElement("ul"), { className: "errorlist" });
  list.append(...(faults.length ? faults : [{ said: sentence }]).map(line));
  alarm.append(list);
  form.querySelector("h2").after(alarm);
  const placed = faults.filter(({ place }) => place).sort((a, b) => (follows(a.place, b.place) ? -1 : 1));
  const controls = placed.map(mark);
  if (controls.length) (controls[0] ?? form).focus();
  controls[0]?.scrollIntoView({ block: "center" });
}

function line({ said, place }) {
  const item = document.createElement("li");
  item.append(place ? Object.assign(document.createElement("a"), { href: `#${place.id}`, textContent: said }) : said);
  return item;
}

const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

/** Put the sentence at its place, in a section that is open; answers with the control it is about. */
function mark({ said, place }) {
  const id = `e-${place.id.replace(/^f-/, "")}`;
  const problem = Object.assign(document.createElement("span"), { className: "problem", id, textContent: said });
  if (place.id === "spans") place.before(problem);
  else place.append(problem);
  const section = place.closest("details");
  if (section) section.open = true;
  const control = place.querySelector(":checked:not(option)") ?? place.querySelector(CONTROL) ?? section?.querySelector("[data-pick]");
  if (!control) return null;
  if (control.matches("select, textarea, input:not([type=radio])")) control.setAttribute("aria-invalid", "true");
  control.dataset.told = control.getAttribute("aria-describedby") ?? "";
  control.setAttribute("aria-describedby", `${control.dataset.told} ${id}`.trim());
  return control;
}

export function clearProblems(within) {
  within.querySelectorAll(".problem, .faults").forEach((element) => element.remove());
  within.querySelectorAll("[aria-invalid], [data-told]").forEach(settle);
}

/** A field that is being changed is no longer what was refused. */
export function clearProblem(control) {
  control.closest("[id^='f-']")?.querySelectorAll(".problem").forEach((element) => element.remove());
  settle(control);
}

function settle(control) {
  control.removeAttribute("aria-invalid");
  const { told } = control.dataset;
  delete control.dataset.told;
  if (told) control.setAttribute("aria-describedby", told);
  else if (told === "" || /^e-/.test(control.getAttribute("aria-describedby") ?? "")) control.removeAttribute("aria-describedby");
}
