// The command line for studies of one's own, which shares its modules with the library that they import. The other one
// (main.ts, bundled by itself) starts sooner, but what a study gets from `restudy` would not be what it has itself.
import { projectArguments } from './project.js';
import { reportError } from './report-error.js';

const args = process.argv.slice(2);
try {
  process.argv.splice(2, args.length, ...projectArguments(args));
  await import('./main.js');
} catch (error) {
  process.exitCode = reportError(error, {
    json: args.includes('--json'),
    verbose: args.includes('--verbose'),
  });
}
