/** The worker that brings models in and keeps them, so that a download doesn't wait for a drawing. */
import '../src/contract/policy/withoutEval.ts';
import './shared/alive.ts';
import * as Comlink from 'comlink';
import { Models } from './models/models.ts';

Comlink.expose(new Models());
