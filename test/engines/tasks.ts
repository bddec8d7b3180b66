import { readFileSync } from 'node:fs';
import { encodeDesign } from '../../src/codec/designCode';
import { LESSONS } from '../../src/lessons/lessons';
import { tinyDesign } from '../../src/training/tinyDesign';
import { GENERATORS } from '../bounds/generators';
import type { PlainHost } from '../browser/plainHost';
import { goldenFile } from '../golden/checkpoints/pack';
import { COMPARED_AT, expectNodesBits } from './sameBits';
import type { Screen } from './screen';

/** Where a task works: the app's host and what a person does there. */
export interface Place {
  readonly host: PlainHost;
  readonly screen: Screen;
}

/** Checkpoints that ask for more than they are, one of each way to ask, and what each is called where it is opened. */
const TOO_MUCH = [
  'torch: laughs as a protocol',
  'torch: depth as a key',
  'torch: acting text as a storage',
  'torch: a name of many wrappers',
  'torch: a rank beyond all',
  'zip: entries over one body',
  'safetensors: rank',
  'onnx: rank',
  'onnx: a constant that doubles',
].map((what, at) => ({ what, file: `too-much-${at}.pth` }));

/** Files that the tasks open, as the host has them beside the app. */
export const FILES: ReadonlyMap<string, Uint8Array> = new Map([
  ...TOO_MUCH.map(({ what, file }) => [`test/${file}`, GENERATORS.get(what)?.(20_000) ?? new Uint8Array()] as const),
  ...['h264.mp4', 'h264-open-gop.mp4', 'claims-many-frames.mp4'].map(
    (name) => [`test/${name}`, readFileSync(new URL(`../golden/video/${name}`, import.meta.url))] as const,
  ),
  ['test/fmt_slowfast.pyth', goldenFile('fmt_slowfast.pyth')],
]);

const TOTALS = '[aria-label="Totals"]';
const RUN = '[role="region"][aria-label="Run"], section[aria-label="Run"]';
const CLASSES = '[aria-label="Most probable classes"]';

/** A network whose runs take no time. */
const TINY = '#v=1&from=XS&w=0.3&k=1&s=2&t=4&y=32&x=32&hc=5&hm=12';

/** A network that learns in a moment. */
const LEARNER = tinyDesign(2, { t: 4, h: 32, w: 32 });

/**
 * What a person does with the app, in the order of a first visit; each begins with a load of its own. The table in the
 * README has a row for each.
 */
export const TASKS: Readonly<Record<string, (place: Place) => Promise<void>>> = {
  'load, isolated for threads': async (place) => {
    await open(place, '');
    await place.screen.until('isolation', () => crossOriginIsolated, []);
    await drawn(place);
  },
  'edit: a click into a field selects, what is typed replaces': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.sees(TOTALS, '3.79M');
    await screen.set('Width', '2');
    await screen.sees(TOTALS, '10.5M');
  },
  undo: async (place) => {
    const { screen } = place;
    await open(place, '#v=1&from=S&w=2');
    await screen.sees(TOTALS, '10.5M');
    await screen.set('Width', '1');
    await screen.sees(TOTALS, '3.79M');
    await screen.click({ css: 'main[aria-label="Network"]' });
    await screen.driver.press('z', 'Control');
    await screen.sees(TOTALS, '10.5M');
  },
  'reload: the work is there': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.set('Width', '2');
    await screen.sees(TOTALS, '10.5M');
    // Saved a moment after the last change.
    await new Promise((later) => setTimeout(later, 1000));
    await screen.driver.reload();
    await screen.sees(TOTALS, '10.5M');
  },
  'run on the sample, WASM': async (place) => {
    await open(place, TINY);
    await run(place);
  },
  'run on an mp4 of one’s own': async (place) => {
    await open(place, TINY);
    await dropVideo(place, 'h264.mp4');
    await run(place);
  },
  'run on an mp4 with open groups of pictures': async (place) => {
    await open(place, TINY);
    await dropVideo(place, 'h264-open-gop.mp4');
    await run(place);
  },
  'open a checkpoint': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.driver.evaluate(() => document.body.focus());
    await screen.drop(`${place.host.address}test/fmt_slowfast.pyth`, 'fmt_slowfast.pyth');
    await screen.sees('body', '266 loaded');
  },
  'the explorer’s chart': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.click({ css: 'nav[aria-label="Faces"] button', name: 'Explore' });
    await screen.sees('main[aria-label="Scaling explorer"]', 'X3D-L');
  },
  'a lesson’s first question': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.click({ css: 'nav[aria-label="Faces"] button', name: 'Learn' });
    await screen.click({ css: 'button[aria-describedby^="lesson-"]' });
    await screen.sees('article h2', LESSONS[0]?.steps[0]?.title ?? 'a step');
    await screen.sees('article button', /^(Next|Skip)$/);
  },
  'Back: the view before': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.click({ css: 'nav[aria-label="Faces"] button', name: 'Explore' });
    await screen.sees('main[aria-label="Scaling explorer"]', 'X3D-L');
    await screen.driver.back();
    await screen.until('the graph again', () => document.querySelector('main[aria-label="Network"]') !== null, []);
    await drawn(place);
  },
  'loads that overlap': async (place) => {
    const { screen } = place;
    await open(place, '');
    await screen.driver.evaluate(() => {
      for (const ms of [0, 40, 80]) setTimeout(() => location.reload(), ms);
    });
    await new Promise((later) => setTimeout(later, 500));
    await drawn(place);
    await screen.sees(TOTALS, '3.79M');
  },
  'reload and run without a network': async (place) => {
    const { host, screen } = place;
    await open(place, TINY);
    await run(place);
    host.isDown = true;
    try {
      await screen.driver.reload();
      await drawn(place);
      await run(place);
    } finally {
      host.isDown = false;
    }
  },
  'train: three updates, and what comes of them': async (place) => {
    await train(place, 3, 90_000);
    await place.screen.sees('[aria-label="Confusion"]', /right/, 60_000);
  },
};

/** What `npm run test:long` asks besides. */
export const LONG_TASKS: typeof TASKS = {
  'train: a hundred updates, the same bits as under Node': async (place) => {
    await train(place, COMPARED_AT, 600_000);
    await expectNodesBits(place.screen.driver, LEARNER);
  },
  'files that ask for too much: each is refused, and a good one opens after it': async (place) => {
    const { host, screen } = place;
    await open(place, TINY);
    for (const [at, { file }] of TOO_MUCH.entries()) {
      await screen.drop(`${host.address}test/${file}`, file);
      await screen.sees('[role="alert"]', `${file} was not opened`);
      const good = `good-${at}.pyth`;
      await screen.drop(`${host.address}test/fmt_slowfast.pyth`, good);
      await screen.until(`${good} is open`, isOpen, [good] as const);
    }
    await open(place, TINY);
    await screen.click({ css: '[role="tab"]', name: 'Run' });
    await screen.drop(`${host.address}test/claims-many-frames.mp4`, 'claims-many-frames.mp4');
    await screen.sees('[role="alert"]', /says that it has 10\d{8} frames/);
    await dropVideo(place, 'h264.mp4');
  },
};

/** In the page: whether a checkpoint stands in its panel, and no other is on its way. */
function isOpen(name: string): boolean {
  const text = document.body.innerText;
  return text.includes(name) && !text.includes(`${name} was not opened`) && !/Reading the (?:names|weights)/.test(text);
}

async function train(place: Place, updates: number, patience: number): Promise<void> {
  const { screen } = place;
  const design = encodeDesign({ design: LEARNER, preset: 'defaults' });
  await open(place, `#v=1&${design}&face=train&train=distance:easy:small:${updates}:0`);
  await screen.click({ css: '[aria-label="Training"] button', name: 'Train' });
  await screen.sees('[aria-label="Training"]', `${updates} updates made`, patience);
}

/** Loads the app anew, whatever was on the screen, and waits until it is drawn. */
async function open(place: Place, hash: string): Promise<void> {
  const { host, screen } = place;
  await screen.driver.open('about:blank');
  await screen.driver.open(`${host.address}${hash}`);
  await drawn(place);
  // The first load of all is followed by a second.
  await screen.until('isolation', () => crossOriginIsolated, []);
  await drawn(place);
}

async function drawn({ screen }: Place): Promise<void> {
  await screen.until('the graph', () => document.querySelectorAll('.react-flow__node').length > 0, []);
}

async function run({ screen }: Place): Promise<void> {
  // The dock stays as an earlier task left it.
  await screen.click({ css: '[role="tab"]', name: 'Run' });
  await screen.click({ css: `:is(${RUN}) button`, name: 'Run' });
  await screen.until(
    'the most probable classes',
    (css) => document.querySelectorAll(`${css} li`).length === 5,
    [CLASSES] as const,
    60_000,
  );
}

async function dropVideo({ host, screen }: Place, name: string): Promise<void> {
  await screen.click({ css: '[role="tab"]', name: 'Run' });
  await screen.drop(`${host.address}test/${name}`, name);
  await screen.sees(RUN, new RegExp(`${name} 90 frames`));
}
