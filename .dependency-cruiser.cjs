// The rooms import one way: estimators <- stages -> pipeline -> cache (interface only); reports and cli sit on
// top; only cli/ and stages/study.ts see everything. See docs/architecture.md.
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(estimators|stages|pipeline|cache|reports|cli)/', pathNot: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A type is known by whoever imports it as anything else is.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only('estimators-alone', '^estimators/', '^estimators/', 'The mathematics is usable alone.'),
    only('cache-alone', '^cache/', '^cache/', 'The cache knows bytes, keys and records.'),
    only(
      'pipeline-sees-the-store-interface',
      '^pipeline/',
      '^(pipeline/|cache/((store|record|hash|json)\\.ts$|artifact/))',
      'The engine knows no LMDB, no digits, no terminal.',
    ),
    only(
      'stages-see-estimators-and-engine',
      '^stages/',
      '^(stages|estimators|pipeline)/',
      'A stage is thin: params, inputs, outputs, a call to an estimator.',
    ),
    {
      name: 'only-study-wires-stages',
      comment: 'Stages do not know one another.',
      severity: 'error',
      from: { path: '^stages/', pathNot: '^stages/(study|index)\\.ts$' },
      to: {
        path: '^stages/(data/(fetch|explore|split|deskew)|train/(train-.*|vote)|search/.*-search|content/(evaluate|report))\\.ts$',
      },
    },
    only(
      'reports-below-cli',
      '^reports/',
      '^(reports|stages|estimators|pipeline|cache)/',
      'Reports do not know the CLI.',
    ),
    {
      name: 'one-door-to-the-terminal',
      comment:
        'What is printed goes through cli/terminal/output.ts, which spells out what a terminal would obey.',
      severity: 'error',
      from: { path: '^(estimators|stages|pipeline|cache|reports|cli)/', pathNot: '^cli/terminal/' },
      to: { path: '^cli/terminal/streams\\.ts$|node_modules/log-update/' },
    },
    {
      name: 'not-through-the-index',
      comment:
        'An index has all classifiers, or all stages: whoever imports it reruns when any of them changes.',
      severity: 'error',
      from: { path: '^(estimators|stages|pipeline|reports)/' },
      to: { path: '^(estimators|stages)/index\\.ts$' },
    },
    {
      name: 'estimators-without-rxjs-or-lmdb',
      severity: 'error',
      from: { path: '^estimators/' },
      to: { path: 'node_modules/(rxjs|lmdb|p-limit|commander)' },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { path: '^(estimators|stages|pipeline|cache|reports|cli)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    includeOnly: '^(estimators|stages|pipeline|cache|reports|cli|node_modules)/',
    doNotFollow: { path: 'node_modules' },
  },
};
