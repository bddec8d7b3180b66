import { sentenceOf } from '../../text/sentence';
import { pageApp } from '../pageApp';
import { bench } from './browserBench';
import { type ClipArray, openClipArray } from './clipArray';

/** True for the name of a NumPy file. */
export function isArrayName(name: string): boolean {
  return /\.npy$/i.test(name);
}

/** Opens a NumPy file as the clips of runs. Where it holds none, says why, and the input before stays. */
export async function openArray(file: File): Promise<void> {
  const array = await listArray(file);
  if (array) await bench.configure({ input: { kind: 'array', array } });
}

/** Puts a NumPy file on the list of inputs; null, and a sentence, where it holds no clips. */
export async function listArray(file: File): Promise<ClipArray | null> {
  try {
    const array = await openClipArray(file);
    pageApp.openedInputs.list({ kind: 'array', array });
    return array;
  } catch (error) {
    pageApp.notices.notify(sentenceOf(error));
    return null;
  }
}
