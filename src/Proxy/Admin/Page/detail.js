// The dialog about one session, and the one that asks before something is ended.

import { ask, byId, bytes, draw, duration, make, rate, words } from "./words.js";

const facts = entries => make("dl", { className: "facts" }, ...entries.filter(([, value]) => value !== null && value !== undefined && value !== "")
  .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, String(value)))));

const roundTrip = seconds => seconds < 0.01 ? `${(seconds * 1000).toFixed(2)} ms` : `${(seconds * 1000).toFixed(0)} ms`;

const kernelFacts = kernel => facts([
  ["Round trip", roundTrip(kernel.roundTripTime)], ["Not sent yet", bytes(kernel.notSent)], ["Unacknowledged", bytes(kernel.unacknowledged)],
  ["Retransmits", kernel.retransmits], ["Receive queue", bytes(kernel.receiveQueue)], ["Send queue", bytes(kernel.sendQueue)],
]);

/** Asks before something is done; resolves with the reason, or null. */
export function confirm(title, text, button, withReason) {
  const dialog = byId("confirm");
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  byId("confirm-yes").textContent = button;
  byId("confirm-reason").hidden = !withReason;
  byId("why").value = "";
  return new Promise(resolve => {
    let reason = null;
    byId("confirm-form").onsubmit = () => { reason = byId("why").value; };
    byId("confirm-no").onclick = () => dialog.close();
    dialog.onclose = () => resolve(reason);
    dialog.showModal();
    (withReason ? byId("why") : byId("confirm-no")).focus();
  });
}

export class Detail {
  /** @param onSaid Called with what came of an order. */
  constructor(onSaid) {
    this.onSaid = onSaid;
    this.dialog = byId("detail");
    byId("detail-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => clearInterval(this.timer));
  }

  async open(id) {
    this.id = id;
    this.limits = null;
    if (!await this.show()) return;
    this.dialog.showModal();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.show(), 2000);
  }

  /** False if it is there no more. */
  async show() {
    try {
      const detail = await ask(`/api/sessions/${encodeURIComponent(this.id)}`);
      this.limits ??= await this.why(detail.session.client);
      // What has the focus would lose it: what is shown stays until the operator has gone on.
      if (!byId("detail-body").contains(document.activeElement)) this.fill(detail);
      return true;
    } catch (fault) {
      clearInterval(this.timer);
      if (this.dialog.open) byId("detail-body").replaceChildren(make("p", { role: "status" }, fault.message));
      else this.onSaid(fault.message, false);
      return false;
    }
  }

  /** What the limits hold for the client's address; empty if they do not say. */
  async why(client) {
    const address = client.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
    return ask(`/api/why?address=${encodeURIComponent(address)}`).then(report => report.verdict, () => "");
  }

  fill(detail) {
    const session = detail.session, algorithms = detail.algorithms;
    byId("detail-title").textContent = `Connection ${session.id}`;
    const parts = [facts([
      ["User", session.user], ["Logged in as", detail.loginName], ["Client", session.client], ["Connected to", detail.server], ["Client program", session.identification],
      ["Key", detail.key], ["Age", duration(session.age)], ["Keepalive", detail.isSilent ? "unanswered" : "answered"],
      ["Limits for its address", this.limits],
    ])];
    parts.push(make("div", { className: "tools" }, this.killer(session.id, `connection ${session.id} of ${session.user}`, "End the connection")));
    parts.push(make("h3", {}, session.requests.length ? "Requests" : "No request is running on it"), ...session.requests.map(request => this.request(request, detail)));
    if (session.kernel) parts.push(make("h3", {}, "The kernel on the client's connection"), kernelFacts(session.kernel));
    parts.push(make("h3", {}, "Memory"), facts([
      ["Accounted", bytes(session.memory.total)], ["Receive blocks", bytes(session.memory.receive)], ["Send blocks", bytes(session.memory.send)],
      ["of that in line", bytes(session.memory.queued)], ["Held blocks", bytes(session.memory.held)], ["Objects (measured size)", bytes(session.memory.objects)],
    ]));
    if (algorithms) parts.push(make("h3", {}, "Algorithms"), facts([
      ["Key exchange", algorithms.keyExchange], ["Host key", algorithms.hostKey], ["Cipher from the client", algorithms.cipherClientToServer], ["Cipher to the client", algorithms.cipherServerToClient],
      ["MAC from the client", algorithms.macClientToServer ?? "in the cipher"], ["MAC to the client", algorithms.macServerToClient ?? "in the cipher"],
    ]));
    if (detail.events?.length) parts.push(make("h3", { id: "flight-title" }, "Flight recorder: the last protocol events"),
      make("ol", { className: "flight mono", tabIndex: 0, "aria-labelledby": "flight-title" }, ...detail.events.map(event => make("li", {}, event))));
    const at = this.dialog.scrollTop;
    byId("detail-body").replaceChildren(...parts);
    this.dialog.scrollTop = at;
  }

  request(request, detail) {
    const backend = detail.backends[request.id];
    return make("div", { className: "request" },
      make("div", { className: "bar" }, make("strong", { className: "mono" }, request.id), this.killer(request.id, `request ${request.id} of ${detail.session.user}`, "End the request")),
      facts([
        ["Service", request.service], ["Repository", request.repository], ["Backend", request.backend], ["On connection", request.backendConnectionId], ["Phase", words(request.phase)],
        ["Owes bytes", words(request.owes)], ["In", bytes(request.bytesIn)], ["Out", bytes(request.bytesOut)], ["Rate", rate(request.rate)], ["Age", duration(request.age)],
      ]),
      this.split(request),
      backend ? make("h3", {}, "The kernel on the backend's connection") : null, backend ? kernelFacts(backend) : null);
  }

  split(request) {
    const waits = Object.entries(request.waits);
    const total = waits.reduce((sum, [, seconds]) => sum + seconds, 0) || 1;
    const svg = draw("svg", { class: "split", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    let at = 0;
    const keys = waits.map(([side, seconds], i) => {
      const share = 100 * seconds / total;
      svg.append(draw("rect", { class: `s${i + 1}`, x: at, y: 0, width: share, height: 10, fill: "currentColor", stroke: "none" }));
      at += share;
      return make("span", { className: `key s${i + 1}` }, make("span", {}, `${side} ${duration(seconds)}`));
    });
    return make("div", {}, make("h3", {}, "Whom it waited for"), svg, make("figcaption", {}, ...keys));
  }

  killer(id, what, label) {
    return make("button", {
      type: "button", className: "danger", onclick: async () => {
        const why = await confirm(`End ${what}?`, "Its user reads that the operator ended it, and the command fails.", label, true);
        if (why === null) return;
        try {
          const killed = await ask(`/api/sessions/${encodeURIComponent(id)}/kill`, {
            method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ why }),
          });
          this.onSaid(`${killed.isConnection ? "Connection" : "Request"} ${killed.id} of ${killed.user} is ended.`, true);
          this.dialog.close();
        } catch (fault) {
          this.onSaid(fault.message, false);
        }
      },
    }, label);
  }
}
