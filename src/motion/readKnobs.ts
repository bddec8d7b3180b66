import { harmlessSentence } from '../text/harmless';
import { isRecord, parseJson } from '../text/json';
import { KNOBS, type KnobName, type Knobs, LEVELS, type LevelName } from './knobs';

/** Knobs that cannot be used: which, and what was expected. */
export class KnobError extends Error {
  override name = 'KnobError';

  constructor(message: string) {
    super(harmlessSentence(message));
  }
}

/** Settings as text: a level's name, or a JSON object of knobs that differ from the level medium. @throws KnobError */
export function readKnobs(text: string): LevelName | Knobs {
  const levels = Object.keys(LEVELS) as LevelName[];
  const level = levels.find((name) => name === text);
  if (level) return level;
  const given = parseJson(text);
  if (!isRecord(given))
    throw new KnobError(`expected ${levels.join(', ')}, or knobs as in {"noise":0.5}; found ${text}`);
  const names = Object.keys(KNOBS) as KnobName[];
  for (const [name, value] of Object.entries(given)) {
    if (!names.some((known) => known === name))
      throw new KnobError(`there is no knob ${name}; there are ${names.join(', ')}`);
    if (typeof value !== 'number' || !(value >= 0 && value <= 1))
      throw new KnobError(`${name} goes from 0, easy, to 1, hard; found ${JSON.stringify(value)}`);
  }
  return { ...LEVELS.medium, ...given };
}
