// Two versions of one annotation, side by side, until the person has chosen. One dialog at a time.
import { wordsOf } from "./fields.js";

let turn = Promise.resolve();

/** Answers "mine", "theirs" or "later". Each conflict gets a dialog of its own; `still` says whether it is needed yet. */
export function mergeDialog(job, answer, still) {
  turn = turn.then(() => (still() ? ask(job, answer) : "later")).catch(() => "later");
  return turn;
}

function ask(job, { error, theirs }) {
  const dialog = document.getElementById("conflict");
  const mine = new URLSearchParams(job.body);
  const type = document.querySelector(`[name=claim_type][value="${CSS.escape(mine.get("claim_type") ?? "")}"]`);
  const rows = [
    ["Words", theirs.quote, wordsOf(mine)],
    ["Claim type", theirs.label, type?.closest("label").querySelector(".label")?.textContent],
    ["Attribution", theirs.attribution, mine.get("attribution")],
    ["Insertion", theirs.insertion, mine.get("insertion") ? mine.get("marking") || "flagged" : ""],
    ["Note", theirs.note, mine.get("note")],
    ["Saved at", theirs.at, "not saved"],
  ];
  document.getElementById("conflict-sentence").textContent = error;
  document.getElementById("conflict-rows").replaceChildren(
    ...rows.map(([name, left, right]) => {
      const row = document.createElement("tr");
      const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name });
      row.append(head, ...[left, right].map((v) => Object.assign(document.createElement("td"), { textContent: v || "–" })));
      return row;
    }),
  );
  return new Promise((resolve) => {
    const show = () => {
      dialog.returnValue = "later";
      dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
      dialog.showModal();
    };
    const other = document.querySelector("dialog[open]");
    if (other) other.addEventListener("close", () => setTimeout(show), { once: true });
    else show();
  });
}
