// SPDX-License-Identifier: MIT
// The picture of ./dev bench: counter mode in cycles a byte, and the time to seal 16 and 256 bytes,
// ours beside the libraries. Log scales, because the fastest is a hundred times the slowest.
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';

const font = 'Liberation Sans, Arial, Helvetica, sans-serif';

/** One value for each (label, who): peers come with the rows of ours. */
function points(rows, value, peer_value) {
  const seen = new Map();
  for (const row of rows) {
    const kind = row.implementation.startsWith('botan') ? 'library' : 'mqseal';
    seen.set(`${row.cipher} ${row.implementation}`, { label: row.cipher, who: row.implementation, kind, value: value(row) });
    if (row.peer && !/^(openssl|botan)-/.test(row.peer)) {
      seen.set(`${row.cipher} ${row.peer}`, { label: row.cipher, who: row.peer, kind: 'library', value: peer_value(row) });
    }
  }
  return named([...seen.values()]);
}

/** Gives points that nearly coincide one name: "avx512 +2". */
function named(all) {
  all.sort((a, b) => a.value - b.value);
  const heads = new Map();
  for (const point of all) {
    const row = `${point.label} ${point.kind}`;
    const head = heads.get(row);
    if (head && point.value < head.value * 1.2) {
      head.more += 1;
      point.name = '';
    } else {
      point.more = 0;
      heads.set(row, point);
    }
  }
  return all.map((point) => ({ ...point, name: point.name ?? point.who + (point.more ? ` +${point.more}` : '') }));
}

const panel = (title, axis, values) => ({
  title,
  width: 620,
  height: { step: 34 },
  data: { values },
  encoding: {
    y: { field: 'label', type: 'nominal', sort: null, title: null, axis: { grid: true, labelLimit: 180 } },
    x: { field: 'value', type: 'quantitative', scale: { type: 'log', nice: false, padding: 20 }, title: axis, axis: { grid: false, tickCount: 8 } },
  },
  layer: [
    { mark: { type: 'point', filled: true, size: 70, opacity: 0.9 },
      encoding: {
        color: { field: 'kind', type: 'nominal', title: null, scale: { domain: ['mqseal', 'library'], range: ['#0b6e8f', '#c2410c'] } },
        shape: { field: 'kind', type: 'nominal', title: null, scale: { domain: ['mqseal', 'library'], range: ['circle', 'diamond'] } } } },
    // Ours above the line, libraries below it.
    ...[['mqseal', -9], ['library', 10]].map(([kind, dy]) => ({
      transform: [{ filter: { field: 'kind', equal: kind } }],
      mark: { type: 'text', dy, fontSize: 9, color: '#444' },
      encoding: { text: { field: 'name' } },
    })),
  ],
});

/** The SVG text. */
export async function picture(rows) {
  const bulk = points(rows.filter((row) => row.op === 'ctr' && row.bytes === 12288),
    (row) => row.cycles_per_byte, (row) => row.cycles_per_byte * row.ratio);
  const seals = (bytes) => points(rows.filter((row) => row.op === 'seal' && row.bytes === bytes),
    (row) => row.ns, (row) => row.peer_ns);
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    background: 'white',
    config: { font, axis: { labelFont: font }, view: { stroke: null } },
    vconcat: [
      panel('Counter mode, 12 KiB', 'cycles per byte (less is better)', bulk),
      panel('Seal 16 bytes', 'ns (less is better)', seals(16)),
      panel('Seal 256 bytes', 'ns (less is better)', seals(256)),
    ],
  };
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  return view.toSVG();
}
