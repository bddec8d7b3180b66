import { isLegal } from '../architecture/problems';
import { notesOn } from '../configs/readConfig';
import { byHand } from '../design/byHand';
import { designFrom } from './designArguments';
import type { Values } from './option';
import { jsonReport } from './printed';
import { aboutConfig, configDesign, configFile } from './startingDesign';

/** True for a file's name that says it is a design or a configuration. */
export function isConfigName(name: string): boolean {
  return /\.(?:json|py|ya?ml)$/i.test(name);
}

/** What a configuration says of an X3D: each value with the key it stands under, and what was not read. @throws UsageError, CommandError */
export function inspectConfig(path: string, values: Values): string {
  const read = configFile(path);
  const stated = configDesign(read);
  const legal = isLegal(stated);
  // Options complete what the file cannot know; an illegal value is then refused as any other.
  const { architecture } = designFrom(values, stated);
  const { design } = architecture;
  if (values.json)
    return jsonReport({
      what: read.what,
      complete: read.complete,
      design,
      stated: read.stated,
      where: Object.fromEntries(read.where),
      notes: notesOn(read, design),
      not_read: read.notRead,
      stage_blocks: architecture.stages.map(({ blocks }) => blocks.result),
      stage_channels: architecture.stages.map(({ channels }) => channels),
    });
  const { reference, clip, head } = design;
  const said = aboutConfig(read, design);
  return [
    `${path} is ${/^[aeiou]|^mm/.test(read.what) ? 'an' : 'a'} ${read.what}${read.complete ? '' : ' of a part of a network; the rest is the reference’s default'}.`,
    '',
    `X3D with gamma_w ${reference.gamma_w}, gamma_b ${reference.gamma_b}, gamma_d ${reference.gamma_d}${head ? `, ${head.num_classes} classes` : ', no head'}; clips of ${clip.t} × ${clip.h} × ${clip.w}, interval ${clip.interval}${legal ? '' : ', as the options complete it'}.`,
    ...byHand(design).map((stage) => `Set by hand, ${stage}.`),
    ...(read.where.size > 0 ? ['', 'Stated:', ...[...read.where].map(([field, key]) => `  ${field}  (${key})`)] : []),
    ...(said.length > 0 ? ['', ...said] : []),
  ].join('\n');
}
