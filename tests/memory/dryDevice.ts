/**
 * Lets a WebGPU device allocate and do nothing else: shaders are not compiled, commands not carried out, and buffers
 * that only the device reads take no room. What a runtime asks for, and when it lets go, stays as it is, so that the
 * memory of a graph of any size and precision can be counted on a machine that could never run it.
 */

const NOTHING = '@compute @workgroup_size(1) fn main() {}';
/** Bytes that a buffer really gets which nobody maps. */
const STAND_IN = 256;

/** From now on every device of this worker is dry, and says that it computes in half precision. */
export function dryDevices(): void {
  const device = GPUDevice.prototype;
  const { createShaderModule, createComputePipeline, createBindGroup, createBindGroupLayout, createBuffer } = device;
  const pipelines = new WeakMap<GPUDevice, GPUComputePipeline>();
  const pipelineOf = (on: GPUDevice) => {
    const known =
      pipelines.get(on) ??
      createComputePipeline.call(on, {
        layout: 'auto',
        compute: { module: createShaderModule.call(on, { code: NOTHING }), entryPoint: 'main' },
      });
    pipelines.set(on, known);
    return known;
  };
  device.createShaderModule = function () {
    return createShaderModule.call(this, { code: NOTHING });
  };
  device.createComputePipeline = function () {
    return pipelineOf(this);
  };
  device.createComputePipelineAsync = async function () {
    return pipelineOf(this);
  };
  device.createBindGroup = function () {
    return createBindGroup.call(this, { layout: createBindGroupLayout.call(this, { entries: [] }), entries: [] });
  };
  device.createBuffer = function (descriptor) {
    const { MAP_READ, MAP_WRITE } = GPUBufferUsage;
    if (descriptor.mappedAtCreation || descriptor.usage & (MAP_READ | MAP_WRITE)) {
      return createBuffer.call(this, descriptor);
    }
    const buffer = createBuffer.call(this, { ...descriptor, size: Math.min(descriptor.size, STAND_IN) });
    Object.defineProperty(buffer, 'size', { value: descriptor.size });
    return buffer;
  };
  GPUCommandEncoder.prototype.copyBufferToBuffer = () => undefined;
  GPUQueue.prototype.submit = () => undefined;
  GPUQueue.prototype.writeBuffer = () => undefined;
  const features = Object.getOwnPropertyDescriptor(device, 'features')?.get as () => GPUSupportedFeatures;
  Object.defineProperty(device, 'features', {
    get(this: GPUDevice) {
      return new Set([...features.call(this), 'shader-f16']);
    },
  });
}
