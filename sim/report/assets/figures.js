// SPDX-License-Identifier: MIT
// Stand-alone figures: reads the page's chart bundle on standard input, writes one SVG a chart into
// the folder named last. Node only; sim/report/figures.cpp puts the chart libraries in front of it.
const fs = require('node:fs');
const path = require('node:path');

async function main() {
  const bundle = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));
  const folder = process.argv[4];
  const light = {};
  for (const [, name, value] of bundle.palette.split('}')[0].matchAll(/(--[\w-]+):\s*([^;]+);/g)) light[name] = value.trim();
  let bad = 0;
  for (const chart of bundle.charts) {
    try {
      const view = chartView(vega, vegaLite, chart, bundle.theme, 900, { renderer: 'none' });
      const svg = (await view.toSVG()).replace(/var\((--[\w-]+)\)/g, (match, name) => light[name] || match);
      if (view.problems.length > 0) throw new Error(view.problems.join('; '));
      fs.writeFileSync(path.join(folder, `${chart.id}.svg`), svg);
    } catch (error) {
      console.error(`chart ${chart.id}: ${error.message}`);
      bad = 1;
    }
  }
  process.exit(bad);
}

main();
