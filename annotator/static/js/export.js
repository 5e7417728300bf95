// After a download has begun, the list of earlier exports is fetched anew: a download leaves the page as it was.
// Without this script the link below the list shows the newest.

const form = document.getElementById("take");
const list = document.getElementById("earlier-exports");
const link = document.getElementById("all-earlier");
const said = document.getElementById("earlier-said");

// The export is written down before its first byte is sent; a busy server may need a while until then (seconds).
const WAITS = [0.5, 1, 2, 4, 8, 16];

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const newest = () => list.querySelector("tbody tr")?.id;

async function fetched() {
  const answer = await fetch(link.href, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("earlier-exports");
}

async function refresh() {
  const before = newest();
  for (const seconds of WAITS) {
    await pause(seconds);
    const fresh = await fetched();
    if (fresh?.querySelector("tbody tr") && fresh.querySelector("tbody tr").id !== before) {
      list.replaceChildren(...fresh.childNodes);
      said.textContent = "Your export is in the list of earlier exports.";
      return;
    }
  }
}

if (form && list && link && said) form.addEventListener("submit", () => refresh());
