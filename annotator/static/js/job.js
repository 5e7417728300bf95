// A job's state is fetched every second until it has ended. Without this script, "Look again" does the same.

const WAIT = 1000;
const SLOWER = 5000;

async function fetched(address) {
  const answer = await fetch(address, { redirect: "error" }).catch(() => null);
  if (!answer) return { again: true };
  if (!answer.ok) return { again: answer.status >= 500 };
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-state]");
  return { piece, again: Boolean(piece?.dataset.address) };
}

function show(job, piece) {
  const before = job.querySelector("[data-state]");
  const bar = before.querySelector("progress");
  const now = piece.querySelector("progress");
  // The same bar moves on; a new one would be read out anew.
  if (bar && now && before.dataset.state === piece.dataset.state) {
    if (now.hasAttribute("value")) Object.assign(bar, { max: now.max, value: now.value });
    before.querySelector("p").replaceChildren(...piece.querySelector("p").childNodes);
    return;
  }
  if (before.outerHTML !== piece.outerHTML) before.replaceWith(document.adoptNode(piece));
}

async function follow(job) {
  let address = job.querySelector("[data-address]")?.dataset.address;
  let wait = WAIT;
  while (address) {
    await new Promise((done) => setTimeout(done, wait));
    if (document.hidden) continue;
    const { piece, again } = await fetched(address);
    if (piece) show(job, piece);
    if (!again) break;
    wait = piece ? WAIT : SLOWER;
  }
  for (const aside of job.querySelectorAll(".while")) aside.hidden = !job.querySelector("[data-address]") || aside.hidden;
}

for (const job of document.querySelectorAll("[data-job]")) follow(job);
