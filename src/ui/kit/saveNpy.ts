import { npyFile } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import { download } from './download';

/** Hands a tensor to the person as `name.npy`. */
export function saveNpy(name: string, tensor: Tensor<'float32'>): void {
  download(`${name}.npy`, new Blob([npyFile(tensor)], { type: 'application/octet-stream' }));
}
