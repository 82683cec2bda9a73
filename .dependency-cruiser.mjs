/**
 * The order of the rooms, held by `npm run lint`. Each looks only at those on its left:
 *
 *   page:    engine → contract → files → kit → session → dataset → drawing/settings → models → library → advice → memory
 *            → drawing/fields → { create, compare, morph, training } → app
 *   workers: engine, contract, files → shared → rooms → entries
 *   engine:  graph, weights → runtime → nets, text, diffusion, adapters → pipeline → training → memory
 *
 * Each rule names a room and the only rooms it may look into; npm packages are free unless a rule says otherwise.
 */

const ROOTS = '^(src|workers|engine|tests|bench|scripts|reference)/';

/** Within `room`, local imports may only lead to `allowed` (and to the room itself). */
const only = (room, allowed, comment) => ({
  name: `${room.replace(/^(src\/features|src|engine\/src)\//, '').replaceAll('/', '-')}-looks-only-where-it-may`,
  comment,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: ROOTS, pathNot: [`${room}/`, ...allowed].map((path) => `^${path}`) },
});

/** The engine by its public name. Its file is the same for everybody; by which name is another rule's matter. */
const engine = 'engine/src/index[.]ts$';
const contract = 'src/contract/';
const files = 'src/files/';

/** The page's rooms from the bottom up, each with why it stands there. A room sees all that are named before it. */
const PAGE = [
  ['src/contract', 'Both sides import the contract; it imports neither.'],
  ['src/files', 'Files in the browser’s storage: page and workers both keep adapters’ numbers there.'],
  ['src/kit', 'Controls, records and the link to workers: of no subject, so that every subject can use them.'],
  ['src/session', 'What all subjects share while the page is open: device, open model, jobs, notices.'],
  ['src/features/dataset', 'The photographs come first: nothing of what is made of them is known here.'],
  ['src/features/drawing/settings', 'How pictures are drawn, as plain values: the library keeps such settings.'],
  ['src/features/models', 'Models stand by themselves; adapters are made for them.'],
  ['src/features/library', 'Adapters and embeddings, whoever made them: they know no form that uses them.'],
  ['src/features/advice', 'Rules judge what is handed to them; they may look things up in library and dataset.'],
  ['src/features/memory', 'The plan beside a form: which form it is does not matter to it.'],
  ['src/features/drawing/fields', 'Fields that several panels show; they choose from the library.'],
];

/** The four panels that stand side by side. What two of them need belongs to a room below. */
const PANELS = ['create', 'compare', 'morph', 'training'];

const belowPanels = [engine, ...PAGE.map(([room]) => `${room}/`)];

const pageRules = [
  ...PAGE.map(([room, why], index) => only(room, belowPanels.slice(0, index + 1), why)),
  ...PANELS.map((panel) =>
    only(
      `src/features/${panel}`,
      belowPanels,
      'The panels are independent of each other: one can be changed or left out without the others.',
    ),
  ),
  only(
    'src/app',
    [...belowPanels, ...PANELS.map((panel) => `src/features/${panel}/`)],
    'The shell puts the subjects together.',
  ),
  only('src', [engine], 'The page knows the workers by their contract alone; it starts them by address.'),
];

const shared = 'workers/shared/';

const workerRules = [
  only(
    'workers',
    [contract, files, engine],
    'Workers know the contract, the stored files and the engine, and nothing else of the page.',
  ),
  only('workers/shared', [contract], 'What every worker says in the same way; it knows none of them.'),
  only('workers/images', [contract, shared], 'Image decoding stands alone.'),
  only('workers/film', [contract, shared], 'Film encoding stands alone.'),
  only(
    'workers/scores',
    [contract, shared, engine],
    'Judging pictures stands alone; the engine tells when a connection stands still.',
  ),
  only('workers/offline', [contract], 'The service worker serves files; it knows nothing of what they do.'),
  only(
    'workers/models',
    [contract, files, shared, engine],
    'Keeping models stands alone; the engine tells what it can use.',
  ),
  only(
    'workers/studio',
    [contract, files, shared, engine, 'workers/models/'],
    'Drawing and training read stored models where the models worker keeps them.',
  ),
  {
    name: 'worker-entries-are-started-not-imported',
    comment: 'A worker is a program of its own; importing its entry would run it on the wrong thread.',
    severity: 'error',
    from: {},
    to: { path: '[.]worker[.]ts$', dependencyTypesNot: ['type-only'] },
  },
];

/** Folders of the engine, and what all of them may use: the class that its errors are of. */
const layers = (...folders) => ['engine/src/EngineError[.]ts$', ...folders.map((folder) => `engine/src/${folder}/`)];

/** What a net is made of and fed with. They use each other, and nothing that draws or trains. */
const PARTS = ['nets', 'text', 'diffusion', 'adapters'];
const belowPipeline = layers('graph', 'weights', 'runtime', ...PARTS);

const engineRules = [
  only('engine', [], 'The engine is a library: it knows neither page nor worker.'),
  only(
    'engine/src/graph',
    [...layers(), 'engine/src/weights/halfFloat[.]ts$'],
    'The bottom of the engine; it shares the half-precision format with the weights.',
  ),
  only('engine/src/weights', layers(), 'The bottom of the engine.'),
  only('engine/src/runtime', layers('graph', 'weights'), 'Sessions run graphs over weights.'),
  ...PARTS.map((part) => only(`engine/src/${part}`, belowPipeline, 'Knows nothing of drawing or training.')),
  only('engine/src/pipeline', belowPipeline, 'A model draws; it knows nothing of training.'),
  only('engine/src/training', [...belowPipeline, 'engine/src/pipeline/'], 'Training builds on drawing.'),
  only(
    'engine/src/memory',
    layers('training', 'pipeline', 'adapters', 'nets', 'graph'),
    'Plans from shapes: it runs nothing.',
  ),
  {
    name: 'memory-is-looked-at-by-the-entries-alone',
    comment: 'What is planned must not change what runs.',
    severity: 'error',
    from: { path: '^engine/src/[^/]+/', pathNot: '^engine/src/memory/' },
    to: { path: '^engine/src/memory/' },
  },
  {
    name: 'recipes-are-plain-values',
    comment: 'Of training they know the types of its settings alone: whoever uses them decides with what.',
    severity: 'error',
    from: { path: '^engine/src/recipes/' },
    to: { path: ROOTS, pathNot: '^engine/src/recipes/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'engine-runs-anywhere',
    comment: 'Nothing of the page, of messaging or of one platform: the engine runs in browsers and in Node alike.',
    severity: 'error',
    from: { path: '^engine/src/', pathNot: '^engine/src/node/' },
    to: {
      path: [
        'node_modules/(react|react-dom|zustand|comlink|idb-keyval|radix-ui|sonner|uplot|lucide-react)/',
        '^(node:)?(fs|path|os|worker_threads|child_process|crypto|url)(/|$)',
      ],
    },
  },
  {
    name: 'engine-is-imported-by-name',
    comment: 'Outside the engine its modules have no address: the public name, or the internal one for tests.',
    severity: 'error',
    from: { pathNot: '^engine/' },
    to: { path: '^engine/', dependencyTypesNot: ['aliased-workspace'] },
  },
  {
    name: 'tests-of-the-engine-need-no-page',
    comment: 'The engine is a library: its tests, and the values that they train with, stand without the product.',
    severity: 'error',
    from: { path: '^tests/engine/' },
    to: { path: '^(src|workers)/' },
  },
  {
    name: 'the-internal-entry-is-for-tests',
    comment: 'What the product needs belongs into the public entry; tests, bench and scripts may look inside.',
    severity: 'error',
    from: { path: '^(src|workers)/' },
    to: { path: '^engine/', pathNot: `^${engine}` },
  },
];

const generalRules = [
  {
    name: 'no-circles',
    comment: 'The operators are the one exception: gradients of operators are made of each other.',
    severity: 'error',
    from: { pathNot: '^engine/src/graph/operators/' },
    to: { circular: true },
  },
  {
    name: 'product-needs-no-tests',
    comment: 'What is shipped stands without what checks and measures it.',
    severity: 'error',
    from: { path: '^(src|workers|engine/src)/' },
    to: { path: '^(tests|bench|scripts|reference)/' },
  },
  {
    name: 'imports-lead-somewhere',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'product-uses-no-development-package',
    comment: 'Types aside, and the runtime that stands in for onnxruntime-web in Node.',
    severity: 'error',
    from: { path: '^(src|workers|engine/src)/' },
    to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(@types|@webgpu|onnxruntime-node)/' },
  },
  {
    name: 'packages-are-declared',
    severity: 'error',
    from: { path: '^(src|workers|engine|tests|bench|scripts)/' },
    // The engine's runtimes are its optional peers: whoever uses it brings the one of the platform.
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
  },
];

export default {
  forbidden: [...pageRules, ...workerRules, ...engineRules, ...generalRules],
  options: {
    // Imports of types count as well: they too say who knows whom.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(dist|public|bench/last-run|engine/dist)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // 'source' first: the workspace's own TypeScript, not what its package would be published with.
      conditionNames: ['source', 'import', 'types', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
