// Runs the fuzz and invariant tests of forge/. FUZZ_RUNS, INVARIANT_RUNS and INVARIANT_DEPTH enlarge them; the long run
// is INVARIANT_RUNS=10000 INVARIANT_DEPTH=100. FUZZ_SEED repeats one. Further arguments go to forge.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const name = `@foundry-rs/forge-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
const forge = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', 'forge');
const { FUZZ_RUNS, INVARIANT_RUNS, INVARIANT_DEPTH, FUZZ_SEED } = process.env;
const env = { ...process.env };
if (FUZZ_RUNS) env.FOUNDRY_FUZZ_RUNS = FUZZ_RUNS;
if (INVARIANT_RUNS) env.FOUNDRY_INVARIANT_RUNS = INVARIANT_RUNS;
if (INVARIANT_DEPTH) env.FOUNDRY_INVARIANT_DEPTH = INVARIANT_DEPTH;
const seed = FUZZ_SEED ? ['--fuzz-seed', FUZZ_SEED] : [];
const args = ['test', '--root', root, ...seed, ...process.argv.slice(2)];
const { status } = spawnSync(forge, args, { env, stdio: 'inherit' });
process.exit(status ?? 1);
