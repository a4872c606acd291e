// Line charts of the samples of memory, drawn by hand: an SVG for the lines, text beside it for everything with words.

import { bytes, draw, duration, make, rate, say } from "./words.js";

const milliseconds = value => value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;

const plots = [
  { title: "Resident set", unit: bytes, lines: [["resident", s => s.resident]] },
  { title: "GC heap by generation", unit: bytes, lines: [["gen 0", s => s.gen0], ["gen 1", s => s.gen1], ["gen 2", s => s.gen2], ["large", s => s.large], ["pinned", s => s.pinned]] },
  { title: "Heap and committed", unit: bytes, lines: [["committed", s => s.committed], ["heap now", s => s.heap], ["fragmented", s => s.fragmented]] },
  { title: "Rented buffers by role", unit: bytes, lines: null },
  { title: "Kernel socket memory", unit: bytes, lines: [["queues of requests", s => s.kernel]] },
  { title: "Bytes per connection", unit: bytes, lines: [["accounted + kernel", s => s.perConnection]] },
  { title: "Allocation rate", unit: rate, lines: [["allocated", s => s.allocationRate]] },
  { title: "GC pauses per 2 s", unit: milliseconds, lines: [["paused", s => s.paused]] },
  { title: "Connections and requests", unit: value => value.toFixed(0), lines: [["connections", s => s.connections], ["requests", s => s.requests]] },
];

const width = 600, height = 128;

/** A round number not below the value: 1, 2, 2.5 or 5 of a power, of two for bytes. */
function ceiling(value, isBytes) {
  if (value <= 0) return isBytes ? 1024 * 1024 : 1;
  const base = isBytes ? 1024 : 10;
  const power = Math.pow(base, Math.floor(Math.log(value) / Math.log(base)));
  const steps = isBytes ? [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] : [1, 2, 2.5, 5, 10];
  for (const step of steps) if (step * power >= value) return step * power;
  return base * power;
}

export class Charts {
  constructor(holder) {
    this.samples = [];
    this.span = 300;
    this.figures = plots.map(plot => this.build(plot, holder));
  }

  build(plot, holder) {
    const caption = make("figcaption", {}, make("strong", {}, plot.title));
    const svg = draw("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" });
    for (const y of [1, height / 2, height - 1]) svg.append(draw("line", { class: "rule", x1: 0, x2: width, y1: y, y2: y }));
    const lines = draw("g");
    svg.append(lines);
    const [top, middle, bottom] = ["top", "middle", "bottom"].map(place => make("span", { className: `label ${place}`, "aria-hidden": "true" }));
    const start = make("span"), end = make("span", {}, "now");
    const figure = make("figure", {}, caption, make("div", { className: "plot" }, svg, top, middle, bottom), make("div", { className: "times", "aria-hidden": "true" }, start, end));
    holder.append(figure);
    return { plot, caption, svg, lines, top, middle, bottom, start, keys: [], paths: [] };
  }

  /** Takes the samples that the proxy kept. */
  load(samples) {
    this.samples = samples;
    this.show();
  }

  /** Takes one more; the same one comes with several events. */
  add(sample) {
    if (!sample || this.samples.at(-1)?.time >= sample.time) return;
    this.samples.push(sample);
    if (this.samples.length > 400) this.samples.splice(0, this.samples.length - 400);
    this.show();
  }

  show() {
    const now = this.samples.at(-1)?.time ?? 0;
    const shown = this.samples.filter(sample => now - sample.time <= this.span * 1000);
    // A proxy that has just started has less to show than was asked for.
    const span = Math.max(20, (now - (shown[0]?.time ?? now)) / 1000);
    for (const figure of this.figures) this.showOne(figure, shown, now, span);
  }

  showOne(figure, samples, now, span) {
    const { plot } = figure;
    const lines = plot.lines ?? Object.keys(samples.at(-1)?.rented ?? {}).map(role => [role, s => s.rented[role] ?? 0]);
    this.fit(figure, lines);
    const most = Math.max(0, ...samples.flatMap(sample => lines.map(([, value]) => value(sample))));
    const scale = ceiling(most, plot.unit === bytes || plot.unit === rate);
    say(figure.top, plot.unit(scale).replace("–", "0"));
    say(figure.middle, plot.unit(scale / 2).replace("–", "0"));
    say(figure.bottom, "0");
    say(figure.start, `${duration(span)} ago`);
    const told = [];
    lines.forEach(([name, value], i) => {
      const points = samples.map(sample => [width * (1 - (now - sample.time) / (span * 1000)), height - 1 - (height - 2) * value(sample) / scale]);
      const line = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
      figure.paths[i].line.setAttribute("d", line);
      figure.paths[i].area.setAttribute("d", lines.length === 1 && points.length > 1 ? `${line}L${points.at(-1)[0].toFixed(1)} ${height}L${points[0][0].toFixed(1)} ${height}Z` : "");
      const last = samples.length ? plot.unit(value(samples.at(-1))) : "–";
      say(figure.keys[i], `${name} ${last}`);
      told.push(`${name} ${last}`);
    });
    figure.svg.setAttribute("aria-label", `${plot.title} over the last ${duration(span)}: now ${told.join(", ")}; at most ${plot.unit(most)}.`);
    figure.svg.dataset.points = samples.length;
  }

  // Roles of buffers are known by the first sample only.
  fit(figure, lines) {
    while (figure.keys.length < lines.length) {
      const series = `s${figure.keys.length % 6 + 1}`;
      const text = make("span");
      figure.caption.append(make("span", { className: `key ${series}` }, text));
      figure.keys.push(text);
      const path = { line: draw("path", { class: `line ${series}` }), area: draw("path", { class: `area ${series}` }) };
      figure.lines.append(path.area, path.line);
      figure.paths.push(path);
    }
  }
}
