// SPDX-License-Identifier: MIT
// The page, the text summary and result.json tell the same numbers; and what the words may say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openFile, pageFile, pages, readPage, readResult, startBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};
const at = (from, dotted) => dotted.split('.').reduce((value, key) => (value === null || value === undefined ? value : value[key]), from);

/** Medians that the summary table must show, computed here from the runs alone. */
function expected(result, cipher) {
  const runs = result.runs.filter((run) => run.factors.cipher === cipher && !run.control);
  const flow = (transport, key) => median(runs.map((run) => at(run.flows.find((entry) => entry.transport_in === transport), key)));
  return [median(runs.map((run) => run.cpu.seal_ns)) / 1000, median(runs.map((run) => run.cpu.open_ns)) / 1000,
    median(runs.map((run) => run.cpu.fleet_us_per_msg)), median(runs.map((run) => run.cpu.broker_us_per_msg)),
    flow('plain', 'latency_us.response.p50') / 1000, flow('plain', 'latency_us.response.p99') / 1000,
    flow('mtls', 'latency_us.response.p50') / 1000, flow('mtls', 'latency_us.response.p99') / 1000,
    median(runs.map((run) => run.wire.envelope_bytes - run.wire.payload_bytes))];
}

test('the summary table holds the medians of result.json, and the text summary the same digits', async () => {
  const result = readResult('full');
  const summary = readFileSync(path.join(pages, 'full', 'summary.txt'), 'utf8');
  const { context, page } = await openFile(browser, pageFile('full'));
  const rows = await page.$$eval('#table-summary tbody tr', (all) => all.map((row) => ({
    name: row.querySelector('.name').firstChild.textContent.trim(),
    color: row.querySelector('.swatch').style.background,
    values: Array.from(row.querySelectorAll('td')).slice(0, 9).map((cell) => Number(cell.dataset.value)),
    shown: Array.from(row.querySelectorAll('td')).slice(0, 9).map((cell) => (cell.querySelector('span') ?? cell).firstChild.textContent.trim()) })));
  const ciphers = [...new Set(result.runs.map((run) => run.factors.cipher))];
  assert.equal(rows.length, ciphers.length);
  for (const row of rows) {
    const cipher = row.color.match(/--c-([\w-]+)/)[1];
    expected(result, cipher).forEach((value, place) => {
      assert.ok(Math.abs(row.values[place] - value) <= 1e-9 * Math.max(1, value), `${cipher} column ${place}: ${row.values[place]} is not ${value}`);
      assert.ok(Math.abs(Number(row.shown[place].replace('+', '').replace(/\u202f/g, '')) / value - 1) < 0.03, `${cipher}: shows ${row.shown[place]} for ${value}`);
    });
    const lines = summary.split('\n').filter((line) => line.startsWith(`${row.name.replace(" (baseline)", "")} `));
    // The terminal shows fewer columns than the page: of those here, CPU to seal and client CPU.
    for (const digits of [row.shown[0], row.shown[2]]) assert.ok(lines.some((line) => line.includes(` ${digits} `)), `${row.name}: ${digits} is not in the text summary`);
  }
  await context.close();
});

test('every change in the page is an effect of result.json', async () => {
  const result = readResult('full');
  assert.ok(result.effects.length > 0);
  const { context, page } = await openFile(browser, pageFile('full'));
  const shown = await page.$$eval('#data-change tbody tr', (rows) => rows.map((row) => Number(row.children[2].dataset.value)));
  const estimates = new Set(result.effects.map((effect) => effect.estimate));
  assert.ok(shown.length > 0);
  for (const value of shown) assert.ok(estimates.has(value), `${value} is in no effect`);
  await context.close();
});

test('the decision on the page is that of result.json', async () => {
  const { decision } = readResult('full');
  const { context, page } = await openFile(browser, pageFile('full'));
  assert.equal(await page.textContent('#answer .lead h3'), decision.headline);
  const rows = await page.$$eval('#table-decision tbody tr', (all) => all.map((row) => Array.from(row.querySelectorAll('td')).map((cell) => (cell.querySelector('span') ?? cell).firstChild.textContent.trim())));
  assert.equal(rows.length, decision.ciphers.length);
  const sign = { pass: '✓', fail: '✗', unclear: '?' };
  decision.ciphers.forEach((cipher, place) => {
    cipher.cells.forEach((cell, column) => assert.equal(rows[place][column], `${sign[cell.outcome]} ${cell.text}`));
    assert.equal(rows[place].at(-1), cipher.word);
  });
  const md = readFileSync(path.join(pages, 'full', 'report.md'), 'utf8');
  assert.ok(md.includes(`**${decision.headline}**`));
  await context.close();
});

test('attacks on the page are k of n of all runs of result.json', async () => {
  const result = readResult('lab');
  const sum = {};
  for (const run of result.runs) {
    for (const attack of run.attacks) {
      if (attack.scope !== 'claimed' || attack.metrics.delivered_ratio !== undefined) continue;
      const key = `${attack.id} ${run.factors.cipher}`;
      sum[key] = sum[key] ?? [0, 0];
      sum[key][0] += attack.successes;
      sum[key][1] += attack.attempts;
    }
  }
  const { context, page } = await openFile(browser, pageFile('lab'));
  const shown = await page.$$eval('#table-attacks tbody small', (all) => all.map((item) => item.textContent).filter((text) => /^\d+\/\d+/.test(text)));
  const wanted = Object.values(sum).map(([k, n]) => `${k}/${n}`);
  assert.equal(shown.length, wanted.length);
  for (const text of shown) assert.ok(wanted.includes(text.split(',')[0]), text);
  await context.close();
});

test('page, Markdown, terminal and JSON count the quality checks alike', async () => {
  for (const name of ['full', 'quick']) {
    const { quality } = readResult(name);
    const count = (value) => quality.filter((check) => check.pass === value).length;
    const words = [`${count(true)} of ${quality.length} pass`];
    if (count(null) > 0) words.push(`${count(null)} noted`);
    if (count(false) > 0) words.push(`${count(false)} failed`);
    for (const file of ['report.html', 'report.md', 'summary.txt']) {
      const text = readFileSync(path.join(pages, name, file), 'utf8');
      assert.ok(text.includes(words.join(', ')), `${name}/${file} does not say "${words.join(', ')}"`);
    }
    const { context, page } = await openFile(browser, pageFile(name));
    const pills = await page.$$eval('#table-quality tbody tr td:last-child', (cells) => cells.map((cell) => cell.textContent.trim()));
    assert.equal(pills.filter((pill) => pill === '✓ pass').length, count(true));
    assert.equal(pills.filter((pill) => pill === '▲ noted').length, count(null));
    await context.close();
  }
});

test('where nothing differs, the page says equivalent or cannot tell, never no difference', () => {
  const text = readPage('same').replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ');
  assert.match(text, /equivalent|cannot tell/);
  assert.doesNotMatch(text, /no (significant )?difference|not significant|the same speed/i);
});

test('the quick look is called one, the invented data too', () => {
  assert.match(readPage('quick'), /verdicts stand for the primary metric alone \(CPU to seal one message\)/);
  assert.match(readPage('quick'), /quick look, not for claims/);
  assert.match(readPage('full'), /Invented data/);
  assert.doesNotMatch(readPage('full'), /Quick look/);
});
