// SPDX-License-Identifier: MIT
// Each page that report_pages made, in a real browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { openFile, pageFile, pages, readPage, screenshots, startBrowser, until } from './browser.mjs';

const names = readdirSync(pages, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Charts that a page must have: what a load comparison gives, and what is special to a page. */
const usual = ['change', 'percentiles', 'timeline', 'cpu', 'wire', 'cycles', 'energy', 'rounds', 'order'];
const wanted = { full: [...usual, 'tradeoff'], capacity: [...usual, 'capacity'], lab: [...usual, 'attack'],
  comparison: ['change'], combined: [...usual, 'tradeoff', 'attack-2'] };
let browser;
before(async () => { browser = await startBrowser(); });
after(() => browser.close());

test('there are pages to test', () => assert.ok(names.includes('full') && names.includes('same'), names.join()));

for (const name of names) {
  test(`${name}: draws every chart, logs no error, asks for nothing outside its file`, async () => {
    const { context, page, seen } = await openFile(browser, pageFile(name));
    const charts = await page.$$eval('figure[data-chart]', (figures) => figures.map((figure) => ({
      id: figure.dataset.chart, drawn: figure.dataset.drawn === 'yes',
      marks: figure.querySelectorAll('svg [class*="mark-"] path, svg [class*="mark-"] text, svg [class*="mark-"] line').length })));
    for (const chart of charts) assert.ok(chart.drawn && chart.marks > 0, JSON.stringify(chart));
    const ids = charts.map((chart) => chart.id);
    for (const id of wanted[name] ?? usual) assert.ok(ids.includes(id), `no chart ${id} among ${ids.join(' ')}`);
    assert.equal(new Set(ids).size, ids.length, 'a chart twice');
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.requests, []);
    await page.screenshot({ path: path.join(screenshots, `${name}-light.png`), fullPage: true });
    await context.close();
  });

  for (const scheme of ['light', 'dark']) {
    test(`${name}: axe finds no violation, ${scheme}`, async () => {
      const { context, page } = await openFile(browser, pageFile(name), { scheme });
      await page.$$eval('details', (all) => all.forEach((details) => { details.open = true; }));
      await page.evaluate(axeSource);
      const found = await page.evaluate(async () => (await globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
        .map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`));
      assert.deepEqual(found, []);
      if (scheme === 'dark') await page.screenshot({ path: path.join(screenshots, `${name}-dark.png`), fullPage: true });
      await context.close();
    });
  }

  test(`${name}: does not overflow at 400 pixels`, async () => {
    const { context, page } = await openFile(browser, pageFile(name), { width: 400 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.screenshot({ path: path.join(screenshots, `${name}-400.png`), fullPage: true });
    assert.ok(wide <= 0, `${wide} pixels too wide`);
    await context.close();
  });

  test(`${name}: prints complete and in light colours`, async () => {
    const { context, page } = await openFile(browser, pageFile(name), { scheme: 'dark', width: 718 });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const state = await page.evaluate(() => ({
      background: getComputedStyle(document.body).backgroundColor,
      hidden: Array.from(document.querySelectorAll('section, section h2, .card, .evidence table, figure svg')).filter((item) => item.getClientRects().length === 0).length,
      cut: Array.from(document.querySelectorAll('table, figure svg')).filter((item) => item.getBoundingClientRect().right > innerWidth + 1 && item.getClientRects().length > 0)
        .map((item) => `${item.id || item.closest('figure').id}: ${Math.round(item.getBoundingClientRect().right)}`),
    }));
    assert.equal(state.background, 'rgb(255, 255, 255)');
    assert.equal(state.hidden, 0);
    assert.deepEqual(state.cut, []);
    const pdf = await page.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
    writeFileSync(path.join(screenshots, `${name}.pdf`), pdf);
    assert.ok(pdf.length > 10000);
    await context.close();
  });

  test(`${name}: every link leads somewhere, and every id stands once`, async () => {
    const { context, page } = await openFile(browser, pageFile(name));
    const state = await page.evaluate(() => ({
      dead: Array.from(document.querySelectorAll('a[href^="#"]')).map((link) => link.getAttribute('href'))
        .filter((href) => !document.getElementById(href.slice(1))),
      twice: Array.from(document.querySelectorAll('[id]')).map((item) => item.id).filter((id, place, all) => all.indexOf(id) !== place),
    }));
    assert.deepEqual(state, { dead: [], twice: [] });
    await context.close();
  });

  test(`${name}: is under 3 MB and valid HTML`, async () => {
    assert.ok(statSync(pageFile(name)).size < 3e6, `${statSync(pageFile(name)).size} bytes`);
    const rules = new HtmlValidate({ extends: ['html-validate:standard'], rules: {
      'no-inline-style': 'off', 'long-title': 'off', 'no-redundant-role': 'off', 'prefer-native-element': 'off',
      'require-sri': 'off', 'no-trailing-whitespace': 'off', 'text-content': 'off' } });
    // The libraries' text is no markup: it only makes the check slow.
    const html = readPage(name).replace(/<script>[\s\S]*?<\/script>/g, '<script>0;</script>');
    const report = await rules.validateString(html);
    assert.deepEqual(report.results.flatMap((result) => result.messages.map((message) => `${message.line}: ${message.ruleId}: ${message.message}`)).slice(0, 20), []);
  });
}

for (const ask of ['the browser', 'the button']) {
  test(`a print that ${ask} asks for at once waits for no turn: all charts and evidence are on paper`, async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // Drawing in turn ends with the first pause: what is drawn now is drawn for the print.
    await page.addInitScript(() => {
      globalThis.setTimeout = () => 0;
      const real = performance.now.bind(performance);
      let calls = 0;
      performance.now = () => real() + 1000 * (calls += 1);
      globalThis.look = () => { document.documentElement.dataset.left = document.querySelectorAll('figure[data-chart]:not([data-drawn]), details.evidence:not([open])').length; };
      globalThis.print = () => {
        dispatchEvent(new Event('beforeprint'));
        globalThis.look();
        dispatchEvent(new Event('afterprint'));
      };
    });
    await page.goto(pathToFileURL(pageFile('combined')).href);
    const counts = () => page.evaluate(() => [document.querySelectorAll('figure[data-chart]').length,
      document.querySelectorAll('figure[data-drawn]').length, document.documentElement.dataset.ready, document.documentElement.dataset.left]);
    const [charts, drawn, ready] = await counts();
    assert.ok(drawn < charts && ready === undefined, `${drawn} of ${charts} were drawn before`);
    const folds = () => page.$$eval('details.evidence', (all) => [all.length, all.filter((one) => one.open).length]);
    const [evidence, open] = await folds();
    assert.ok(evidence > 0 && open === 0, `${open} of ${evidence} stood open`);
    if (ask === 'the browser') {
      await page.evaluate(() => addEventListener('beforeprint', globalThis.look));  // after the page's own
      await page.pdf();
    } else {
      await page.click('[data-print]');
    }
    await until(page, () => 'left' in document.documentElement.dataset);
    const [, after, state, left] = await counts();
    assert.deepEqual([after, state, left], [charts, 'yes', '0'], 'printed before all was drawn and opened');
    assert.deepEqual(await folds(), [evidence, 0], 'evidence stayed open after the print');
    await context.close();
  });
}

test('a link leads to its section, though what lies between was not laid out', async () => {
  const context = await browser.newContext({ viewport: { width: 1380, height: 1000 } });
  const page = await context.newPage();
  await page.addInitScript(() => { globalThis.requestIdleCallback = () => 0; });
  const open = async (hash) => {
    await page.goto('about:blank');
    await page.goto(pathToFileURL(pageFile('combined')).href + hash);
    await until(page, () => 'ready' in document.documentElement.dataset);
  };
  const arrived = (hash) => until(page, (id) => {
    const { top } = document.querySelector(id).getBoundingClientRect();
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    return (top > 40 && top < 110) || (atEnd && top > 40 && top < innerHeight);
  }, hash);
  await open('');
  for (const hash of ['#security', '#method']) {
    await open('');
    assert.ok(await page.$$eval('figure.card:not(.laid)', (waiting) => waiting.length) > 0, 'nothing waits for its layout');
    await page.click(`.side a[href="${hash}"]`);
    await arrived(hash);
    await open(hash);
    await arrived(hash);
  }
  await context.close();
});

test('the theme switch goes from auto to light to dark and back', async () => {
  const { context, page } = await openFile(browser, pageFile('full'));
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  await page.click('[data-theme-switch]');
  assert.equal(await colour(), light);
  await page.click('[data-theme-switch]');
  assert.notEqual(await colour(), light);
  assert.equal(await page.textContent('[data-theme-switch]'), 'Theme: dark');
  const ink = await page.$eval('#figure-wire svg text', (text) => getComputedStyle(text).fill);
  const [red] = ink.match(/\d+/).map(Number);
  assert.ok(red > 120, `chart text stayed dark: ${ink}`);
  await page.click('[data-theme-switch]');
  assert.equal(await colour(), light);
  await context.close();
});

test('a table sorts by number, up and down', async () => {
  const { context, page } = await openFile(browser, pageFile('full'));
  const values = () => page.$$eval('#table-summary tbody tr', (rows) => rows.map((row) => Number(row.children[1].dataset.value)));
  const head = page.locator('#table-summary thead th').nth(1);
  await head.locator('button').click();
  const up = await values();
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  await head.locator('button').click();
  assert.deepEqual(await values(), [...up].reverse());
  await context.close();
});

test('a copy button puts the text on the clipboard', async () => {
  const { context, page } = await openFile(browser, pageFile('full'), { permissions: ['clipboard-read', 'clipboard-write'] });
  const wanted = await page.textContent('#reproduce pre');
  await page.click('#reproduce [data-copy]');
  await until(page, () => document.querySelector('#reproduce [data-copy]').textContent === 'Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), wanted);
  await context.close();
});

test('sentences for coursework are copied as they stand', async () => {
  const { context, page } = await openFile(browser, pageFile('full'), { permissions: ['clipboard-read', 'clipboard-write'] });
  const quotes = page.locator('#coursework .quote');
  assert.ok(await quotes.count() > 10);
  for (const place of [0, 3]) {
    const quote = quotes.nth(place);
    await quote.locator('[data-copy]').click();
    await page.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, await quote.locator('p').textContent());
  }
  await context.close();
});

for (const format of ['svg', 'png']) {
  test(`a chart is saved as ${format}`, async () => {
    const { context, page } = await openFile(browser, pageFile('full'), { scheme: 'dark' });
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#figure-wire [data-save="${format}"]`)]);
    assert.match(download.suggestedFilename(), new RegExp(`-wire\\.${format}$`));
    const bytes = readFileSync(await download.path());
    if (format === 'png') {
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    } else {
      const svg = bytes.toString();
      assert.match(svg, /^<svg/);
      assert.ok(!svg.includes('var('), 'a colour is still a variable of the page');
      assert.ok(svg.includes('#66717d'), 'not the light colours of paper');
    }
    await context.close();
  });
}

test('a chart that cannot be drawn says so and keeps its data table', async () => {
  const broken = path.join(screenshots, 'broken.html');
  const html = readPage('full');
  const spoilt = html.replace('"mark":"', '"mark":"no-such-').replace('labelExpr":"', 'labelExpr":")(');
  assert.notEqual(spoilt, html);
  writeFileSync(broken, spoilt);
  const { context, page, seen } = await openFile(browser, broken);
  const words = await page.$$eval('.failed', (boxes) => boxes.filter((box) => box.getClientRects().length > 0).map((box) => box.textContent));
  assert.ok(words.length >= 1 && words.every((text) => /could not be drawn/.test(text)), words.join());
  assert.ok(seen.errors.length >= 1);
  assert.ok(await page.$$eval('figure:has(.failed) table tbody tr', (rows) => rows.length) > 0);
  await context.close();
});
