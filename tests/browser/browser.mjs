// SPDX-License-Identifier: MIT
// What the browser tests share: Debian's Chromium without a network, and a page that is watched for
// errors and requests.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const pages = process.env.MQSEAL_PAGES;
export const screenshots = process.env.MQSEAL_SCREENSHOTS;
mkdirSync(screenshots, { recursive: true });

const candidates = [process.env.MQSEAL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

export async function startBrowser() {
  const executablePath = candidates.find((file) => file && existsSync(file));
  if (!executablePath) throw new Error('no Chromium: apt-get install chromium, or set MQSEAL_CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export const readResult = (name) => JSON.parse(readFileSync(path.join(pages, name, 'result.json'), 'utf8'));
export const readPage = (name) => readFileSync(path.join(pages, name, 'report.html'), 'utf8');
export const pageFile = (name) => path.join(pages, name, 'report.html');

/** Opens a file in a fresh context; `seen` collects console errors and requests that leave it. Waits for
    `state`: 'ready' when all charts are drawn, 'whole' when the far parts are laid out as well. */
export async function openFile(browser, file, { width = 1380, height = 1000, scheme = 'light', state = 'whole', hash = '', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true, ...more });
  const page = await context.newPage();
  const seen = { errors: [], requests: [] };
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) seen.errors.push(message.text()); });
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) seen.requests.push(request.url());
  });
  await page.goto(pathToFileURL(file).href + hash);
  await page.waitForFunction((key) => key in document.documentElement.dataset, state, { timeout: 60000 });
  return { context, page, seen };
}

/** Waits until `condition`, run in the page, is true: never a fixed time. */
export const until = (page, condition, argument) => page.waitForFunction(condition, argument, { timeout: 30000 });
