// Compiles src/**/*.sol with the pinned compiler into out/<Contract>.json {abi, bytecode}. Warnings fail the build.
// Nothing is written when sources, dependencies and settings are unchanged since the last run.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outFolder = path.join(root, 'out');
const published = [
  'TestUSDC', 'CentralVault', 'SettlementExchange', 'NettedExchange', 'NetJudge', 'StateRoots', 'MarketPayouts',
  'Router', 'UmaOracle',
];
const say = (text) => console.log(`contracts: ${text}`);

// Tests bring sources of their own, such as hostile tokens; a plain build leaves them out.
const withTests = process.argv.includes('--with-tests');
const stampFile = path.join(outFolder, withTests ? '.stamp-tests' : '.stamp');

function solidityFiles(folder) {
  return fs.readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .sort();
}

function readImport(name) {
  const file = name.startsWith('@') ? path.join(root, 'node_modules', name) : path.join(root, name);
  return fs.existsSync(file) ? { contents: fs.readFileSync(file, 'utf8') } : { error: `not found: ${name}` };
}

const sources = Object.fromEntries([...solidityFiles('src'), ...(withTests ? solidityFiles('test') : [])]
  .map((name) => [name, { content: fs.readFileSync(path.join(root, name), 'utf8') }]));
const settings = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 1000 },
  metadata: { bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};
const stamp = createHash('sha256')
  .update(JSON.stringify([sources, settings]))
  .update(fs.readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');
if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) {
  say('up to date');
  process.exit(0);
}

const require = createRequire(import.meta.url);
const solc = require('solc');
say(`compiling ${Object.keys(sources).length} files with solc ${solc.version()}`);
const output = JSON.parse(solc.compile(
  JSON.stringify({ language: 'Solidity', sources, settings }), { import: readImport }));
if (output.errors?.length > 0) {
  for (const error of output.errors) console.error(error.formattedMessage);
  console.error(`contracts: failed with ${output.errors.length} errors or warnings`);
  process.exit(1);
}

fs.mkdirSync(outFolder, { recursive: true });
for (const [source, contracts] of Object.entries(output.contracts)) {
  for (const [name, contract] of Object.entries(contracts)) {
    if (!published.includes(name) && !source.startsWith('test/')) continue;
    const bytecode = `0x${contract.evm.bytecode.object}`;
    fs.writeFileSync(path.join(outFolder, `${name}.json`), JSON.stringify({ abi: contract.abi, bytecode }, null, 1));
    say(`${name}: ${(bytecode.length - 2) / 2} bytes`);
  }
}
fs.writeFileSync(stampFile, stamp);
say(`written to ${path.relative(process.cwd(), outFolder) || '.'}`);
