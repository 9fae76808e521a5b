// SPDX-License-Identifier: MIT
// How long a report takes until all its charts are drawn: median and range over fresh browser contexts.
// Several reports take turns, so that a busy machine does not favour one of them.
//   node bench/open_page.mjs REPORT.html... [--turns 7]
// Needs Debian's chromium and `npm ci` (./dev test installs both). The target of the full study is 2 s.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

process.env.MQSEAL_SCREENSHOTS ??= mkdtempSync(path.join(tmpdir(), 'mqseal-pages-'));
const { openFile, startBrowser } = await import('../tests/browser/browser.mjs');

const files = process.argv.slice(2);
const option = files.indexOf('--turns');
const turns = option < 0 ? 7 : Number(files.splice(option, 2)[1]);
if (files.length === 0 || !(turns > 0)) {
  console.error('usage: node bench/open_page.mjs REPORT.html... [--turns N]');
  process.exit(2);
}

const browser = await startBrowser();
const times = new Map(files.map((file) => [file, []]));
for (let turn = 0; turn < turns; turn += 1) {
  for (const [file, taken] of times) {
    const started = performance.now();
    const { context } = await openFile(browser, path.resolve(file), { state: 'ready' });
    taken.push(performance.now() - started);
    await context.close();
  }
}
for (const [file, taken] of times) {
  const sorted = taken.sort((a, b) => a - b).map((value) => Math.round(value));
  console.log(`${file}: ${sorted[Math.floor(turns / 2)]} ms [${sorted[0]} to ${sorted[turns - 1]}], ${turns} turns`);
}
await browser.close();
