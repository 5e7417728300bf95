// Form fields as data: read, filled again, emptied.

export const PLACE = ["paragraph", "start", "quote", "id", "replaces", "how", "sentence", "first", "last", "exact", "occurrence"];
const CHOICE = ["how", "sentence", "first", "last", "exact", "occurrence"];

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  hex[6] = `4${hex[6][1]}`;
  hex[8] = `8${hex[8][1]}`;
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

export function bodyOf(form) {
  const body = new URLSearchParams(new FormData(form));
  body.delete("csrfmiddlewaretoken");
  return body;
}

/** The words that a change is about: those in the text, or those that are missing there. */
export function wordsOf(params) {
  const missing = [...params.getAll("omitted_quote"), ...params.getAll("omitted_words")].filter(Boolean);
  if (missing.length) return `left out here: ‘${missing.join(" … ")}’`;
  return params.get("quote") || params.get("exact") || "";
}

/** What somebody has put into the form, as one string to compare. Chosen words alone are no work in a new one. */
export function workIn(form) {
  const isNew = !form.elements.replaces.value;
  return String(new URLSearchParams([...bodyOf(form)].filter(([name]) => name !== "id" && !(isNew && PLACE.includes(name)))));
}

export function fillOne(form, name, value) {
  const field = form.elements[name];
  if (["csrfmiddlewaretoken", "revision"].includes(name) || /^(span|omitted)_/.test(name)) return; // the page's own
  if (!field && CHOICE.includes(name)) form.append(hidden(name, value));
  if (!field) return;
  if (field instanceof RadioNodeList || field.type !== "checkbox") field.value = value;
  else field.checked = true;
}

/** The editor as it is before anything is chosen, whatever the server drew it for. */
export function blankOf(form) {
  const copy = form.cloneNode(true);
  copy.querySelector("#choose")?.replaceWith(hidden("how", "span"));
  copy.querySelector("#omitted")?.remove();
  copy.querySelector("[data-flag]").textContent = "Somebody put these words in";
  copy.querySelector("[name=how]").setAttribute("value", "span");
  copy.querySelectorAll(".faults, .problem, #spans > li, [data-withdraw], details.fold").forEach((element) => element.remove());
  copy.querySelectorAll("details").forEach((details) => (details.open = false));
  copy.querySelectorAll("[aria-invalid], [autofocus]").forEach((field) => ["aria-invalid", "autofocus"].forEach((name) => field.removeAttribute(name)));
  copy.querySelectorAll("[checked]").forEach((field) => field.removeAttribute("checked"));
  copy.querySelector("[name=claim_type][value='']")?.setAttribute("checked", "");
  copy.querySelectorAll("option[selected]").forEach((option) => option.removeAttribute("selected"));
  copy.querySelectorAll("textarea").forEach((area) => (area.textContent = ""));
  copy.querySelectorAll("input:not([type=radio], [type=checkbox])").forEach((field) => {
    if (!["how", "csrfmiddlewaretoken", "revision"].includes(field.name)) field.setAttribute("value", "");
  });
  copy.querySelector("#editor-title").textContent = "Annotate";
  const words = document.createElement("span");
  words.className = "quiet";
  words.textContent = "Select words in the article.";
  if (form.querySelector(".selected > q, .selected > mark")) copy.querySelector(".selected").replaceChildren(words);
  return copy.outerHTML;
}
