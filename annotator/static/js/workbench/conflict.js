// Two versions of one annotation, side by side, until the person has chosen.

export function mergeDialog(job, { error, theirs }) {
  const dialog = document.getElementById("conflict");
  const mine = new URLSearchParams(job.body);
  const type = document.querySelector(`[name=claim_type][value="${CSS.escape(mine.get("claim_type") ?? "")}"]`);
  const rows = [
    ["Words", theirs.quote, mine.get("quote")],
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
  dialog.returnValue = "later";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}
