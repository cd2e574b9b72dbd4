// The command line for studies of one's own, which shares its modules with the library that they import. The other one
// (main.ts, bundled by itself) starts sooner, but what a study gets from `restudy` would not be what it has itself.
import { projectCommand } from './options/project.js';
import { writeWarning } from './terminal/output.js';
import { reportError } from './terminal/report-error.js';

const args = process.argv.slice(2);
try {
  const { args: meant, folder } = projectCommand(args);
  if (folder !== undefined) {
    // Programs that read lines of JSON may read this too.
    if (!args.includes('--json')) {
      writeWarning(`working in ${folder}, the project that this folder is in.`);
    }
    process.chdir(folder);
  }
  process.argv.splice(2, args.length, ...meant);
  await import('./main.js');
} catch (error) {
  process.exitCode = reportError(error, {
    json: args.includes('--json'),
    verbose: args.includes('--verbose'),
  });
}
