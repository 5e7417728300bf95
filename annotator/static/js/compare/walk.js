// From change to change and from paragraph to paragraph. Focus goes there, and the page says where that is.

export class Walk {
  constructor(page, rows, say) {
    this.page = page;
    this.rows = rows;
    this.say = say;
  }

  // The changes that the list has, in the order of the page, each at its place in the derived text.
  places() {
    const listed = new Set(this.page.querySelector("[data-numbers]").dataset.numbers.split(" "));
    const seen = new Set();
    return [...this.rows.querySelectorAll("[data-change]")].filter((place) => {
      const number = place.dataset.change;
      if (!listed.has(number) || seen.has(number) || place.id.endsWith("-left")) return false;
      seen.add(number);
      return true;
    });
  }

  change(by) {
    const places = this.places();
    if (!places.length) return this.say("There is no change in the list.");
    const at = places.findIndex((place) => place.dataset.change === this.number);
    const next = at < 0 ? this.nearest(places, by) : at + by;
    if (next < 0 || next >= places.length) {
      return this.say(by > 0 ? "This is the last change in the list." : "This is the first change in the list.");
    }
    return this.goTo(places[next], next + 1, places.length);
  }

  // From where the reader is: the first change after the focused paragraph, or the last one before it.
  nearest(places, by) {
    const here = this.rows.contains(document.activeElement) ? document.activeElement : null;
    if (!here) return by > 0 ? 0 : places.length - 1;
    const after = places.findIndex((place) => here.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (after < 0) return by > 0 ? places.length : places.length - 1;
    return by > 0 ? after : after - 1;
  }

  to(number) {
    const places = this.places();
    const at = places.findIndex((place) => place.dataset.change === number);
    if (at >= 0) this.goTo(places[at], at + 1, places.length);
    else this.say("This change is not on the page as it is shown.");
  }

  goTo(place, number, of) {
    this.number = place.dataset.change;
    for (const entry of this.page.querySelectorAll("[data-entry]")) {
      entry.classList.toggle("here", entry.dataset.entry === this.number);
    }
    const entry = this.page.querySelector(`[data-entry="${this.number}"]`);
    entry?.scrollIntoView({ block: "nearest" });
    show(place);
    // A long list has more pages; the words of a change stand in the text all the same.
    this.say(`Change ${number} of ${of}${entry ? `: ${entry.dataset.told}` : ""}.`);
  }

  // The focused paragraph, or the one that holds the focus.
  here() {
    return document.activeElement?.closest("#rows .words") ?? this.rows.querySelector(".words.chosen");
  }

  paragraph(by) {
    const here = this.here();
    const side = here?.dataset.side ?? "right";
    const all = [...this.rows.querySelectorAll(`.words[data-side="${side}"]`)].filter((one) => one.checkVisibility());
    const at = here ? all.indexOf(here) + by : 0;
    if (at < 0 || at >= all.length) return this.say(by > 0 ? "This is the last paragraph." : "This is the first paragraph.");
    return show(all[at]);
  }

  // Left and right as they stand on the screen; the nearest row that has a paragraph there.
  across(way) {
    const here = this.here();
    if (!here) return false;
    const swapped = this.rows.classList.contains("swapped");
    const side = (way === "left") !== swapped ? "left" : "right";
    if (side === here.dataset.side) return false;
    const rows = [...this.rows.querySelectorAll(".pair")];
    const at = rows.indexOf(here.closest(".pair"));
    for (let apart = 0; apart < rows.length; apart += 1) {
      for (const row of [rows[at + apart], rows[at - apart]]) {
        const found = row?.querySelector(`.words[data-side="${side}"]`);
        if (found?.checkVisibility()) return show(found);
      }
    }
    return false;
  }
}

function show(place) {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
