import { fileKind, KIND_BYTES } from '../files/fileKind';
import { type ByteSource, readRange } from './byteSource';
import { CheckpointError } from './checkpointError';
import type { CheckpointFile } from './checkpointFile';
import { readOnnx } from './onnxFile';
import { readSafetensors } from './safetensors';
import { chooseStateDict } from './stateDictChoice';
import { LEGACY_START, readTorchLegacy } from './torchLegacy';
import { readTorchZip } from './torchZip';

const ZIP_START = [0x50, 0x4b]; // PK

/**
 * Opens a checkpoint whatever wrote it. The bytes decide, not the file's name: `.pth`, `.pyth`, `.pt` and `.bin` are
 * all used for both of PyTorch's formats.
 * @param asked key of the state dict to take, where a file has several (raw and averaged weights)
 * @throws CheckpointError when the file is none of those read, is damaged, or asks for what no checkpoint needs.
 */
export async function openCheckpoint(source: ByteSource, asked?: string): Promise<CheckpointFile> {
  const start = await readRange(source, 0, Math.min(KIND_BYTES, source.size), 'start of the file');
  const begins = (bytes: readonly number[]) => bytes.every((byte, index) => start[index] === byte);
  if (begins(ZIP_START)) return readTorchZip(source, asked);
  if (begins(LEGACY_START)) return readTorchLegacy(source, asked);
  if (start[7] === 0 && start[8] === 0x7b) return oneOf(await readSafetensors(source), asked); // '{' after the header's length
  if (start[0] === 0x08 && (start[1] ?? 0xff) < 0x20) return readOnnx(source, asked); // ir_version, a small number
  throw new CheckpointError(`This is no checkpoint that is read here: ${describe(start)}`);
}

const EXPECTED = 'Expected a file by torch.save (.pth, .pyth, .pt), .safetensors or .onnx.';

/** The file with the state dict chosen among those its names begin apart. */
function oneOf(file: CheckpointFile, asked: string | undefined): CheckpointFile {
  const candidate = { paths: [file.under], names: [...file.entries.keys()] };
  const { prefix, stateDicts } = chooseStateDict([candidate], asked);
  return { ...file, prefix, stateDicts };
}

/** What the file is instead, and what to do. */
function describe(start: Uint8Array): string {
  if (start[0] === 0x80) return `it is a bare pickle, not one written by torch.save. ${EXPECTED}`;
  const kind = fileKind(start);
  if (kind) return `it is ${kind.what}. ${kind.remedy ?? EXPECTED}`;
  const bytes = [...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `it is of no kind known here, beginning with the bytes ${bytes.join(' ')}. ${EXPECTED}`;
}
