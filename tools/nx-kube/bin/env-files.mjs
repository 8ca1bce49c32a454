// Prints the `.env*` files of the folders given as arguments. Nx hashes the output into `bundle`: such files are ignored
// by git and so by Nx's own inputs, and a cached `bundle` would not notice one.
import { readdirSync } from 'node:fs';

for (const folder of process.argv.slice(2)) {
  for (const name of readdirSync(folder)) if (name.startsWith('.env')) process.stdout.write(`${folder}/${name}\n`);
}
