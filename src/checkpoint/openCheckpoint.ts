import { type ByteSource, readRange } from './byteSource';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile } from './checkpointFile';
import { readOnnx } from './onnxFile';
import { readSafetensors } from './safetensors';
import { LEGACY_START, readTorchLegacy } from './torchLegacy';
import { readTorchZip } from './torchZip';

const ZIP_START = [0x50, 0x4b]; // PK

/**
 * Opens a checkpoint whatever wrote it. The bytes decide, not the file's name: `.pth`, `.pyth`, `.pt` and `.bin` are
 * all used for both of PyTorch's formats.
 * @throws CheckpointError when the file is none of those read, is damaged, or asks for what no checkpoint needs.
 */
export async function openCheckpoint(source: ByteSource): Promise<CheckpointFile> {
  const start = await readRange(source, 0, Math.min(16, source.size), 'start of the file');
  const begins = (bytes: readonly number[]) => bytes.every((byte, index) => start[index] === byte);
  if (begins(ZIP_START)) return readTorchZip(source);
  if (begins(LEGACY_START)) return readTorchLegacy(source);
  if (start[7] === 0 && start[8] === 0x7b) return readSafetensors(source); // '{' after the header's length
  if (start[0] === 0x08 && (start[1] ?? 0xff) < 0x20) return readOnnx(source); // ir_version, a small number
  throw new CheckpointError(
    `This is no checkpoint that is read here: ${describe(start)}. Expected a file by torch.save (.pth, .pyth, .pt), .safetensors or .onnx.`,
  );
}

function describe(start: Uint8Array): string {
  if (start.length === 0) return 'the file is empty';
  if (start[0] === 0x80) return 'it is a bare pickle, not one written by torch.save';
  if (start[0] === 0x89 && start[1] === 0x48) return 'it begins as HDF5 (Keras)';
  if (start[0] === 0x1f && start[1] === 0x8b) return 'it is packed with gzip; unpack it first';
  if (start.every((byte) => byte === 0x09 || byte === 0x0a || byte === 0x0d || (byte >= 0x20 && byte < 0x7f)))
    return `it is text, beginning “${String.fromCharCode(...start).trim()}”`;
  return `it begins with the bytes ${[...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
}
