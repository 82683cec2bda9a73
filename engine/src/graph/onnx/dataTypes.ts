/** Element types by the numbers that ONNX gives them. */
import type { ElementType } from '../value.ts';
import { TensorProto_DataType } from './onnx.generated.ts';

export const DATA_TYPES: Record<ElementType, TensorProto_DataType> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};
