// SPDX-License-Identifier: MIT
// ./dev bench: runs bench_ciphers and bench_aead (the second once more as on a host without AES
// instructions), prints their rows as tables with ratios, and writes ratios.json and ratios.svg to
// results/local/bench-<UTC time>/ or to --out DIR. Usage: node bench/report.mjs BIN_DIR [--quick]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { picture } from './picture.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const number = (value, digits = 3) => (value === null || value === undefined ? '' : Number(value.toPrecision(digits)).toString());

function options(argv) {
  const result = { programs: argv[2], quick: false, out: null };
  for (let i = 3; i < argv.length; i += 1) {
    if (argv[i] === '--quick') result.quick = true;
    else if (argv[i] === '--out' && argv[i + 1]) result.out = argv[i += 1];
    else {
      console.error(`unknown flag ${argv[i]}; ./dev bench takes --quick and --out DIR`);
      process.exit(2);
    }
  }
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  result.out ??= join(here, '..', 'results', 'local', `bench-${stamp}`);
  return result;
}

/** {machine, rows} of one program. `without_aes`: a process that stands for a host without AES. */
function run(program, { programs, quick }, without_aes = false) {
  const flags = quick ? ['--quick'] : [];
  const env = without_aes
    ? { ...process.env, MQSEAL_BOTAN_NOAES: '1', OPENSSL_ia32cap: '~0x200000200000000' }
    : process.env;
  if (without_aes) flags.push('--filter', '^(seal|open)/');
  const child = spawnSync(join(programs, program), flags, {
    env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28,
  });
  if (child.status !== 0) {
    console.error(`${program} ended with ${child.status ?? child.error?.message ?? child.signal}`);
    process.exit(child.status || 1);
  }
  const lines = child.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const rows = lines.filter((line) => !line.machine);
  return {
    machine: lines.find((line) => line.machine).machine,
    rows: without_aes ? rows.map((row) => ({ ...row, host: 'no-aes' })) : rows,
  };
}

/** Prints rows of cells, the first two columns to the left. */
function table(title, header, lines) {
  const all = [header, ...lines];
  const widths = header.map((_, column) => Math.max(...all.map((line) => String(line[column]).length)));
  const text = (line) => line.map((cell, column) => (column < 2
    ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]))).join('  ');
  console.log(`\n${title}\n${text(header)}`);
  lines.forEach((line) => console.log(text(line)));
}

const same = (a, b) => ['cipher', 'implementation', 'op', 'bytes', 'clients', 'host'].every((key) => a[key] === b[key]);
const unique = (rows) => rows.filter((row, i) => rows.findIndex((other) => same(row, other)) === i);
const ratio_to = (rows, row, peer) => {
  const found = rows.find((other) => same(row, other) && other.peer === peer);
  return found ? `${number(found.ratio)}x` : '';
};

function print_counter_mode(rows) {
  const bytes = 12288;
  const chosen = unique(rows.filter((row) => row.op === 'ctr' && row.bytes === bytes));
  const block = (row) => rows.find((other) => other.op === 'ecb' && other.bytes <= 16
    && other.cipher === row.cipher && other.implementation === row.implementation);
  table(`Counter mode, ${bytes} bytes; one block after another (latency). Ratios: how many times as fast as the peer`,
    ['cipher', 'implementation', 'cycles/byte', 'Crypto++', 'Botan', 'OpenSSL', 'one block, cycles'],
    chosen.map((row) => [row.cipher, row.implementation, number(row.cycles_per_byte),
      ratio_to(rows, row, 'cryptopp'), ratio_to(rows, row, 'botan'), ratio_to(rows, row, 'openssl'),
      block(row) ? number(block(row).cycles_per_byte * block(row).bytes) : '']));
}

/** The implementation that would run: the first of a cipher, in the order of the catalogue. */
const is_best = (rows, row) => rows.find((other) => other.cipher === row.cipher && other.op === row.op
  && other.host === row.host).implementation === row.implementation;

function print_messages(rows, bytes, peers, title) {
  const chosen = unique(rows.filter((row) => row.op === 'seal' && row.bytes === bytes && is_best(rows, row)));
  const ns_of = (row, op) => number(rows.find((other) => same({ ...row, op }, other))?.ns);
  table(`${title}, message of ${bytes} bytes: ns, and how many times as fast as the peer`,
    ['AEAD', 'implementation', 'seal', 'open', 'new key + seal', ...peers],
    chosen.map((row) => [row.cipher, row.implementation, number(row.ns), ns_of(row, 'open'),
      ns_of(row, 'seal_new_key'), ...peers.map((peer) => ratio_to(rows, row, peer))]));
}

function print_batches(rows) {
  table('Batches of many clients, each with its own key: ns a message, against the same one by one',
    ['AEAD', 'implementation', 'clients', 'bytes', 'ns', 'one by one', 'ratio'],
    rows.filter((row) => row.op === 'batch_seal').map((row) => [row.cipher, row.implementation, row.clients,
      row.bytes, number(row.ns), number(row.peer_ns), row.ratio ? `${number(row.ratio)}x` : '']));
}

/** goals.json: what this project set out to reach on an AVX-512 host. */
function print_goals(rows) {
  const goals = JSON.parse(readFileSync(join(here, 'goals.json'), 'utf8'));
  table('Goals', ['what', 'implementation', 'goal', 'measured', ''], goals.map((goal) => {
    const row = rows.find((other) => same({ ...other, ...goal }, other) && (!goal.peer || other.peer === goal.peer));
    const what = `${goal.cipher} ${goal.op} ${goal.bytes} B${goal.peer ? ` / ${goal.peer}` : ''}`;
    if (!row) return [what, goal.implementation, '', 'not measured', ''];
    const cycles = row.cycles_per_byte * (goal.cycles_at_most ? row.bytes : 1);
    const most = goal.cycles_at_most ?? goal.cycles_per_byte_at_most;
    return goal.at_least
      ? [what, goal.implementation, `${goal.at_least}x`, `${number(row.ratio)}x`, row.ratio >= goal.at_least ? 'reached' : 'MISSED']
      : [what, goal.implementation, `${most} cycles${goal.cycles_at_most ? '' : '/byte'}`, number(cycles), cycles <= most ? 'reached' : 'MISSED'];
  }));
}

const chosen = options(process.argv);
const parts = [run('bench_ciphers', chosen), run('bench_aead', chosen), run('bench_aead', chosen, true)];
const rows = parts.flatMap((part) => part.rows);
const { machine } = parts[1];
const whole = rows.filter((row) => row.host !== 'no-aes');
const without = rows.filter((row) => row.host === 'no-aes');
print_counter_mode(whole);
for (const bytes of [16, 64, 256, 1024]) {
  print_messages(whole, bytes, ['cryptopp', 'botan', 'botan-aes-128-gcm', 'openssl-aes-128-gcm', 'openssl-chacha20-poly1305'], 'AEAD');
}
print_messages(without, 16, ['botan-aes-128-eax-noaes', 'botan-aes-128-gcm-noaes', 'botan-chacha20-poly1305-noaes', 'openssl-aes-128-gcm-noaes'],
  'As on a host without AES instructions');
print_batches(whole);
print_goals(whole);
console.log(`\n${machine.cpu} (family ${machine.family}, model ${machine.model}), ${number(machine.core_ghz)} GHz, load ${number(machine.load_average)}: `
  + `${machine.load_average > 1 ? 'NOT QUIET, ' : ''}${machine.units.join(' ')}; ${machine.compiler}, Botan ${machine.botan}, OpenSSL ${machine.openssl}, Crypto++ ${machine.cryptopp}`);

mkdirSync(chosen.out, { recursive: true });
writeFileSync(join(chosen.out, 'ratios.json'), `${JSON.stringify({ schema: 'mqseal-bench/1', created: new Date().toISOString(), quick: chosen.quick, machine, rows }, null, 1)}\n`);
writeFileSync(join(chosen.out, 'ratios.svg'), await picture(whole));
console.log(`rows: ${join(chosen.out, 'ratios.json')}\npicture: ${join(chosen.out, 'ratios.svg')}`);
