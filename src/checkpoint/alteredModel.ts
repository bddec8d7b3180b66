import { CheckpointError } from './checkpointError';

/** What is said of an ONNX model that states one of our designs and is not as we write it. */
export function alteredModel(path: string, detail: string): CheckpointError {
  return new CheckpointError(
    `${path}: ${detail}. The ONNX model was changed after this app wrote it: open the file as it was exported, or the plain form.`,
  );
}
