// SPDX-License-Identifier: MIT
// What moves on the page: charts, theme, sorting, copying, saving. No network, no eval.
'use strict';
(() => {
  const bundle = JSON.parse(document.getElementById('chart-data').textContent);
  const tip = document.getElementById('tip');
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

  function fail(holder, words) {
    const box = document.createElement('p');
    box.className = 'failed';
    box.textContent = words;
    holder.replaceChildren(box);
    holder.removeAttribute('role');
    holder.removeAttribute('aria-label');
  }

  function showTip(handler, event, item, value) {
    tip.hidden = value === null || value === undefined;
    if (tip.hidden) return;
    tip.textContent = value;
    const left = Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${event.clientY + 16}px`;
  }

  /** All figures are as wide as the first: asking each would lay out what is far from the screen. */
  const plot = document.querySelector('figure .plot');
  const plotWidth = plot ? Math.max(300, plot.clientWidth - 6) : 0;

  async function drawNow(figure) {
    const chart = bundle.charts.find((entry) => entry.id === figure.dataset.chart);
    const holder = figure.querySelector('.vega');
    if (!bundle.library) {
      fail(holder, 'This build of mqseal has no chart library: run ./dev build and make the report again. The data table below is complete.');
      return;
    }
    try {
      const view = chartView(vega, vegaLite, chart, bundle.theme, plotWidth, { container: holder, tooltip: showTip, hover: true });
      await view.runAsync();
      // The holder has the words; Vega's own roles have none.
      all('[role], [aria-roledescription]', holder).forEach((part) => {
        ['role', 'aria-roledescription', 'aria-label'].forEach((name) => part.removeAttribute(name));
      });
      const svg = holder.querySelector('svg');
      const marks = svg.querySelectorAll('.mark-group, [class*="mark-"] path').length;
      if (view.problems.length > 0 || marks === 0) throw new Error(view.problems.join('; ') || 'it has no marks');
      figure.style.setProperty('--plot', `${svg.getAttribute('height')}px`);
      figure.dataset.drawn = 'yes';
    } catch (error) {
      fail(holder, `This chart could not be drawn: ${error.message}. Its numbers are in the data table.`);
      console.error(`chart ${figure.dataset.chart}: ${error.message}`);
    }
  }

  const drawings = new Map();
  /** Starts a chart at most once; its promise is kept when it is drawn, or says why not. */
  function draw(figure) {
    if (!drawings.has(figure)) drawings.set(figure, drawNow(figure));
    return drawings.get(figure);
  }

  /** The chart as it looks on paper: light colours instead of the page's variables. */
  function paperSvg(figure) {
    const svg = figure.querySelector('.vega svg').cloneNode(true);
    const paper = document.createElement('div');
    paper.className = 'paper';
    document.body.append(paper);
    const style = getComputedStyle(paper);
    const text = new XMLSerializer().serializeToString(svg)
      .replace(/var\((--[\w-]+)\)/g, (match, name) => style.getPropertyValue(name).trim() || match);
    paper.remove();
    return text;
  }

  function download(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function save(figure, format) {
    await draw(figure);
    const svg = paperSvg(figure), name = `${bundle.name}-${figure.dataset.chart}.${format}`;
    if (format === 'svg') {
      download(new Blob([svg], { type: 'image/svg+xml' }), name);
      return;
    }
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = 2 * picture.width;
      canvas.height = 2 * picture.height;
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#ffffff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => download(blob, name), 'image/png');
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  }

  function sort(button) {
    const head = button.closest('th'), table = head.closest('table'), body = table.tBodies[0];
    const place = Array.from(head.parentNode.children).indexOf(head);
    const down = head.getAttribute('aria-sort') === 'ascending';
    all('th', table.tHead).forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = (row) => row.children[place].dataset.value;
    const number = (text) => (text.trim() === '' ? NaN : Number(text));
    const compare = (a, b) => {
      const x = number(key(a)), y = number(key(b));
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || key(a).localeCompare(key(b));
      return x - y;
    };
    const sorted = Array.from(body.rows).sort(compare);
    body.append(...(down ? sorted.reverse() : sorted));
  }

  async function copy(button) {
    const holder = button.closest('.quote, .card, .missing');
    const text = (holder.querySelector('pre') || holder.querySelector('code:last-of-type') || holder.querySelector('p')).textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = document.createElement('textarea');
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  }

  const themes = ['auto', 'light', 'dark'];
  function setTheme(name) {
    if (name === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    document.querySelector('[data-theme-switch]').textContent = `Theme: ${name}`;
    try { localStorage.setItem('mqseal-theme', name); } catch { /* a file may have no storage */ }
  }

  function followScroll() {
    const links = all('.side a');
    const here = links.filter((link) => document.querySelector(link.hash).getBoundingClientRect().top < 160).pop() || links[0];
    links.forEach((link) => link.classList.toggle('here', link === here));
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) goTo(link.hash);
    const button = event.target.closest('button');
    if (!button) return;
    if ('sort' in button.dataset) sort(button);
    if ('copy' in button.dataset) copy(button);
    if ('save' in button.dataset) save(button.closest('figure'), button.dataset.save);
    if ('print' in button.dataset) drawAll().then(() => print());
    if ('themeSwitch' in button.dataset) {
      const now = document.documentElement.dataset.theme || 'auto';
      setTheme(themes[(themes.indexOf(now) + 1) % themes.length]);
    }
  });
  let stored = 'auto';
  try { stored = localStorage.getItem('mqseal-theme') || 'auto'; } catch { /* as above */ }
  setTheme(themes.includes(stored) ? stored : 'auto');
  addEventListener('scroll', followScroll, { passive: true });
  followScroll();
  /** Every chart, now. The only place that says that all are drawn. */
  async function drawAll() {
    await Promise.all(all('figure[data-chart]').map(draw));
    document.documentElement.dataset.ready = 'yes';
  }

  const whenIdle = globalThis.requestIdleCallback || ((run) => setTimeout(run, 50));
  /** Lays out `count` more blocks of those that page.css lets wait, the rest in idle turns of ten: from
      then on every height is known, and a link or the scroll bar leads where it should. */
  function layOut(count) {
    const waiting = all(':is(.card.flush, figure.card):not(.laid)');
    waiting.slice(0, count).forEach((block) => block.classList.add('laid'));
    if (waiting.length > count) whenIdle(() => layOut(10));
    else document.documentElement.dataset.whole = 'yes';
  }

  /** While the page grows, the browser's own jump to a part ends elsewhere: so it grows first. */
  async function goTo(hash) {
    const part = document.getElementById(hash.slice(1)), fold = part?.closest('details');
    if (fold) fold.open = true;
    if (!part || 'whole' in document.documentElement.dataset) return;
    layOut(Infinity);
    await drawAll();
    part.scrollIntoView();
  }

  /** The charts in the page's order, with a pause for the reader's input whenever 50 ms have passed. */
  async function drawInTurn() {
    let since = performance.now();
    for (const figure of all('figure[data-chart]')) {
      if (performance.now() - since > 50) {
        await new Promise((done) => { setTimeout(done); });
        since = performance.now();
      }
      await draw(figure);
    }
    await drawAll();
    whenIdle(() => layOut(10));
  }
  // Paper cannot wait for the next turn, nor be opened.
  addEventListener('beforeprint', () => {
    all('details.evidence:not([open])').forEach((fold) => {
      fold.open = true;
      fold.dataset.printing = 'yes';
    });
    drawAll();
  });
  addEventListener('afterprint', () => all('[data-printing]').forEach((fold) => {
    fold.open = false;
    delete fold.dataset.printing;
  }));
  if (location.hash && performance.getEntriesByType('navigation')[0].type === 'navigate') goTo(location.hash);
  drawInTurn();
})();
