/** Places where a run can go on: a machine that is rented for it, by four of the usual ways. All of them run Weft's own runner. */
import { stringify } from 'yaml';
import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import type { TextFile } from '../engines/engine.ts';
import { RUNNER_COMMAND, RUNNER_INSTALL } from '../engines/weftRunner.ts';
import { plainName } from '../run.ts';
import { SCRIPT_START } from '../text/shell.ts';

/** One place for all images of containers: PyTorch with CUDA, as Docker Hub has it. */
const IMAGE = 'pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime';

/** How long Hugging Face Jobs may run; its own limit of 30 minutes ends most runs. */
const HOURS = 2;

/** Files in `places/`; a model of the person's own disk has to be brought there too. */
export function placeFiles(run: RunBundle): TextFile[] {
  const name = `weft-${plainName(run.settings.adapterName)}`;
  const { kind } = run.model.source;
  const own = kind === 'folder' || kind === 'file';
  const command = own ? `${RUNNER_COMMAND} --model model` : RUNNER_COMMAND;
  return [
    { path: 'places/skypilot.yaml', text: skyPilot(name, command) },
    { path: 'places/hugging-face-jobs.sh', text: hubJob(name, command), executable: true },
    { path: 'places/kubeflow.yaml', text: kubeflow(name, command) },
    { path: 'places/Dockerfile', text: dockerfile(command) },
    ...(own ? [{ path: 'places/README.md', text: OWN_MODEL }] : []),
  ];
}

const OWN_MODEL = `# Your own model

This run’s model came from your own disk and is not in the bundle. Put it into a folder \`model\` at the bundle’s top before you
send the bundle anywhere.
`;

/** A SkyPilot task: \`sky launch places/skypilot.yaml\` in the bundle's top folder; \`sky down\` when it is done. */
function skyPilot(name: string, command: string): string {
  const task = {
    name,
    resources: { accelerators: { L4: 1 }, use_spot: false },
    workdir: '.',
    setup: `${RUNNER_INSTALL}\n`,
    run: `${command}\n`,
  };
  const about = `# sky launch -c ${name} places/skypilot.yaml   (in the bundle’s top folder)
# rsync -Pavz ${name}:sky_workdir/out/ out/        (brings the results home)
# sky down ${name}
`;
  return about + stringify(task, { lineWidth: 0 });
}

/** What a machine elsewhere does with a bundle that lies in a private repository of the hub, whose name is $BUNDLE. */
const fromHub = (command: string) =>
  [
    'pip install huggingface_hub',
    'hf download "$BUNDLE" --repo-type dataset --local-dir run',
    'cd run',
    RUNNER_INSTALL,
    command,
    'hf upload "$BUNDLE" out out --repo-type dataset',
  ].join(' && ');

/** The bundle goes into a private repository of the person's own, from which the job reads and into which it writes. */
function hubJob(name: string, command: string): string {
  return `${SCRIPT_START}cd ..

# Needs \`pip install -U huggingface_hub\`, \`hf auth login\`, and an account that may run jobs.
BUNDLE="\${OWNER:?Set OWNER to your name on the hub}/${name}"
hf repos create "$BUNDLE" --repo-type dataset --private --exist-ok
hf upload "$BUNDLE" . . --repo-type dataset
# Without a timeout of its own a job ends after 30 minutes.
hf jobs run --flavor "\${FLAVOR:-a10g-small}" --timeout ${HOURS}h --secrets HF_TOKEN --env BUNDLE="$BUNDLE" ${IMAGE} \\
  bash -c '${fromHub(command)}'
hf download "$BUNDLE" --repo-type dataset --include 'out/*' --local-dir .
`;
}

/** A TrainJob of Kubeflow Trainer's own runtime for PyTorch, which takes the bundle from the hub too. */
function kubeflow(name: string, command: string): string {
  const job = {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    metadata: { name },
    spec: {
      runtimeRef: { name: 'torch-distributed' },
      trainer: {
        image: IMAGE,
        command: ['bash', '-c', fromHub(command)],
        env: [
          { name: 'BUNDLE', value: `OWNER/${name}` },
          { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hugging-face', key: 'token' } } },
        ],
        numNodes: 1,
        resourcesPerNode: { limits: { 'nvidia.com/gpu': 1 } },
      },
    },
  };
  const about = `# Put your name on the hub in place of OWNER, and the bundle into a private repository there:
# hf repos create OWNER/${name} --repo-type dataset --private && hf upload OWNER/${name} . . --repo-type dataset
# kubectl create secret generic hugging-face --from-literal=token=…
# kubectl apply -f places/kubeflow.yaml
`;
  return about + stringify(job, { lineWidth: 0 });
}

function dockerfile(command: string): string {
  const words = command.split(' ');
  return `# docker build -f places/Dockerfile -t weft-run .      (in the bundle’s top folder)
# docker run --gpus all -v "$PWD/out:/run/weft/out" weft-run
FROM ${IMAGE}
WORKDIR /run/weft
COPY weft-runner weft-runner
RUN ${RUNNER_INSTALL}
COPY . .
ENTRYPOINT ${JSON.stringify(words)}
`;
}
