import { type Decoded, decodeDesign, encodeDesign, type Origin, quoted, readPairs } from '../../codec/designCode';
import { EXPLORE_KEYS, unknownNames } from '../../codec/linkKeys';
import type { Lessons } from '../learn/lessons';
import type { TrainChoice } from '../train/train';
import { type FaceId, isFace } from '../view/face';
import { isLevel, type Level } from '../view/level';
import { isMeasure, type Measure } from '../view/session';
import { decodeView, type ExploreView, encodeView } from './exploreCode';
import { readTrainCode, TRAIN_KEY, trainCode } from './trainCode';

/** What a link opens: a design, how to look at it, and what a teacher asked for. */
export interface Shared extends Origin {
  /** Path of the group or layer to select. */
  readonly selected: string | null;
  readonly level: Level;
  readonly measure: Measure;
  readonly face: FaceId;
  readonly lesson: SharedLesson | null;
  /** Lessons of a class in their order; empty without a course. */
  readonly course: readonly string[];
  /** The page is shown to a room. */
  readonly presenting: boolean;
  /** What the face where one learns shows while no lesson is open. */
  readonly room: Lessons['room'];
  /** What the explorer shows; null leaves it as it is. */
  readonly explorer: ExploreView | null;
  /** What is learnt on the Train face; null leaves it as it is. */
  readonly training: TrainChoice | null;
  /** Controls to hide, by name: a panel (`dock`), a section of the form (`training`), a tab. */
  readonly hidden: readonly string[];
}

interface SharedLesson {
  readonly name: string;
  /** The step to open, from 0; null for where the reader left it. */
  readonly step: number | null;
  /** The lesson shows its own designs; false where the link's own design is to be looked at. */
  readonly ownDesign: boolean;
}

/** A link that was read, and one sentence for each thing in it that could not be taken over. */
export interface ReadLink {
  readonly shared: Shared;
  readonly dropped: readonly string[];
}

/** Version of the links written here. A higher one comes from a newer app. */
const VERSION = 1;
/** Stands for no open lesson, where a link holds a course. */
const NONE = '-';
/** How a network is looked at where a link does not say. */
export const PLAIN_LOOK = { level: 'blocks', measure: 'kind' } as const;

/** The hash of a link, without its `#`: `v=1&from=S&w=1.5&at=layer3`. */
export function linkText(shared: Shared): string {
  const { selected, level, measure, face, lesson, course, presenting, room, explorer, training, hidden } = shared;
  const view = [
    ['at', selected],
    ['level', level === PLAIN_LOOK.level ? null : level],
    ['colour', measure === PLAIN_LOOK.measure ? null : measure],
    ['face', face === (lesson ? 'learn' : 'design') ? null : face],
    [
      'lesson',
      lesson ? [lesson.name, ...(lesson.step === null ? [] : [lesson.step + 1])].join(':') : course[0] && NONE,
    ],
    ['lessons', course.join(',')],
    ['present', presenting ? '1' : null],
    ['room', room === 'lessons' ? null : room],
    ...(explorer ? encodeView(explorer) : []),
    [TRAIN_KEY, training && trainCode(training)],
    ['hide', hidden.length > 0 ? hidden.join(',') : null],
  ].flatMap(([key, text]) => (text ? [`${key}=${quoted(text)}`] : []));
  return [`v=${VERSION}`, ...(lesson?.ownDesign ? [] : [encodeDesign(shared)]), ...view].join('&');
}

/** The keys whose value is a number or one of a few words, and which those are. */
const CHOICES: Readonly<Record<string, (value: string) => boolean>> = {
  v: (value) => /^\d+$/.test(value),
  level: isLevel,
  colour: isMeasure,
  face: isFace,
  room: (value) => value === 'glossary' || value === 'lessons',
  present: (value) => value === '0' || value === '1',
};

/** The face a link opens without saying so, as those of old do. */
function impliedFace({ lesson, explorer, training }: Pick<Shared, 'lesson' | 'explorer' | 'training'>): FaceId {
  return training ? 'train' : explorer ? 'explore' : lesson ? 'learn' : 'design';
}

/** Reads a link's hash, with or without its `#`. Null where it is no link of ours. Never throws. */
export function readLink(hash: string): ReadLink | null {
  const pairs = readPairs(hash.replace(/^#/, ''));
  const version = Number(pairs.get('v'));
  if (!pairs.has('v') && !pairs.has('from')) return null;
  const decoded: Decoded = decodeDesign(pairs);
  const { view, unread } = decodeView(splitChart(pairs));
  const explorer = EXPLORE_KEYS.some((key) => pairs.has(key)) || pairs.get('face') === 'explore' ? view : null;
  const course = listAt(pairs, 'lessons');
  const lesson = readLesson(pairs, course);
  const training = readTrainCode(pairs.get(TRAIN_KEY) ?? '');
  const face = pairs.get('face') ?? '';
  const dropped = [
    ...(version > VERSION ? ['The link was made by a newer version of X3D Studio.'] : []),
    ...decoded.dropped,
    ...unread.map((key) => `What ${key} says of the explorer could not be read.`),
    ...(pairs.has(TRAIN_KEY) && !training ? [`What ${TRAIN_KEY} says of training could not be read.`] : []),
    ...unknownNames(pairs),
    ...Object.entries(CHOICES).flatMap(([key, isChoice]) => {
      const value = pairs.get(key);
      return value === undefined || isChoice(value) ? [] : [`${key} cannot be '${value}'.`];
    }),
  ];
  const [level, measure] = [pairs.get('level') ?? PLAIN_LOOK.level, pairs.get('colour') ?? PLAIN_LOOK.measure];
  const shared: Shared = {
    design: decoded.design,
    preset: decoded.preset,
    selected: pairs.get('at') ?? null,
    level: isLevel(level) ? level : PLAIN_LOOK.level,
    measure: isMeasure(measure) ? measure : PLAIN_LOOK.measure,
    face: isFace(face) ? face : impliedFace({ lesson, explorer, training }),
    lesson,
    course,
    presenting: pairs.get('present') === '1',
    room: pairs.get('room') === 'glossary' ? 'glossary' : 'lessons',
    explorer,
    training,
    hidden: listAt(pairs, 'hide'),
  };
  return { shared, dropped };
}

/** `axes:2` is the second step of a lesson, `axes` wherever the reader left it. Without a design it shows its own. */
function readLesson(pairs: ReadonlyMap<string, string>, course: readonly string[]): SharedLesson | null {
  const [name = course[0] ?? '', step] = pairs.get('lesson')?.split(':') ?? [];
  if (name === '' || name === NONE) return null;
  const number = Number(step);
  const known = Number.isInteger(number) && number >= 1 ? number - 1 : null;
  return { name, step: known, ownDesign: !pairs.has('from') };
}

/** The words between commas under a key. */
function listAt(pairs: ReadonlyMap<string, string>, key: string): readonly string[] {
  return pairs.get(key)?.split(',').filter(Boolean) ?? [];
}

/** Links of old say what the chart shows and how high in one word: `axes:parameters`. */
function splitChart(pairs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [activity = '', height] = pairs.get('chart')?.split(':') ?? [];
  return height === undefined ? pairs : new Map([...pairs, ['chart', activity], ['height', height]]);
}
