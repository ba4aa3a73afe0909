// ./run.sh demo — the journey on the running venue, each step with its time. The exit code says whether all books
// agree.
import { Journey } from './lib/journey.mjs';
import { loadVenue } from './lib/venue.mjs';

const startedAt = performance.now();
const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(3)} s`.padStart(10);
const journey = new Journey(loadVenue(), (line) => console.log(`${seconds()}    ${line}`));

let code = 0;
try {
  for (const [name, step] of journey.steps) {
    console.log(`${seconds()}  ${name}`);
    await step();
  }
  console.log(`${seconds()}  the engine, PostgreSQL and the chain agree to the last unit`);
} catch (error) {
  console.error(`${seconds()}  FAILED: ${error.stack}`);
  code = 1;
  await journey.tidy();
} finally {
  await journey.close();
}
process.exit(code);
