import { Command, Option } from 'commander';
import { parseOptions } from './options/options.js';
import { writeErrorText, writeText } from './terminal/output.js';
import { reportError } from './terminal/report-error.js';
import { version } from './workspace/version.js';

const program = new Command('restudy')
  .description('Reruns a machine-learning study, MNIST or your own, and does only the work that changed.')
  .version(version)
  .configureOutput({
    writeOut: (text) => writeText(text.replace(/\n$/, '')),
    writeErr: (text) => writeErrorText(text.replace(/\n$/, '')),
  })
  .showHelpAfterError('(restudy --help lists the commands and their options)')
  .exitOverride((error) => {
    // Help and version end well; anything else the parser refuses is bad usage.
    process.exit(error.exitCode === 0 ? 0 : 2);
  });

function command(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .copyInheritedSettings(parent)
    .option('--cache <dir>', 'where results are kept', '.restudy')
    .option('--study <file>', 'a study of your own: the TypeScript or JavaScript module that exports it')
    .option('--params <file>', 'a YAML file of params: step -> param -> value')
    .option('--set <step.param=value>', 'set one param (repeatable; JSON, else a string)', collect, [])
    .option('--json', 'print one JSON object a line')
    .option('--verbose', 'show the stack of an error');
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Commands are loaded when they are called, so that each starts as fast as it can. */
function action<Args extends readonly unknown[]>(load: () => Promise<(...args: Args) => Promise<number>>) {
  return async (...all: unknown[]): Promise<void> => {
    // commander passes the arguments, the options and the command itself.
    const written = all.at(-2) as Readonly<Record<string, unknown>>;
    try {
      const args = [...all.slice(0, -2), parseOptions(written)] as unknown as Args;
      await import('./jitless.js');
      process.exitCode = await (await load())(...args);
    } catch (error) {
      process.exitCode = reportError(error, written);
    }
  };
}

program
  .command('init <dir>')
  .description('write a small study of your own into a new folder')
  .copyInheritedSettings(program)
  .option('--json', 'print one JSON object a line')
  .option('--verbose', 'show the stack of an error')
  .action(action(async () => (await import('./commands/init.js')).init));

const threads = new Option('--threads <n>', 'worker threads (default: as many as there are cores)');
const sign = new Option(
  '--sign <file>',
  'sign what is added to the history with this Ed25519 private key (PEM)',
);
const port = new Option('--port <n>', 'where the live page is served; 0 for any port that is free').default(
  '4784',
);

command(program, 'run [step...]', 'run what is missing: all steps, or these and what they need')
  .addOption(threads)
  .option('--jobs <n>', 'steps open at once', '2')
  .option('--force <step>', 'run this step even if its result is there (repeatable)', collect, [])
  .option('--tag <name>', 'give the run a name, if it ends as done')
  .option('--check [steps]', 'execute again what was a hit, a sample of it or "all", and compare every byte')
  .addOption(sign)
  .option('--ui', 'show the run on a live page too, which stays until Ctrl-C')
  .addOption(port)
  .action(action(async () => (await import('./commands/run.js')).run));

command(program, 'serve', 'serve the live page to this machine: follow runs, change params, run, compare')
  .addOption(port)
  .addOption(threads)
  .option('--jobs <n>', 'steps open at once', '2')
  .addOption(sign)
  .action(action(async () => (await import('./commands/serve.js')).serve));

command(
  program,
  'watch [step...]',
  'run, and again whenever a source, the params file or a file of data is saved',
)
  .addOption(threads)
  .option('--jobs <n>', 'steps open at once (default: 2)')
  .addOption(sign)
  .option('--ui', 'show it on a live page too')
  .addOption(port)
  .action(action(async () => (await import('./commands/watch.js')).watch));

command(program, 'plan [step...]', 'say what run would do and why; nothing runs')
  .option('--force <step>', 'as for run', collect, [])
  .action(action(async () => (await import('./commands/plan.js')).plan));

command(program, 'why <step>', 'say how a step differs from its last record, down to the lines of its code')
  .option(
    '--against <run>',
    "hold it against that run's record: an id, the beginning of one, a tag, latest or previous",
  )
  .action(action(async () => (await import('./commands/why.js')).why));

command(
  program,
  'audit [step...]',
  'execute again from the recorded inputs, and check every byte and the history',
)
  .addOption(threads)
  .option('--jobs <n>', 'steps executed at once', '2')
  .option('--head <hash>', 'check that this head, noted earlier, is still part of the history')
  .option('--public-key <file>', 'check that all of the history is signed with the key to this one (PEM)')
  .option(
    '--keep-damaged',
    'leave damaged results as they are; else they are deleted in the end, to be run again',
  )
  .addOption(sign)
  .action(action(async () => (await import('./commands/audit.js')).audit));

command(
  program,
  'get <[run:]step[.output]>',
  'print or save a result: as the options state it, or of a run or tag',
)
  .option('-o, --output <file>', 'write to this file')
  .addOption(new Option('--format <format>', 'npy, json or bin').choices(['npy', 'json', 'bin']))
  .action(action(async () => (await import('./commands/get.js')).get));

command(program, 'bless <step>', 'declare that a change of code leaves the result of a step as it is')
  .addOption(sign)
  .action(action(async () => (await import('./commands/bless.js')).bless));

command(program, 'export', 'write a run, with all that led to its results, for others to read')
  .option('--ro-crate <dir>', 'as an RO-Crate in this new folder (Provenance Run Crate)')
  .option(
    '--run <run>',
    'the run: an id, the beginning of one, a tag, latest or previous (default: the newest one that is done)',
  )
  .option('--with-data', 'copy all data: large artifacts too, which are named by their hash otherwise')
  .action(action(async () => (await import('./commands/export.js')).exportRun));
command(program, 'lineage [what]', 'say what made a result ([run:]step[.output], or the beginning of a hash)')
  .option('--down', 'say what used it instead')
  .option('--file <file>', 'a result that was exported, or a file of data')
  .action(action(async () => (await import('./commands/lineage.js')).lineage));

command(program, 'graph', 'draw the steps and their wiring')
  .addOption(
    new Option('--format <format>', 'mermaid, dot or svg')
      .choices(['mermaid', 'dot', 'svg'])
      .default('mermaid'),
  )
  .action(action(async () => (await import('./commands/graph.js')).graph));

command(program, 'report', 'write the report of the study, as the options state it, as one HTML file')
  .option('-o, --output <file>', 'write to this file', 'report.html')
  .option('--open', 'open it in the browser')
  .action(action(async () => (await import('./commands/report.js')).report));

command(program, 'runs', 'list the runs and their tags, newest first').action(
  action(async () => (await import('./commands/runs.js')).runs),
);

command(
  program,
  'diff <runA> <runB>',
  'compare two runs step by step (ids, their beginnings, tags, latest, previous)',
).action(action(async () => (await import('./commands/diff.js')).diff));

const cache = program
  .command('cache')
  .description('look after the kept results')
  .copyInheritedSettings(program);
command(cache, 'stats', 'count what is kept and what it takes up').action(
  action(async () => (await import('./commands/cache.js')).stats),
);
command(cache, 'verify', 'check every kept byte; delete what is damaged')
  .option('--repair', 'make a new file of what is good in a damaged one, which stays beside it')
  .addOption(sign)
  .action(action(async () => (await import('./commands/cache.js')).verify));
command(cache, 'gc', 'delete what is not needed any more; the room returns to the file system')
  .option('--dry-run', 'only say what would be deleted')
  .option('--keep-runs <n>', 'keep what the newest n runs used', '10')
  .option('--older-than <age>', 'delete only what no run used for so long, such as 30d or 12h')
  .option('--max-size <size>', 'delete only until the cache fits, least recently used first, such as 2GB')
  .addOption(sign)
  .action(action(async () => (await import('./commands/gc.js')).gc));
command(cache, 'clear', 'delete everything that is kept').action(
  action(async () => (await import('./commands/cache.js')).clear),
);

// All is closed, and all is written. Ending now spares Node to take down its heap piece by piece.
process.once('beforeExit', () => process.exit());

void program.parseAsync();
