/** How scripts find a run's model. */
import { type BundleModel, type RunBundle, XL_FAMILY } from '../../../../contract/runs/runBundle.ts';
import { shellWord } from '../text/shell.ts';
import type { TextFile } from './engine.ts';

/** Families of which an engine with nets of its own knows the shapes. */
export const FAMILIES = { sd1: 'Stable Diffusion 1', sd2: 'Stable Diffusion 2' } as const;

/** Stable Diffusion XL, which only Weft's own runner is written for. */
export const isXl = ({ model }: RunBundle) => model.family === XL_FAMILY;

/** Why other engines get nothing for it. @param script what they have for it */
export function noXl(run: RunBundle, script: string): string[] {
  return isXl(run)
    ? [
        `${run.model.name} is Stable Diffusion XL, for which it has ${script}; Weft writes such runs for its own runner alone.`,
      ]
    : [];
}

/** The file of a model that is one file; null where it is a folder. */
export function singleFileOf({ layout, files }: BundleModel): string | null {
  return layout === 'single-file' ? (files.find(({ path }) => /^[^/]+\.safetensors$/i.test(path))?.path ?? null) : null;
}

/** Whether the studio reads the half-precision files of a repository. */
export function isHalfPrecision({ files }: BundleModel): boolean {
  const weights = files.filter(({ path }) => path.endsWith('.safetensors'));
  return weights.length > 0 && weights.every(({ path }) => path.includes('.fp16.'));
}

/** Lines of bash that set MODEL to a folder or a file on this machine, one folder below the bundle's top. */
export function localModel({ model: { source } }: RunBundle): string {
  switch (source.kind) {
    case 'included':
      return `MODEL=../${shellWord(source.folder)}\n`;
    case 'hub':
      return `pip install huggingface_hub
MODEL="$(python ../${FETCHING})"
`;
    default:
      return `# The model came from your own disk: run.json lists its files with their digests.
MODEL="\${WEFT_MODEL:?Set WEFT_MODEL to the folder or the file of the model}"
`;
  }
}

const FETCHING = 'fetch-model.py';

/** The script that fetches a model of the hub, where there is one. All that is anybody's text it reads from run.json. */
export function fetchScript(run: RunBundle): TextFile[] {
  const { model } = run;
  return model.source.kind === 'hub' && !isXl(run) ? [{ path: FETCHING, text: FETCH }] : [];
}

const FETCH = `"""Fetches the model of run.json, of the very commit that the studio learnt from, and prints where it lies."""
import json
import os
from pathlib import Path

here = Path(__file__).resolve().parent
model = json.loads((here / "run.json").read_text(encoding="utf-8"))["model"]
source = model["source"]
os.environ.setdefault("HF_ENDPOINT", source["hub"])

from huggingface_hub import hf_hub_download, snapshot_download  # noqa: E402

place = {"repo_id": source["repository"], "revision": source["commit"]}
if model["layout"] == "single-file":
    names = [each["path"] for each in model["files"]]
    name = next(name for name in names if "/" not in name and name.lower().endswith(".safetensors"))
    print(hf_hub_download(filename=name, **place))
else:
    # The folders of diffusers' layout, in one format: repositories hold the same weights several times.
    print(
        snapshot_download(
            allow_patterns=["model_index.json", "*/*.json", "*/*.txt", "*/*.safetensors"],
            ignore_patterns=["*non_ema*", "*.onnx*", "*/openvino*"],
            **place,
        )
    )
`;

/** Why an engine that reads what a model predicts from its files can't take it; null where it can. */
export function saidPrediction({ model }: RunBundle): string[] {
  return model.prediction === null
    ? []
    : ['You said what the model predicts; this engine goes by the model’s own files, which say nothing or otherwise.'];
}
