import { CheckpointError } from './checkpointError';
import type { CheckpointFile, LazyTensor } from './checkpointFile';
import { isTensor } from './pickleGlobals';
import type { PickleMap, PickleTensor, PickleValue } from './pickleValue';
import { lazyTorchTensor, type TorchStorages } from './torchTensor';

/** Where trainers keep the state dict: mmengine and most others, SlowFast and pytorchvideo, and what people choose. */
const HOLDERS = [
  'state_dict',
  'model_state',
  'model_state_dict',
  'model',
  'state_dict_ema',
  'net',
  'module',
  'weights',
];

/** The state dict of an unpickled file, with what stands beside it. @throws CheckpointError when there is none. */
export function torchStateDict(value: PickleValue, storages: TorchStorages): Omit<CheckpointFile, 'format'> {
  if (!(value instanceof Map))
    throw new CheckpointError(
      `The file holds ${isTensor(value) ? 'a single tensor' : 'no dictionary'}, expected a state dict. Save it with torch.save(model.state_dict(), path).`,
    );
  const under = hasTensors(value) ? '' : HOLDERS.find((key) => hasTensors(value.get(key)));
  if (under === undefined)
    throw new CheckpointError(
      `No state dict found: the file's keys are ${textKeys(value).slice(0, 12).join(', ') || 'none'}, expected tensors there or under ${HOLDERS.slice(0, 2).join(' or ')}. Save it with torch.save(model.state_dict(), path).`,
    );
  const dict = under === '' ? value : (value.get(under) as PickleMap);
  const entries = new Map<string, LazyTensor>();
  const beside = under === '' ? [] : textKeys(value).filter((key) => key !== under);
  for (const [key, entry] of dict) {
    const name = String(typeof key === 'object' ? '(a key that is no text)' : key);
    if (isTensor(entry)) entries.set(name, lazyTorchTensor(entry, name, storages));
    else beside.push(under === '' ? name : `${under}.${name}`);
  }
  return { entries, under, beside, metadata: metadataOf(value) };
}

const hasTensors = (value: PickleValue | undefined): value is Map<PickleValue, PickleTensor> => {
  if (!(value instanceof Map)) return false;
  for (const entry of value.values()) if (isTensor(entry)) return true;
  return false;
};

const textKeys = (map: PickleMap) => [...map.keys()].filter((key) => typeof key === 'string');

/** Texts and numbers at the top (`epoch`, SlowFast's `cfg`) and in mmengine's `meta` (`meta.cfg`, `meta.iter`). */
function metadataOf(value: PickleMap): Map<string, string> {
  const metadata = new Map<string, string>();
  const add = (map: PickleMap, prefix: string) => {
    for (const [key, entry] of map)
      if (typeof key === 'string' && (typeof entry === 'string' || typeof entry === 'number'))
        metadata.set(prefix + key, String(entry));
  };
  add(value, '');
  const meta = value.get('meta');
  if (meta instanceof Map) add(meta, 'meta.');
  return metadata;
}
