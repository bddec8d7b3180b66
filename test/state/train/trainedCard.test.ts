import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TASKS } from '../../../src/motion/tasks';
import { TRAINED, trainedIn, weightsOf } from '../../../src/state/train/trainedCard';

test.each(TRAINED)(
  'what the app says of $name is what its card says, and its file is known by its address',
  (network) => {
    const place = new URL(`../../../public/trained/${network.name}.json`, import.meta.url);
    const card = JSON.parse(readFileSync(place, 'utf8'));
    expect(card).toMatchObject({ label: network.label, sentence: network.sentence });
    expect(card.data.task).toBe(network.task);
    expect(Object.keys(card.test.perClass)).toEqual(TASKS[network.task].classes);
    expect(trainedIn({ address: weightsOf(network) })).toBe(network);
    // A file of one's own has no address, and is another network, whatever its name.
    expect(trainedIn({ address: null })).toBeNull();
  },
);
