import type * as Ort from 'onnxruntime-web';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { fromOrt } from './ortTensor';

/** A result that stayed where it was computed, on WebGPU in a buffer of the GPU, to be fed to the next run. */
export class KeptTensor {
  constructor(
    readonly name: string,
    readonly value: Ort.Tensor,
  ) {}

  get shape(): Shape {
    return this.value.dims;
  }

  /** True while its values are in a buffer of the GPU. */
  get onDevice(): boolean {
    return this.value.location === 'gpu-buffer';
  }

  /**
   * Its values. Read from the GPU they are in memory from then on, and the buffer is free: the next run that is fed
   * with them copies them there again.
   */
  async read(): Promise<Tensor> {
    await this.value.getData(true);
    return fromOrt(this.name, this.value);
  }

  /** Frees its memory. It can be neither read nor fed after that. */
  free(): void {
    this.value.dispose();
  }
}
