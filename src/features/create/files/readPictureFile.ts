/** A drawn picture's settings out of its PNG: Weft's own, AUTOMATIC1111's, or ComfyUI's. */
import { parsePythonJson } from '@weft/engine';
import * as z from 'zod';
import { FileAdapters } from '../../../contract/files/settingsFile.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { refused } from '../../../kit/settingsFiles/settingsText.ts';
import { type Taking, tableOf } from '../../../kit/settingsFiles/Taking.ts';
import { readPngText } from '../../../session/imageClient.ts';
import { drawnOverText, takeParameters } from './automatic1111.ts';
import { takeGraph } from './comfyUi.ts';
import { type DrawingReading, drawingReading } from './drawingReading.ts';

/** Characters of a text in a PNG that are read; a large graph of ComfyUI's has some. */
const LONGEST = 1_000_000;

/** What Weft puts there: the settings, and beside them what it was drawn with. */
const OwnText = z.looseObject({
  adapters: FileAdapters.catch([]),
  over: z.object({ strength: z.number() }).optional().catch(undefined),
});

/** @throws StudioError where no settings are in it, or none that can be taken */
export async function readPictureFile(file: File): Promise<DrawingReading> {
  const reading = readPictureTexts(await readPngText(file));
  if (reading) return reading;
  throw refused(
    file,
    t('holds no settings of a drawing'),
    t(
      'Choose a PNG as Weft, AUTOMATIC1111’s web UI or ComfyUI saved it: other programs leave the settings out when they save it anew.',
    ),
  );
}

/** @param texts by their keywords; null where none of them holds settings that can be taken */
export function readPictureTexts(texts: Readonly<Record<string, string>>): DrawingReading | null {
  return drawingReading((taking) => takeTexts(texts, taking));
}

function takeTexts(
  texts: Readonly<Record<string, string>>,
  taking: Taking,
): Pick<DrawingReading, 'program' | 'adapters'> | null {
  const { weft = '', parameters = '', prompt = '' } = texts;
  const own = weft.length <= LONGEST ? OwnText.safeParse(json(weft)).data : undefined;
  if (own) {
    const { adapters, over, ...settings } = own;
    for (const name of Object.keys(PICTURE_SETTINGS)) {
      if (Object.hasOwn(settings, name)) taking.take(name, settings[name], name);
    }
    if (over) taking.leave('over', over.strength, drawnOverText());
    return { program: 'Weft', adapters };
  }
  if (parameters !== '' && parameters.length <= LONGEST) {
    return { program: 'AUTOMATIC1111', adapters: takeParameters(parameters, taking) };
  }
  const graph = prompt.length <= LONGEST ? tableOf(json(prompt)) : {};
  const adapters = takeGraph(graph, taking);
  return adapters && { program: 'ComfyUI', adapters };
}

/** ComfyUI writes Python's JSON, in which a number may be none. */
function json(text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch {
    return null;
  }
}
