// The journey while processes die: at every step one of the venue's processes is killed with SIGKILL at a random
// moment. The supervisor restarts it, and the journey must come to the same end: nothing lost, nothing doubled, nothing
// out of order. Two journeys, in each of which two processes take turns, the seed says who begins; with
// DEXEXTRA_KILLS=all four, one for each process, so that each dies at each step. DEXEXTRA_SEED repeats a run; the last
// line counts what was checked.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Journey } from './lib/journey.mjs';
import { loadVenue } from './lib/venue.mjs';

const RUN = fileURLToPath(new URL('../../../run.sh', import.meta.url));
const JOURNEYS =
  process.env.DEXEXTRA_KILLS === 'all'
    ? [['engine'], ['gateway'], ['persistence'], ['settlement']]
    : [
        ['engine', 'persistence'],
        ['gateway', 'settlement'],
      ];
const MAX_DELAY_MS = 250;
const RETRY_MS = 100;
const run = promisify(execFile);

// mulberry32: a small generator whose whole state is the seed
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seed = Number(process.env.DEXEXTRA_SEED ?? Date.now() % 2 ** 32);
const random = seeded(seed);
const venue = loadVenue();
console.log(`seed ${seed}`);

let kills = 0;
let lastKilled = '';

// One kill per step: while the supervisor is still restarting the process there is nobody to kill, so try again.
async function kill(name) {
  for (;;) {
    const told = await run(RUN, ['kill', name]).then(({ stdout }) => stdout.trim(), () => '');
    if (told && told !== lastKilled) {
      kills++;
      lastKilled = told;
      return told;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function killSoon(name, step) {
  const delayMs = Math.floor(random() * MAX_DELAY_MS);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  console.log(`  ${await kill(name)} ${delayMs} ms into "${step}"`);
}

let passed = 0;
for (const victims of JOURNEYS) {
  const names = victims.join(' and ');
  const first = Math.floor(random() * victims.length);
  const lines = [];
  const journey = new Journey(venue, (line) => lines.push(line));
  try {
    for (const [index, [step, action]] of journey.steps.entries()) {
      await Promise.all([action(), killSoon(victims[(first + index) % victims.length], step)]);
    }
    passed++;
    console.log(`journey with kills of the ${names}: every book agrees`);
  } catch (error) {
    console.error(`${lines.join('\n')}\njourney with kills of the ${names} FAILED (seed ${seed}): ${error.stack}`);
    await journey.tidy();
  }
  await journey.close();
}

console.log(`${kills} kills`);
console.log(`${passed} passed, ${JOURNEYS.length - passed} failed`);
process.exit(passed === JOURNEYS.length ? 0 : 1);
