// One change on its way to the server, and what became of it.

const waits = (trouble, signIn = false) => ({ kind: "waits", trouble, signIn });

export class Sender {
  constructor({ reading, token }) {
    this.reading = reading;
    this.token = token;
  }

  /** Answers {kind: "stored" | "refused" | "waits" | "broken", …}; never throws. */
  async post(job, renewed = false) {
    const body = new URLSearchParams(job.body);
    body.delete("csrfmiddlewaretoken"); // the page's token grows old; Django would prefer it over the header's
    let response;
    try {
      response = await fetch(job.url, {
        method: "POST",
        body,
        credentials: "same-origin",
        signal: AbortSignal.timeout(20000),
        headers: { Accept: "application/json", "X-CSRFToken": this.token },
      });
    } catch {
      return waits(navigator.onLine ? "The server does not answer" : "Offline");
    }
    const { status } = response;
    if (status === 500) return { kind: "broken", trouble: "The server could not save" };
    if (status > 500 || [408, 425, 429].includes(status)) return waits("The server could not save");
    if (status === 401 || response.redirected) return waits("You are signed out", true);
    const answer = await response.json().catch(() => null);
    if (response.ok) return answer ? { kind: "stored", answer } : waits("The answer could not be read");
    if (status === 403 && !renewed) return (await this.renew()) ?? this.post(job, true);
    return { kind: "refused", status, answer: answer ?? { error: `The server refused this change (${status}).` } };
  }

  /** Fetch a fresh token, for the session may have been renewed in another tab; null when there is one now. */
  async renew() {
    const response = await fetch(`${this.reading}state/`, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(20000),
    }).catch(() => null);
    if (response?.status === 401 || response?.redirected) return waits("You are signed out", true);
    if (response?.status === 404) return waits("Somebody else is signed in now", true);
    const state = response?.ok ? await response.json().catch(() => null) : null;
    if (!state) return waits(navigator.onLine ? "The server does not answer" : "Offline");
    this.token = state.csrf;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = state.csrf));
    return null;
  }
}
