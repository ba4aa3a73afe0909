// Plants one bug into a copy of the sources: node plant.mjs <copy> <name>, or lists the names: node plant.mjs --list.
// plants.json: {"name", "file", "find", "put"}; "find" must occur exactly once, so that a plant never rots unseen.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const plants = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'plants.json'), 'utf8'));

function fail(text) {
  console.error(text);
  process.exit(2);
}

const [copy, name] = process.argv.slice(2);
if (copy === '--list') {
  console.log(plants.map((plant) => plant.name).join('\n'));
} else {
  const plant = plants.find((candidate) => candidate.name === name) ?? fail(`no plant is named ${name}`);
  const file = join(copy, plant.file);
  const source = readFileSync(file, 'utf8');
  const parts = source.split(plant.find);
  if (parts.length !== 2) {
    fail(`plant ${name}: its text occurs ${parts.length - 1} times in ${plant.file}, not once`);
  }

  writeFileSync(file, parts.join(plant.put));
}
