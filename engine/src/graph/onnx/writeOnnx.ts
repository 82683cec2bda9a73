/**
 * Writes a graph as an ONNX model. Only what the outputs depend on is written: an input or weight
 * that no node uses would be copied back from the GPU at every run.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { GraphError } from '../errors.ts';
import type { Graph } from '../graph.ts';
import { reachable } from '../reachable.ts';
import { type Attribute, elementCount, type Node, type Value } from '../value.ts';
import { DATA_TYPES } from './dataTypes.ts';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from './onnx.generated.ts';

/** ONNX operator set: the first with Gelu is 20; 21 is what onnxruntime 1.20 and later know whole. */
const OPSET = 21n;
const IR_VERSION = 10n;

/** Where a weight's numbers (little-endian) are found when a session is made. */
export type WeightBinding =
  /** Graph inputs, fed at every run: GPU buffers that any number of sessions share. */
  | { kind: 'inputs' }
  /** In files of float32 numbers beside the model, handed to the runtime with the session. */
  | { kind: 'external'; placeOf: (weight: string) => { location: string; offset: number } };

/** A written model and the names that it takes. */
export interface OnnxModel {
  bytes: Uint8Array;
  /** Inputs that are used, without weights. */
  inputs: Value[];
  /** Weights that are used. */
  weights: Value[];
}

/** The ONNX form of `graph`, pruned to its outputs. */
export function writeOnnx(graph: Graph, binding: WeightBinding): OnnxModel {
  const used = reachable(graph);
  const inputs = graph.inputs.filter((input) => used.has(input));
  const weights = [...graph.weights.values()].filter((weight) => used.has(weight));
  const constants = [...graph.constants].filter(([value]) => used.has(value));

  const outputNodes = [...graph.outputs].map(([name, value]) =>
    create(NodeProtoSchema, { opType: 'Identity', name: `output_${name}`, input: [value.name], output: [name] }),
  );
  const initializers = constants.map(([value, data]) =>
    tensor(value, { rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }),
  );
  if (binding.kind !== 'inputs') initializers.push(...weights.map((weight) => boundWeight(weight, binding)));

  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'weft',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: create(GraphProtoSchema, {
      name: 'graph',
      node: [...graph.nodes.filter((node) => used.has(node.output)).map(writeNode), ...outputNodes],
      input: [...inputs, ...(binding.kind === 'inputs' ? weights : [])].map((value) => valueInfo(value.name, value)),
      output: [...graph.outputs].map(([name, value]) => valueInfo(name, value)),
      initializer: initializers,
    }),
  });
  return {
    bytes: toBinary(ModelProtoSchema, model),
    inputs,
    weights,
  };
}

function writeNode(node: Node) {
  const positions = node.operator.inputPositions ?? node.inputs.map((_, i) => i);
  const input = new Array<string>((positions.at(-1) ?? -1) + 1).fill('');
  node.inputs.forEach((value, i) => {
    input[positions[i] ?? i] = value.name;
  });
  return create(NodeProtoSchema, {
    opType: node.operator.type,
    name: node.output.name,
    input,
    output: [node.output.name],
    attribute: Object.entries(node.attributes).map(([name, attribute]) => writeAttribute(name, attribute)),
  });
}

function writeAttribute(name: string, attribute: Attribute) {
  const { FLOAT, INT, INTS, STRING } = AttributeProto_AttributeType;
  if ('float' in attribute) return create(AttributeProtoSchema, { name, type: FLOAT, f: attribute.float });
  if ('int' in attribute) return create(AttributeProtoSchema, { name, type: INT, i: BigInt(attribute.int) });
  if ('ints' in attribute) return create(AttributeProtoSchema, { name, type: INTS, ints: attribute.ints.map(BigInt) });
  return create(AttributeProtoSchema, { name, type: STRING, s: new TextEncoder().encode(attribute.string) });
}

function tensor(value: Value, content: Partial<Pick<TensorProto, 'rawData' | 'externalData' | 'dataLocation'>>) {
  return create(TensorProtoSchema, {
    name: value.name,
    dims: value.shape.map(BigInt),
    dataType: DATA_TYPES[value.elementType],
    ...content,
  });
}

function boundWeight(weight: Value, binding: Exclude<WeightBinding, { kind: 'inputs' }>) {
  if (weight.elementType !== 'float32') throw new GraphError(`${weight.name} lies in a file of float32 numbers`);
  const { location, offset } = binding.placeOf(weight.name);
  const entries = {
    location,
    offset: String(offset),
    length: String(elementCount(weight.shape) * Float32Array.BYTES_PER_ELEMENT),
  };
  const externalData = Object.entries(entries).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value }),
  );
  return tensor(weight, { dataLocation: TensorProto_DataLocation.EXTERNAL, externalData });
}

function valueInfo(name: string, value: Value) {
  const dim = value.shape.map((dimension) => ({ value: { case: 'dimValue' as const, value: BigInt(dimension) } }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: DATA_TYPES[value.elementType], shape: { dim } } } },
  });
}
