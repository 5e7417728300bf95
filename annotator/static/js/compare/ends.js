// The ends of a ribbon: which paragraphs it ties, where it begins and how it is drawn to wherever the pointer is.

const SVG = "http://www.w3.org/2000/svg";

// The paragraphs of the other text that this one goes with, in its own row or in the one that its row leads to.
export function partnersOf(paragraph) {
  const row = paragraph.closest(".pair");
  const side = paragraph.dataset.side === "left" ? "right" : "left";
  const beside = [...row.querySelectorAll(`.words[data-side="${side}"]`)];
  if (beside.length) return beside;
  const elsewhere = document.getElementById(row.querySelector(".way")?.hash.slice(1));
  return elsewhere ? [elsewhere] : [];
}

// What letting go at `target` would say: null when it would say nothing. Off all paragraphs, the two are torn apart;
// in the other column the end's own paragraph is tied to the target; in its own, what it was tied to is.
export function meant(from, target) {
  const partners = partnersOf(from);
  if (target === from || partners.includes(target)) return null;
  if (!target) return partners.length ? pair("unlink", from, partners[0]) : null;
  if (target.dataset.side !== from.dataset.side) return pair("link", from, target);
  return partners.length ? pair("link", partners[0], target) : null;
}

function pair(kind, one, other) {
  const [left, right] = one.dataset.side === "left" ? [one, other] : [other, one];
  return { kind, left, right };
}

// The handle that is taken hold of; it is no text of the paragraph, and made where somebody looks.
export function giveEnd(paragraph) {
  if (paragraph.querySelector(":scope > .end")) return;
  const end = document.createElement("span");
  end.className = "end";
  end.setAttribute("aria-hidden", "true");
  end.title = "Drag this end of the ribbon onto the paragraph that it belongs with";
  paragraph.append(end);
}

// The words of a paragraph as they stand in its text, cut short.
export function beginning(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const added of copy.querySelectorAll(".no, .vh, .between, a, .end")) added.remove();
  const words = copy.textContent.trim();
  return words.length > 70 ? `${words.slice(0, 70).trimEnd()}…` : words;
}

export function drawnFrom(rows) {
  const canvas = document.createElementNS(SVG, "svg");
  canvas.setAttribute("class", "pulled");
  canvas.setAttribute("aria-hidden", "true");
  const path = canvas.appendChild(document.createElementNS(SVG, "path"));
  rows.append(canvas);
  return {
    to(paragraph, x, y) {
      const frame = rows.getBoundingClientRect();
      const [cell, band] = [paragraph, paragraph.closest(".pair").querySelector(".band")].map((one) => one.getBoundingClientRect());
      const from = cell.left < band.left ? band.left : band.right;
      const [x1, y1, x2, y2] = [from - frame.left, cell.top + cell.height / 2 - frame.top, x - frame.left, y - frame.top].map(Math.round);
      path.setAttribute("d", `M${x1} ${y1}C${x2} ${y1} ${x1} ${y2} ${x2} ${y2}`);
    },
    remove: () => canvas.remove(),
  };
}
