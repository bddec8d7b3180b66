import { sha256 } from './sha256';

/**
 * A name for the weights of a backbone: SHA-256 over all of a .safetensors file's values that stand before the head's, and
 * over their names and shapes, hexadecimal. The head may be of any kind. @throws Error for another file
 */
export async function backboneHash(file: Blob): Promise<string> {
  const length = Number(new DataView(await file.slice(0, 8).arrayBuffer()).getBigUint64(0, true));
  const header: unknown = JSON.parse(await file.slice(8, 8 + length).text());
  if (typeof header !== 'object' || header === null) throw new Error('The weights are no .safetensors file.');
  const backbone = Object.entries(
    header as Record<string, { readonly data_offsets?: readonly [number, number] }>,
  ).filter(([name]) => name !== '__metadata__' && !/(^|\.)(cls_head|head)\./.test(name));
  const end = backbone.reduce((most, [, { data_offsets }]) => Math.max(most, data_offsets?.[1] ?? 0), 0);
  const names = new TextEncoder().encode(JSON.stringify(backbone));
  const values = await file.slice(8 + length, 8 + length + end).arrayBuffer();
  const all = await new Blob([names, values]).arrayBuffer();
  return sha256(all);
}
