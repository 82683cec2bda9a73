/** The worker that holds the model: the page reaches it through Comlink. */
import '../src/contract/policy/withoutEval.ts';
import './shared/alive.ts';
import * as Comlink from 'comlink';
import { Studio } from './studio/studio.ts';

Comlink.expose(new Studio());
