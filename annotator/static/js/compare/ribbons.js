// A ribbon from where a paragraph stood to where it was moved, behind the words of the rows between.

const SVG = "http://www.w3.org/2000/svg";

export function drawRibbons(rows, signal) {
  const moved = [...rows.querySelectorAll(".pair.apart.right-only")];
  if (!moved.length) return;
  const canvas = document.createElementNS(SVG, "svg");
  canvas.setAttribute("class", "ribbons");
  canvas.setAttribute("aria-hidden", "true");
  rows.append(canvas);
  const draw = () => canvas.replaceChildren(...moved.flatMap((row) => ribbonsTo(row, rows)));
  const watch = new ResizeObserver(draw);
  watch.observe(rows);
  signal.addEventListener("abort", () => watch.disconnect());
}

function ribbonsTo(row, rows) {
  const way = row.querySelector(".way");
  const from = way && document.getElementById(way.hash.slice(1))?.closest(".pair");
  if (!from) return [];
  const frame = rows.getBoundingClientRect();
  const [start, end] = [from, row].map((one) => one.querySelector(".band").getBoundingClientRect());
  const swapped = rows.classList.contains("swapped");
  const [x1, x2] = (swapped ? [start.right, end.left] : [start.left, end.right]).map((x) => Math.round(x - frame.left));
  const [y1, y2] = [start, end].map((band) => Math.round(band.top + band.height / 2 - frame.top));
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", `M${x1} ${y1}C${x2} ${y1} ${x1} ${y2} ${x2} ${y2}`);
  path.setAttribute("class", row.classList.contains("by-person") ? "by-person" : "");
  return [path];
}
