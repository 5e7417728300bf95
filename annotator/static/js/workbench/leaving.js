// Ways off the page: closing it, and finishing the article. Neither may leave unsaved work behind unasked.

const WAITING = "Waiting until everything is saved; then the article is finished.";

const PATIENCE = 20_000; // ms

export function guardLeaving({ outbox, editor, status, bench }) {
  addEventListener("beforeunload", (event) => {
    const agreed = document.documentElement.dataset.leaving === "agreed";
    if (!agreed && (!outbox.empty || editor?.dirty)) event.preventDefault();
  });
  const form = bench.querySelector("#finish");
  if (form) guardFinish({ form, outbox, editor, status, bench });
}

function guardFinish({ form, outbox, editor, status, bench }) {
  let asked = false;
  let ready = false;

  form.addEventListener("submit", (event) => {
    if (ready) return still();
    event.preventDefault();
    if (bench.inert) return;
    asked = true;
    finish();
  });
  outbox.addEventListener("change", () => asked && finish());

  async function finish() {
    if (editor.dirty) return stop("There are unfinished words in the editor: save them or cancel, then finish.");
    if (outbox.held.length) return stop("Not finished: some changes are not saved. Look at “Not saved” first.");
    if (!outbox.empty) return status.said.textContent === WAITING || status.say(WAITING);
    asked = false;
    bench.inert = true; // from here on nothing is begun that the finished article would not have
    await outbox.adopt(); // another tab may have left something
    if (!outbox.empty) return stop("Not finished: changes from another tab are being saved. Finish again then.");
    const trouble = await outbox.sender.renew();
    if (trouble) return stop(`Not finished. ${trouble.trouble}; try again when that is mended.`);
    ready = true;
    form.requestSubmit();
    ready = false;
  }

  /** The page stays as it was sent until the next one comes, or until the person has stopped waiting for it. */
  function still() {
    setTimeout(() => (bench.inert = false), PATIENCE);
    addEventListener("pageshow", () => (bench.inert = false), { once: true });
  }

  function stop(sentence) {
    asked = bench.inert = false;
    if (document.activeElement === document.body) form.querySelector("button").focus();
    status.say(sentence);
  }
}
