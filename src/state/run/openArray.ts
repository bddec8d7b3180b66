import { sentenceOf } from '../../text/sentence';
import type { App } from '../app';
import { type ClipArray, openClipArray } from './clipArray';
import { openInput } from './openInput';

/** True for the name of a NumPy file. */
export function isArrayName(name: string): boolean {
  return /\.npy$/i.test(name);
}

/** Opens a NumPy file as the clips of runs. Where it holds none, says why, and the input before stays. */
export async function openArray(app: App, file: File): Promise<void> {
  const array = await listArray(app, file);
  if (array) await openInput(app, { kind: 'array', array });
}

/** Puts a NumPy file on the list of inputs; null, and a sentence, where it holds no clips. */
export async function listArray({ openedInputs, notices }: App, file: File): Promise<ClipArray | null> {
  try {
    const array = await openClipArray(file);
    openedInputs.list({ kind: 'array', array });
    return array;
  } catch (error) {
    notices.notify(sentenceOf(error));
    return null;
  }
}
