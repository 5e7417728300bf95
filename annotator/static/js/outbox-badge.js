// On every page: say which readings still have changes in this browser that are not saved. The workbench sends them.
import { Store } from "./workbench/store.js";

const { user } = document.querySelector("script[data-user]").dataset;
const here = document.getElementById("bench")?.dataset.reading ?? "";
const store = new Store();
let jobs = [];
const ready = store.open().then(count);
store.addEventListener("elsewhere", count);

const changes = (many) => `${many} change${many === 1 ? "" : "s"} of yours ${many === 1 ? "is" : "are"} not saved yet.`;
const them = (many) => (many === 1 ? "it" : "them");

async function count() {
  jobs = await store.all(user);
  show(jobs.filter((job) => job.reading !== here));
}

function show(others) {
  let banner = document.getElementById("outbox-banner");
  if (!others.length) return banner?.remove();
  if (!banner) {
    banner = Object.assign(document.createElement("div"), { id: "outbox-banner", className: "message warning" });
    banner.role = "status";
    document.getElementById("main").prepend(banner);
  }
  const readings = Map.groupBy ? Map.groupBy(others, (job) => job.reading) : grouped(others);
  const many = others.length;
  const sentence = document.createElement("p");
  sentence.textContent = `${changes(many)} ${many === 1 ? "It is" : "They are"} in this browser; open the article to send ${them(many)}:`;
  const list = document.createElement("ul");
  for (const [reading, of] of readings) {
    const address = new URL(reading, location.href);
    if (address.origin !== location.origin) continue;
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: address.pathname, textContent: of[0].title || "Article" });
    item.append(link, ` (${of.length})`);
    list.append(item);
  }
  banner.replaceChildren(sentence, list);
}

function grouped(others) {
  const found = new Map();
  for (const job of others) found.set(job.reading, [...(found.get(job.reading) ?? []), job]);
  return found;
}

document.querySelector('form[action$="/logout/"]')?.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!jobs.length || form.dataset.agreed) return;
  event.preventDefault();
  await ready.then(count);
  if (jobs.length && !(await agreed(jobs.length))) return;
  form.dataset.agreed = document.documentElement.dataset.leaving = "agreed";
  form.requestSubmit();
});

/** Ask before signing out; resolves to true when the person wants to all the same. */
function agreed(many) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "sign-out-title");
  const title = Object.assign(document.createElement("h2"), { id: "sign-out-title", textContent: "Not everything is saved" });
  const words = document.createElement("p");
  words.textContent = `${changes(many)} Signed out, nothing can be sent. ${many === 1 ? "It stays" : "They stay"} in this browser until you sign in here again and open the article.`;
  const form = Object.assign(document.createElement("form"), { method: "dialog", className: "row" });
  const stay = Object.assign(document.createElement("button"), { className: "main", value: "stay", textContent: "Stay signed in" });
  const leave = Object.assign(document.createElement("button"), { value: "leave", textContent: "Sign out all the same" });
  form.append(stay, " ", leave);
  dialog.append(title, words, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "leave");
    });
  });
}
