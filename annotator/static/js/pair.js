// The pair page: what was left out is tagged through the outbox, so that it is kept when the server cannot be reached.
// Words selected in the original and the cursor in the copy fill the form. Without this file the forms do the same.
import { bodyOf, newId, wordsOf } from "./workbench/fields.js";
import { Outbox } from "./workbench/outbox.js";
import { snapped, storedText, unitsAt, wordsIn } from "./workbench/text.js";

const FEW = 4; // words that tell a place
const section = document.getElementById("left-out");
const hand = section?.querySelector("[data-by-hand]");
if (hand) start();

function start() {
  const { user, reading, title } = section.dataset;
  const outbox = new Outbox({ user, reading, title, token: section.querySelector("[name=csrfmiddlewaretoken]").value });
  const said = section.querySelector("[data-said]");
  const tell = (sentence) => (said.textContent = sentence);
  section.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = event.target.elements.id.value;
    if (outbox.find(id)) return;
    section.querySelectorAll("[data-problem]").forEach((place) => (place.textContent = ""));
    const body = bodyOf(event.target);
    const paragraph = Number(body.get("paragraph"));
    const label = `“${wordsOf(body).slice(0, 60)}”`;
    tell("Saving…");
    outbox.add({ key: id, url: section.dataset.save, body: String(body), paragraph, label, draft: true, said: "Tagged" });
  });
  outbox.addEventListener("change", () => {
    const { jobs, held, trouble } = outbox;
    if (jobs.length > held.length && trouble) tell(`${jobs.length} not saved. ${trouble}: kept in this browser, and sent when that is mended.`);
  });
  outbox.addEventListener("stored", async ({ detail: { job } }) => {
    tell(`${job.said}: ${job.label}`);
    await redraw(job.key);
  });
  outbox.addEventListener("refused", ({ detail: { job, answer } }) => {
    const form = formOf(job.key);
    if (!form) return tell(`Not tagged: ${job.label}. ${answer.error} Open the article to look at it.`);
    tell("");
    form.querySelector("[data-problem]").textContent = answer.error;
    outbox.forget(job.key); // its words are in the form still
  });
  hand.querySelector("[data-hint]").hidden = false;
  document.addEventListener("selectionchange", () => chosen());
  document.getElementById("refused")?.focus();
  document.documentElement.dataset.ready = "";
}

function formOf(key) {
  return [...section.querySelectorAll("[data-omission]")].find((form) => form.elements.id.value === key);
}

/** The list and the texts as the server draws them now; what is being typed by hand stays. */
async function redraw(key) {
  if (hand.elements.id.value === key) {
    hand.reset();
    hand.elements.id.value = newId();
  }
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(20000) }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = document.activeElement?.closest(".found > li")?.id;
  for (const part of ["[data-found]", "#left-out-title", "[data-texts]"]) document.querySelector(part).replaceWith(fresh.querySelector(part));
  if (at && document.activeElement === document.body) document.getElementById(at)?.focus();
}

function chosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const root = range.startContainer.parentElement?.closest("[data-text]");
  if (!root || !root.contains(range.endContainer)) return;
  const text = storedText(root);
  const ends = [unitsAt(root, range.startContainer, range.startOffset), unitsAt(root, range.endContainer, range.endOffset)];
  if (root.dataset.text === "original") words(root, text, snapped(text, ...ends));
  else if (selection.isCollapsed) point(root, text, ends[0]);
}

function words(root, text, span) {
  if (!span) return;
  const quote = text.slice(...span);
  hand.elements.omitted_in.value = root.dataset.id;
  hand.elements.omitted_words.value = quote;
  hand.elements.omitted_occurrence.value = times(text, quote, span[0]);
}

/** The point is told by the words just before it. */
function point(root, text, units) {
  const before = wordsIn(text.slice(0, units)).slice(-FEW);
  const exact = before.length ? text.slice(before[0][0], units) : "";
  hand.elements.paragraph.value = root.dataset.id;
  hand.elements.exact.value = exact;
  hand.elements.occurrence.value = exact ? times(text, exact, units - exact.length) : 1;
}

/** Which of the places where `words` stand is at `at`, counted from 1. */
function times(text, words, at) {
  let count = 1;
  for (let found = text.indexOf(words); found >= 0 && found < at; found = text.indexOf(words, found + 1)) count += 1;
  return count;
}
