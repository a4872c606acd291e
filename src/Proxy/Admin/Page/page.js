// The page as a whole: one EventSource stream feeds all of it.

import { Charts } from "./charts.js";
import { confirm, Detail } from "./detail.js";
import { Sessions } from "./sessions.js";
import { ask, byId, bytes, count, duration, make, rate, say, words } from "./words.js";

const charts = new Charts(byId("charts"));
const detail = new Detail(tell);
const sessions = new Sessions(listen, id => detail.open(id));
let stream = null;
let before = null;
let silence = 0;

/** Says what came of an order. */
function tell(text, isGood) {
  const said = byId("said");
  said.textContent = text;
  said.classList.toggle("good", isGood);
  said.hidden = false;
  clearTimeout(silence);
  silence = setTimeout(() => said.hidden = true, 12000);
}

function state(overview) {
  if (overview.isDraining) return ["draining", "warn"];
  return overview.isReady ? ["serving", "good"] : ["not ready", "bad"];
}

function showOverview(overview) {
  const [word, tone] = state(overview);
  say(byId("state"), word);
  byId("state").className = `badge ${tone}`;
  say(byId("version"), overview.version);
  say(byId("uptime"), duration(overview.uptime));
  say(byId("connections"), count(overview.connections));
  say(byId("requests"), count(overview.requests));
  if (before && before.processId === overview.processId && overview.uptime > before.uptime) {
    const seconds = overview.uptime - before.uptime;
    say(byId("rateout"), rate((overview.bytesOut - before.bytesOut) / seconds));
    say(byId("ratein"), rate((overview.bytesIn - before.bytesIn) / seconds));
  }
  before = overview;
}

function showBackends(page) {
  const panicking = page.groups.filter(group => group.isPanicking).map(group => group.name);
  const groups = page.groups.map(group => `${group.name} of ${group.members.map(member => `${member.backend} (${words(member.role)})`).join(", ")}`);
  say(byId("groups"), [groups.length ? `Groups: ${groups.join("; ")}.` : "", panicking.length ? `Too few members are healthy in ${panicking.join(", ")}: ejected ones are used as well.` : ""].join(" ").trim());
  const body = byId("backends");
  while (body.children.length > page.backends.length) body.lastChild.remove();
  page.backends.forEach((backend, at) => {
    const row = body.children[at] ?? body.appendChild(make("tr", {}, ...[0, 0, 0, 1, 1, 1, 1, 1, 0].map(isNumber => make("td", { className: isNumber ? "number" : "" }))));
    const failure = backend.lastFailure ? `${duration(backend.lastFailureAge)} ago: ${backend.lastFailure}` : "none";
    const cells = [backend.name, backend.address, null, duration(backend.since), count(backend.sessions), count(backend.waiting), `${backend.busy} / ${backend.idle} / ${backend.dialing}`, count(backend.ejections), failure];
    cells.forEach((text, i) => { if (text !== null) say(row.children[i], text); });
    const isUp = backend.state === "Healthy";
    const badge = row.children[2].firstChild ?? row.children[2].appendChild(make("span"));
    badge.className = `badge ${isUp ? "good" : backend.state === "Probing" ? "warn" : "bad"}`;
    say(badge, isUp ? "healthy" : backend.probeIn > 0 ? `ejected, probed in ${duration(backend.probeIn)}` : words(backend.state));
  });
}

function showMemory(sample) {
  if (!sample) return;
  charts.add(sample);
  say(byId("resident"), bytes(sample.resident));
  say(byId("memory-summary"), `${bytes(sample.accounted)} accounted of ${bytes(sample.resident)} resident (${(100 * sample.accounted / sample.resident).toFixed(2)} %); ${bytes(sample.perConnection)} a connection, ${bytes(sample.kernel)} in the kernel's queues`);
}

/** Opens the stream for what is shown now; the one before is closed. */
function listen() {
  stream?.close();
  if (document.hidden) return;
  stream = new EventSource(`/api/events?${sessions.query}`);
  stream.onmessage = event => {
    byId("lost").hidden = true;
    const moment = JSON.parse(event.data);
    showOverview(moment.overview);
    sessions.show(moment.page);
    showBackends(moment.backends);
    showMemory(moment.memory);
  };
  stream.onerror = () => {
    byId("lost").hidden = false;
    say(byId("state"), "no answer");
    byId("state").className = "badge bad";
    // After an answer that is no stream a browser does not try again by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => { if (stream.readyState === EventSource.CLOSED) listen(); }, 4000);
  };
}

byId("span").addEventListener("change", event => {
  charts.span = Number(event.currentTarget.value);
  charts.show();
});

byId("collect").addEventListener("click", async () => {
  if (await confirm("Force a collection?", "Everything is held up while it lasts: some tens of milliseconds, longer with a large heap.", "Collect", false) === null) return;
  try {
    const result = await ask("/api/memory?gc=true", { method: "POST" });
    tell(`Collected in ${result.milliseconds.toFixed(0)} ms: ${bytes(result.before.resident)} were resident, ${bytes(result.after.resident)} are.`, true);
  } catch (fault) {
    tell(fault.message, false);
  }
});

// Nobody looks: the proxy need not tell.
document.addEventListener("visibilitychange", listen);

ask("/api/memory/history").then(history => charts.load(history.samples), fault => tell(fault.message, false));
listen();
