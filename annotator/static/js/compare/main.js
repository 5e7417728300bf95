// The compare page by key and mouse: walking the changes and paragraphs, choosing two paragraphs, changing the view.
// Everything here presses what the page has already; without this file links and forms do the same.
import { Choice } from "./choice.js";
import { Drag } from "./drag.js";
import { fitDetails } from "./narrow.js";
import { drawRibbons } from "./ribbons.js";
import { Walk } from "./walk.js";

class ComparePage extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    const say = (words) => (this.querySelector("[data-status]").textContent = words);
    const rows = this.querySelector("#rows");
    this.choice = new Choice(rows, this.querySelector("#choose"), say, signal);
    this.drag = new Drag(this, rows, this.choice, say, signal);
    this.walk = new Walk(this, rows, say);
    this.keys = new Map([...this.querySelectorAll("tr[data-key]")].map((row) => [row.dataset.key, row.dataset.command]));
    this.dialog = this.querySelector("dialog.keys");
    this.querySelector(".scripted").hidden = false;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    for (const button of this.querySelectorAll("button[type=button][data-command]")) {
      button.addEventListener("click", () => this.run(button.dataset.command), { signal });
    }
    for (const link of this.querySelectorAll("a[data-command]")) {
      link.addEventListener("click", () => this.keepPlace(link), { signal });
    }
    this.querySelector(".changes").addEventListener("click", (event) => this.listed(event), { signal });
    fitDetails(rows, signal);
    drawRibbons(rows, signal);
    this.querySelector("[data-problem]")?.focus();
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  pressed(event) {
    if (this.dataset.shortcuts === "off" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest?.("dialog[open], input, select, textarea, [contenteditable]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const command = this.keys.get(key);
    if (command && this.run(command) !== false) event.preventDefault();
  }

  run(command) {
    if (command === "help") return this.dialog.showModal();
    if (command === "next-change") return this.walk.change(1);
    if (command === "previous-change") return this.walk.change(-1);
    if (command === "next-paragraph") return this.walk.paragraph(1);
    if (command === "previous-paragraph") return this.walk.paragraph(-1);
    if (command === "to-left") return this.walk.across("left");
    if (command === "to-right") return this.walk.across("right");
    if (["link", "unlink", "moved"].includes(command)) return this.choice.say(command);
    const link = this.querySelector(`a[data-command="${command}"]`);
    return link ? link.click() : false;
  }

  // The other view opens at the paragraph that was looked at in this one.
  keepPlace(link) {
    const here = this.walk.here();
    if (here) link.hash = here.id;
  }

  listed(event) {
    const link = event.target.closest(".what a");
    if (!link) return;
    event.preventDefault();
    this.walk.to(link.closest("[data-entry]").dataset.entry);
  }
}

customElements.define("compare-page", ComparePage);
