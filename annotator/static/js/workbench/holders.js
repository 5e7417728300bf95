// The attributions that the annotation in the editor can lie inside: the reader's own, as the cards show them.

const LONGEST = 60;

/** Offer them in the form's select. `latest` carries an id on to the row that stands now. */
export function offerHolders(form, latest, wanted = form.elements.outer?.value) {
  const select = form.elements.outer;
  if (!select) return;
  const chosen = wanted && latest(wanted);
  const cards = [...document.querySelectorAll("#list li[data-id]")];
  const around = new Map(cards.map((card) => [card.dataset.id, card.dataset.outer]));
  const own = form.elements.replaces.value && latest(form.elements.replaces.value);
  const offered = cards
    .filter((card) => "attributed" in card.dataset && !liesIn(card.dataset.id, own, around))
    .map((card) => option(card.dataset.id, wordsOf(card)));
  if (chosen && !offered.some(({ value }) => value === chosen)) offered.push(option(chosen, "the attribution chosen before"));
  const open = select.querySelector("option[value='']");
  select.replaceChildren(open, ...offered);
  select.value = chosen;
}

/** Nothing lies inside itself, at whatever depth. */
function liesIn(id, own, around) {
  for (const seen = new Set(); id && !seen.has(id); id = around.get(id)) {
    if (id === own) return true;
    seen.add(id);
  }
  return false;
}

function option(value, textContent) {
  return Object.assign(document.createElement("option"), { value, textContent });
}

function wordsOf(card) {
  const quote = card.querySelector("q").textContent;
  const own = card.querySelector(".details")?.textContent.replace(/^inside: .*? · /, ""); // not the source around it
  const source = own?.match(/source: ([^;·]+)/)?.[1].trim();
  const short = quote.length > LONGEST ? `${quote.slice(0, LONGEST - 1)}…` : quote;
  return `${card.querySelector(".back").textContent} “${short}”${source ? ` · source: ${source}` : ""}`;
}
