/** German, of all rooms. */

import advice from './advice.json' with { type: 'json' };
import app from './app.json' with { type: 'json' };
import compare from './compare.json' with { type: 'json' };
import contract from './contract.json' with { type: 'json' };
import create from './create.json' with { type: 'json' };
import dataset from './dataset.json' with { type: 'json' };
import drawing from './drawing.json' with { type: 'json' };
import files from './files.json' with { type: 'json' };
import kit from './kit.json' with { type: 'json' };
import library from './library.json' with { type: 'json' };
import memory from './memory.json' with { type: 'json' };
import models from './models.json' with { type: 'json' };
import morph from './morph.json' with { type: 'json' };
import session from './session.json' with { type: 'json' };
import training from './training.json' with { type: 'json' };
import workers from './workers.json' with { type: 'json' };

export const catalogue: Readonly<Record<string, string>> = {
  ...contract,
  ...files,
  ...kit,
  ...session,
  ...dataset,
  ...drawing,
  ...models,
  ...library,
  ...advice,
  ...memory,
  ...create,
  ...compare,
  ...morph,
  ...training,
  ...app,
  ...workers,
};
