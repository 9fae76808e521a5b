// SPDX-License-Identifier: MIT
// JSON lines of mcu_avr and mcu_uc (stdin) to sim/device/tables/<target>.json. Called by ./dev mcu.
// Of the optimisations of each implementation the fastest and the smallest are kept.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2];
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** The same sum as cmake/DeviceSourcesHash.cmake. */
function sourcesSha256() {
  const listed = (folder, pattern) => readdirSync(join(root, folder)).filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`);
  const files = [...listed('ciphers/core', /\.h$/), ...listed('bench/mcu/firmware', /^firmware\.cpp$/),
    ...listed('bench/mcu/runner', /^thumb_.*\.cpp$/)].sort();
  return sha256(files.map((file) => `${file} ${sha256(readFileSync(join(root, file)))}\n`).join(''));
}

const cost = (row) => row.cycles ?? row.instructions;

/** Optimisations to keep of one implementation of a cipher on one target: fastest, smallest. */
function kept(rows) {
  const total = (level) => rows.filter((row) => row.optimisation === level && !['key_setup', 'control'].includes(row.operation))
    .reduce((sum, row) => sum + cost(row), 0);
  const levels = [...new Set(rows.map((row) => row.optimisation))];
  const fastest = levels.reduce((a, b) => (total(b) < total(a) ? b : a));
  const flash = (level) => rows.find((row) => row.optimisation === level).flash_bytes;
  const smallest = levels.reduce((a, b) => (flash(b) < flash(a) ? b : a));
  return new Set([fastest, smallest]);
}

/** What every row of a table shares, and so is written once. */
function theOnly(rows, key) {
  const values = new Set(rows.map((row) => row[key]));
  if (values.size !== 1) throw new Error(`rows of one target differ in ${key}: ${[...values].join(' | ')}`);
  return [...values][0];
}

const lines = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const failed = lines.filter((line) => line.row === 'check' && line.kat !== 'ok');
if (failed.length > 0 || lines.length === 0) {
  console.error('write_tables: a check failed, or nothing was measured; no table is written');
  process.exit(1);
}
const hash = sourcesSha256();
for (const target of new Set(lines.map((line) => line.target))) {
  const ours = lines.filter((line) => line.target === target);
  const rows = [];
  const measured = ours.filter((line) => line.row === 'measurement');
  const maker = (row) => `${row.cipher} ${row.implementation}`;
  for (const one of new Set(measured.map(maker))) {
    const its = measured.filter((row) => maker(row) === one);
    const levels = kept(its);
    rows.push(...its.filter((row) => levels.has(row.optimisation)));
  }
  const checks = ours.filter((line) => line.row === 'check');
  const common = {
    target,
    basis: theOnly(rows, 'basis'),
    compiler: theOnly(rows, 'compiler'),
    flags: theOnly(rows.map((row) => ({ flags: row.flags.replace(` -${row.optimisation}`, '') })), 'flags'),
    sources_sha256: hash,
  };
  const lean = ({ row, target: _, basis, compiler, flags, elf, failure, kat, ...rest }) => JSON.stringify(rest);
  const text = `${JSON.stringify(common).slice(0, -1)},\n"checks":[\n${checks.map(lean).join(',\n')}\n],\n"rows":[\n${rows.map(lean).join(',\n')}\n]}\n`;
  writeFileSync(join(root, `sim/device/tables/${target}.json`), text);
  console.log(`sim/device/tables/${target}.json: ${rows.length} rows, ${checks.length} images checked`);
}
