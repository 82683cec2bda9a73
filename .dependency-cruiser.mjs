/**
 * The arrows between the rooms, held by `npm run lint`:
 *
 *   src:     app → panels → stores → studio → workers/protocol.ts      (components, storage: see below)
 *   workers: protocol.ts ← *.worker.ts → engine, images, film
 *   engine:  training → model → adapters, nets, diffusion, text → runtime → graph, weights
 *
 * Each rule names a room and the only rooms it may look into; npm packages are free unless a rule says otherwise.
 */

/** Within `room`, local imports may only lead to `allowed` (and to the room itself). */
const only = (room, allowed, comment) => ({
  name: `${room.replaceAll('/', '-')}-looks-only-where-it-may`,
  comment,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: '^(src|workers|tests|bench|scripts|reference)/', pathNot: [room, ...allowed].map((path) => `^${path}`) },
});

const protocol = 'workers/protocol[.]ts$';
const outcome = 'workers/outcome[.]ts$';
const engine = (...folders) => [
  'workers/engine/EngineError[.]ts$',
  ...folders.map((folder) => `workers/engine/${folder}/`),
];

export default {
  forbidden: [
    only('src', [protocol], 'The page knows the workers by their contract alone; it starts them by address.'),
    only(
      'src/panels',
      ['src/components/', 'src/stores/', 'src/words/', 'src/advice/', protocol],
      'Panels show what stores hold.',
    ),
    only('src/components', ['src/words/', protocol], 'Shared controls know no store and no panel.'),
    only('src/advice', [protocol], 'Rules are pure: what they judge is handed to them.'),
    only('src/words', [], 'Words about controls stand by themselves.'),
    only(
      'src/stores',
      ['src/studio/', 'src/storage/', 'src/advice/', protocol],
      'Stores know nothing of what shows them.',
    ),
    only('src/storage', [protocol], 'Storage knows nothing of who keeps things in it.'),
    only('src/studio', [protocol], 'The one door to the workers.'),

    only('workers', [], 'Workers know nothing of the page.'),
    only('workers/images', [protocol, outcome], 'Image decoding stands alone.'),
    only(
      'workers/models',
      [protocol, outcome, 'workers/messages[.]ts$', 'workers/engine/'],
      'Keeping models stands alone; the engine tells what it can use.',
    ),
    only('workers/film', [protocol, outcome], 'Film encoding stands alone.'),
    only('workers/scores', [protocol, outcome], 'Judging pictures stands alone.'),
    only('workers/engine', [], 'The engine is a library: it knows neither page nor worker.'),
    {
      name: 'contract-stands-alone',
      comment: 'Both sides import the contract; it imports neither.',
      severity: 'error',
      from: { path: `^${protocol}` },
      to: { path: '^(src|workers|tests)/' },
    },
    {
      name: 'worker-entries-are-started-not-imported',
      severity: 'error',
      from: {},
      to: { path: '[.]worker[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-runs-anywhere',
      comment: 'Nothing of the page, of messaging or of one platform: the engine runs in browsers and in Node alike.',
      severity: 'error',
      from: { path: '^workers/engine/' },
      to: {
        path: [
          'node_modules/(react|react-dom|zustand|comlink|idb-keyval|radix-ui|sonner|uplot|lucide-react)/',
          '^(node:)?(fs|path|os|worker_threads|child_process|crypto|url)(/|$)',
        ],
      },
    },

    only(
      'workers/engine/graph',
      [...engine(), 'workers/engine/weights/halfFloat[.]ts$'],
      'The bottom of the engine; it shares the half-precision format with the weights.',
    ),
    only('workers/engine/weights', engine(), 'The bottom of the engine.'),
    only('workers/engine/runtime', engine('graph', 'weights'), 'Sessions run graphs over weights.'),
    ...['adapters', 'nets', 'diffusion', 'text'].map((folder) =>
      only(
        `workers/engine/${folder}`,
        engine('adapters', 'nets', 'diffusion', 'text', 'runtime', 'graph', 'weights'),
        'Knows nothing of training.',
      ),
    ),

    only(
      'workers/engine/memory',
      engine('training', 'model', 'adapters', 'nets', 'graph'),
      'Plans from shapes: it runs nothing. Nothing in the engine looks into it.',
    ),

    only(
      'workers/engine/model',
      engine('adapters', 'nets', 'diffusion', 'text', 'runtime', 'graph', 'weights'),
      'A model draws; it knows nothing of training.',
    ),

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
      from: { path: '^(src|workers)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(@types|@webgpu|onnxruntime-node)/' },
    },
    {
      name: 'packages-are-declared',
      severity: 'error',
      from: { path: '^(src|workers|tests|bench)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // Imports of types count as well: they too say who knows whom. Cycles are Biome's (noImportCycles).
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(dist|public|bench/last-run)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
