// SPDX-License-Identifier: MIT
// From a chart file, its data and a width in pixels to a Vega view. Runs in the page and in Node, so
// that the picture in the page and the stand-alone figure are the same. Draws no geometry itself.

/** Replaces the tokens of charts/theme.json, and the sizes, in a copy of `node`. */
function resolveTokens(node, tokens) {
  if (typeof node === 'string') return node in tokens ? tokens[node] : node;
  if (Array.isArray(node)) return node.map((item) => resolveTokens(item, tokens));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolveTokens(value, tokens)]));
}

/** Columns and panel width that fit `width`, from the chart file's usermeta.layout. */
function chartSize(layout, width, panels) {
  const { left = 60, right = 0, gap = 30, min_panel = 280, max_columns = 1, max_panel = 100000 } = layout;
  const fit = Math.floor((width - left - right + gap) / (min_panel + gap));
  const columns = Math.max(1, Math.min(max_columns, panels, fit));
  const room = (width - left - right - gap * (columns - 1)) / columns;
  return { columns, panel: Math.floor(Math.max(min_panel, Math.min(max_panel, room))) };
}

/** A Vega-Lite specification ready to compile. `chart` is {spec, data: {name: rows}, tokens}. */
function chartSpec(chart, theme, width) {
  const { spec: file, data } = chart;
  const layout = (file.usermeta && file.usermeta.layout) || {};
  const panelRows = layout.panels ? data[layout.panels.data] || [] : [];
  const panels = layout.panels ? new Set(panelRows.map((row) => row[layout.panels.field])).size : 1;
  const size = chartSize(layout, width, Math.max(1, panels));
  const tokens = { ...theme.tokens, ...chart.tokens, $columns: size.columns, $panel: size.panel };
  return { ...resolveTokens(file, tokens), datasets: data, config: theme.config };
}

/** A Vega view without `eval`: expressions run in Vega's interpreter. Throws on a bad chart file. */
function chartView(vega, vegaLite, chart, theme, width, options) {
  const problems = [];
  const keep = (text) => problems.push(String(text));
  const quiet = { level: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet,
    error: (text) => (keep(text), quiet) };
  const compiled = vegaLite.compile(chartSpec(chart, theme, width), { logger: quiet });
  const runtime = vega.parse(compiled.spec, {}, { ast: true });
  const view = new vega.View(runtime, { expr: vega.expressionInterpreter, renderer: 'svg', logger: quiet, ...options });
  view.problems = problems;
  return view;
}
