// SPDX-License-Identifier: MIT
// JSON lines of mcu_avr and mcu_uc (stdin) to sim/device/tables/<target>.json. Called by ./dev mcu.
// Of the builds of a cipher (implementation and optimisation) the fastest and the smallest are kept.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2];
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** The same sum as cmake/CoreSourcesHash.cmake. */
function coreSourcesSha256() {
  const folder = join(root, 'ciphers/core');
  const headers = readdirSync(folder).filter((name) => name.endsWith('.h')).sort();
  return sha256(headers.map((name) => `${name} ${sha256(readFileSync(join(folder, name)))}\n`).join(''));
}

const cost = (row) => row.cycles ?? row.instructions;

/** Which build of a cipher a row is from: "word-table O3". */
const build = (row) => `${row.implementation} ${row.optimisation}`;

/** Builds to keep for one cipher on one target: fastest, smallest. */
function kept(rows) {
  const total = (name) => rows.filter((row) => build(row) === name && row.operation !== 'key_setup')
    .reduce((sum, row) => sum + cost(row), 0);
  const names = [...new Set(rows.map(build))];
  const fastest = names.reduce((a, b) => (total(b) < total(a) ? b : a));
  const flash = (name) => rows.find((row) => build(row) === name).flash_bytes;
  const smallest = names.reduce((a, b) => (flash(b) < flash(a) ? b : a));
  return new Set([fastest, smallest]);
}

const lines = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const failed = lines.filter((line) => line.row === 'check' && line.kat !== 'ok');
if (failed.length > 0 || lines.length === 0) {
  console.error('write_tables: a check failed, or nothing was measured; no table is written');
  process.exit(1);
}
const hash = coreSourcesSha256();
for (const target of new Set(lines.map((line) => line.target))) {
  const ours = lines.filter((line) => line.target === target);
  const rows = [];
  for (const cipher of new Set(ours.map((line) => line.cipher))) {
    const measured = ours.filter((line) => line.row === 'measurement' && line.cipher === cipher);
    const builds = measured.length > 0 ? kept(measured) : new Set();
    rows.push(...measured.filter((row) => builds.has(build(row))));
  }
  const checks = ours.filter((line) => line.row === 'check');
  const strip = ({ row, target: _, elf, failure, ...rest }) => JSON.stringify(rest);
  const withTarget = ({ row, ...rest }) => JSON.stringify(rest);
  const text = `{"target":"${target}","core_sources_sha256":"${hash}",\n"checks":[\n${checks.map(strip).join(',\n')}\n],\n"rows":[\n${rows.map(withTarget).join(',\n')}\n]}\n`;
  writeFileSync(join(root, `sim/device/tables/${target}.json`), text);
  console.log(`sim/device/tables/${target}.json: ${rows.length} rows, ${checks.length} images checked`);
}
