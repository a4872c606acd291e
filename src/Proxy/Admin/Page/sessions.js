// The table of live sessions. The proxy searches, sorts and cuts; the page keeps rows by id, so that focus stays where it is.

import { byId, bytes, count, duration, make, rate, say, words } from "./words.js";

const columns = [
  ["Id", null], ["User", "user"], ["Client", "client"], ["Service", "service"], ["Repository", "repository"], ["Backend", "backend"], ["Phase", "phase"],
  ["In", "bytes", true], ["Out", "bytes", true], ["Rate", "rate", true], ["Owes", "owes"], ["Age", "age", true], ["Memory", "memory", true],
];

const ascendingFirst = new Set(["user", "client", "service", "repository", "backend", "phase", "owes"]);

export class Sessions {
  /** @param onQuery Called when another part of the list is wanted. @param onOpen Called with an id. */
  constructor(onQuery, onOpen) {
    this.onQuery = onQuery;
    this.onOpen = onOpen;
    this.sort = "age";
    this.order = "desc";
    this.skip = 0;
    this.rows = new Map();
    this.headings();
    let waiting;
    byId("search").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.change(() => this.skip = 0), 250);
    });
    byId("filter").addEventListener("submit", event => event.preventDefault());
    byId("limit").addEventListener("change", () => this.change(() => this.skip = 0));
    byId("previous").addEventListener("click", () => this.change(() => this.skip = Math.max(0, this.skip - this.limit)));
    byId("next").addEventListener("click", () => this.change(() => this.skip += this.limit));
    byId("hold").addEventListener("click", event => {
      const isHeld = event.currentTarget.getAttribute("aria-pressed") !== "true";
      event.currentTarget.setAttribute("aria-pressed", String(isHeld));
    });
  }

  get limit() { return Number(byId("limit").value); }

  get isHeld() { return byId("hold").getAttribute("aria-pressed") === "true"; }

  /** The query that asks for what is shown. */
  get query() {
    return new URLSearchParams({ q: byId("search").value, sort: this.sort, order: this.order, limit: this.limit, skip: this.skip }).toString();
  }

  change(how) {
    how();
    this.onQuery();
  }

  headings() {
    for (const [title, sort, isNumber] of columns) {
      const heading = make("th", { scope: "col", className: isNumber ? "number" : "" });
      if (sort === null) heading.append(title);
      else {
        heading.append(make("button", { type: "button", title: `Sort by ${sort}`, onclick: () => this.change(() => this.toggle(sort)) }, title));
        heading.dataset.sort = sort;
      }
      byId("headings").append(heading);
    }
    this.mark();
  }

  toggle(sort) {
    this.order = this.sort === sort ? (this.order === "asc" ? "desc" : "asc") : ascendingFirst.has(sort) ? "asc" : "desc";
    this.sort = sort;
    this.skip = 0;
    this.mark();
  }

  mark() {
    for (const heading of byId("headings").children) {
      if (heading.dataset.sort === this.sort) heading.setAttribute("aria-sort", this.order === "asc" ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    }
  }

  show(page) {
    if (this.isHeld) return;
    const last = Math.min(page.matched, this.skip + page.sessions.length);
    say(byId("matched"), page.matched === page.connections ? "" : `${count(page.matched)} of ${count(page.connections)} match`);
    say(byId("page"), page.matched === 0 ? "none" : `${count(this.skip + 1)} to ${count(last)} of ${count(page.matched)}`);
    byId("previous").disabled = this.skip === 0;
    byId("next").disabled = last >= page.matched;
    const lines = page.sessions.flatMap(session => this.lines(session));
    const body = byId("rows");
    const wanted = new Set(lines.map(line => line.key));
    for (const [key, row] of this.rows) {
      if (wanted.has(key)) continue;
      row.remove();
      this.rows.delete(key);
    }
    lines.forEach((line, at) => {
      let row = this.rows.get(line.key);
      if (!row) this.rows.set(line.key, row = this.row());
      this.fill(row, line);
      if (body.children[at] !== row) body.insertBefore(row, body.children[at] ?? null);
    });
    const isEmpty = lines.length === 0;
    if (isEmpty && !byId("empty")) body.append(make("tr", { id: "empty" }, make("td", { colSpan: columns.length, className: "quiet" }, "No session is what was asked for.")));
    if (!isEmpty) byId("empty")?.remove();
  }

  // A line for each request; what belongs to the connection stands in the first.
  lines(session) {
    const memory = bytes(session.memory.total + (session.kernel?.total ?? 0));
    const requests = session.requests.length ? session.requests : [null];
    return requests.map((request, at) => ({
      key: request?.id ?? session.id,
      isMore: at < requests.length - 1,
      id: request?.id ?? session.id,
      cells: [
        at === 0 ? session.user : "", at === 0 ? session.client : "", request?.service ?? "", request?.repository ?? "", request?.backend ?? "",
        request ? words(request.phase) : session.isAlive ? "idle" : "gone", request ? bytes(request.bytesIn) : "", request ? bytes(request.bytesOut) : "",
        request ? rate(request.rate) : "", request ? words(request.owes) : "", duration(request?.age ?? session.age), at === 0 ? memory : "",
      ],
    }));
  }

  row() {
    const opener = make("button", { type: "button", className: "link mono", onclick: event => this.onOpen(event.currentTarget.textContent) });
    const cells = columns.slice(1).map(([title, , isNumber], at) => {
      const cell = make("td", { className: isNumber ? "number" : at === 3 ? "word repository" : at === 0 ? "word" : "nowrap" });
      cell.dataset.label = title;
      return cell;
    });
    return make("tr", {}, make("td", { className: "nowrap" }, opener), ...cells);
  }

  fill(row, line) {
    row.classList.toggle("more", line.isMore);
    const opener = row.firstChild.firstChild;
    say(opener, line.id);
    opener.setAttribute("aria-label", `Details of ${line.id}`);
    line.cells.forEach((text, at) => {
      const cell = row.children[at + 1];
      say(cell, text);
      cell.classList.toggle("blank", text === "");
    });
  }
}
