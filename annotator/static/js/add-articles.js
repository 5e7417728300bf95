// Sends each chosen file by itself, so that one bad file costs nothing and progress is visible.
// Without this script the form sends all of them in one request.

const form = document.getElementById("add-articles");
const progress = document.getElementById("progress");
const template = document.getElementById("outcome");
const hintTemplate = document.getElementById("hint");

const WORDS = { added: "added", known: "stored before", refused: "refused", unsent: "not sent" };
const LOOKS = { added: "good", known: "plain", refused: "bad", unsent: "warn" };
const TRIES = 6;

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function show(outcome) {
  const item = template.content.cloneNode(true);
  const tag = item.querySelector(".tag");
  tag.textContent = WORDS[outcome.status];
  tag.classList.add(LOOKS[outcome.status]);
  item.querySelector(".name").textContent = outcome.name;
  item.querySelector(".sentence").textContent = outcome.sentence;
  if (outcome.address) {
    const link = item.querySelector("a");
    link.href = outcome.address;
    link.firstElementChild.textContent = outcome.title;
    link.hidden = false;
  }
  for (const hint of outcome.hints ?? []) {
    const piece = hintTemplate.content.cloneNode(true);
    piece.firstElementChild.href = hint.address;
    piece.firstElementChild.textContent = hint.sentence;
    item.firstElementChild.append(" ", piece);
  }
  progress.querySelector(".outcomes").append(item);
}

function body(file) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("url", form.elements.url.value);
  data.set("uploads", file);
  return data;
}

async function send(file) {
  for (let attempt = 1; ; attempt += 1) {
    let response;
    try {
      response = await fetch(form.action, {
        method: "POST",
        body: body(file),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
    } catch {
      if (attempt < TRIES) {
        await pause(attempt);
        continue;
      }
      return { status: "unsent", name: file.name, sentence: "The server did not answer. Choose this file again." };
    }
    if (response.type === "opaqueredirect") {
      const sentence = "You are signed out. Sign in in another tab, then choose this file again.";
      return { status: "unsent", name: file.name, sentence };
    }
    const again = response.status === 429 || response.status === 503;
    if (again && attempt < 10 * TRIES) {
      await pause(Number(response.headers.get("Retry-After")) || 2);
      continue;
    }
    const answer = await response.json().catch(() => ({}));
    if (answer.results) return { ...answer.results[0], name: file.name };
    const sentence = answer.error || `The server answered ${response.status}. Choose this file again.`;
    return { status: response.status === 422 ? "refused" : "unsent", name: file.name, sentence };
  }
}

async function sendAll(files) {
  const bar = progress.querySelector("progress");
  const status = progress.querySelector(".status");
  const counts = { added: 0, known: 0, refused: 0, unsent: 0 };
  const warn = (event) => event.preventDefault();
  window.addEventListener("beforeunload", warn);
  progress.hidden = false;
  bar.max = files.length;
  bar.value = 0;
  for (const [index, file] of files.entries()) {
    status.textContent = `${index + 1} of ${files.length}: ${file.name}`;
    const outcome = await send(file);
    counts[outcome.status] += 1;
    show(outcome);
    bar.value = index + 1;
  }
  window.removeEventListener("beforeunload", warn);
  const said = Object.keys(counts).filter((name) => counts[name]).map((name) => `${counts[name]} ${WORDS[name]}`);
  status.textContent = `Done: ${said.join(", ")}.`;
}

if (form && progress && template) {
  form.addEventListener("submit", async (event) => {
    const files = [...form.elements.uploads.files];
    if (!files.length || form.elements.pasted.value.trim() || (files.length > 1 && form.elements.url.value)) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    await sendAll(files);
    button.disabled = false;
    form.elements.uploads.value = "";
  });
}
