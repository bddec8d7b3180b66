import type { RawDesign } from '../design/complete';
import { PARAMETERS } from '../design/parameters';
import { PRESETS, presetNamed } from '../design/presets';
import { receiveDesign } from '../design/receiveDesign';
import { DESIGN_KEYS, type Decoded, decodeDesign, encodeDesign, type Origin, quoted, readPairs } from './designCode';
import { documentStore, openDesign } from './document';
import { type Explore, explore, exploreStore, isActivity, isChartHeight } from './explore';
import { faceStore, showFace } from './face';
import { beginLesson } from './lessons';
import { notify } from './notices';
import { isLevel, isMeasure, type Level, type Measure, sessionStore } from './session';

/** What a link opens: a design, how to look at it, and what a teacher asked for. */
export interface Shared extends Origin {
  /** Path of the group or layer to select. */
  readonly selected: string | null;
  readonly level: Level;
  readonly measure: Measure;
  /** Name of the lesson to open. */
  readonly lesson: string | null;
  /** The explorer's chart to open; null opens the lesson, or the graph. */
  readonly chart: Pick<Explore, 'activity' | 'height'> | null;
  /** Controls to hide, by name: a panel (`dock`), a section of the form (`training`), a tab. */
  readonly hidden: readonly string[];
}

/** A link that was read, and one sentence for each thing in it that could not be taken over. */
export interface ReadLink {
  readonly shared: Shared;
  readonly dropped: readonly string[];
}

/** Version of the links written here. A higher one comes from a newer app. */
const VERSION = 1;
const PLAIN = { level: 'blocks', measure: 'kind' } as const;

/** The hash of a link, without its `#`: `v=1&from=S&w=1.5&at=layer3`. */
export function linkText(shared: Shared): string {
  const { selected, level, measure, lesson, chart, hidden } = shared;
  const view = [
    ['at', selected],
    ['level', level === PLAIN.level ? null : level],
    ['colour', measure === PLAIN.measure ? null : measure],
    ['lesson', lesson],
    ['chart', chart && [chart.activity, chart.height].join(':')],
    ['hide', hidden.length > 0 ? hidden.join(',') : null],
  ].flatMap(([key, text]) => (text ? [`${key}=${quoted(text)}`] : []));
  return [`v=${VERSION}`, encodeDesign(shared), ...view].join('&');
}

const KEYS = new Set(['v', 'at', 'level', 'colour', 'lesson', 'chart', 'hide', ...DESIGN_KEYS]);

/** Reads a link's hash, with or without its `#`. Null where it is no link of ours. Never throws. */
export function readLink(hash: string): ReadLink | null {
  const pairs = readPairs(hash.replace(/^#/, ''));
  const version = Number(pairs.get('v'));
  if (!pairs.has('v') && !pairs.has('from')) return null;
  const decoded: Decoded = decodeDesign(pairs);
  const dropped = [
    ...(version > VERSION ? ['The link was made by a newer version of X3D Studio.'] : []),
    ...decoded.dropped,
    ...[...pairs.keys()].filter((key) => !KEYS.has(key)).map((key) => `Nothing here is called ${key}.`),
  ];
  const [level, measure] = [pairs.get('level') ?? PLAIN.level, pairs.get('colour') ?? PLAIN.measure];
  const shared: Shared = {
    design: decoded.design,
    preset: decoded.preset,
    selected: pairs.get('at') ?? null,
    level: isLevel(level) ? level : PLAIN.level,
    measure: isMeasure(measure) ? measure : PLAIN.measure,
    lesson: pairs.get('lesson') ?? null,
    chart: readChart(pairs.get('chart')),
    hidden: pairs.get('hide')?.split(',').filter(Boolean) ?? [],
  };
  return { shared, dropped };
}

/** What is on the screen now, as a link would share it. */
export function currentlyShared(): Shared {
  const { design, preset } = documentStore.getState();
  const { selected, level, measure, lesson, hidden } = sessionStore.getState();
  const { activity, height } = exploreStore.getState();
  const chart = faceStore.getState().face === 'explore' ? { activity, height } : null;
  return { design, preset, selected, level, measure, lesson, chart, hidden };
}

/** Opens what a link holds: the design as one step of undo, and the way to look at it. Says what was dropped. */
export function openLink({ shared, dropped }: ReadLink): void {
  openDesign(shared);
  const { selected, level, measure, lesson, chart, hidden } = shared;
  sessionStore.setState({ selected, level, measure, lesson, hidden, toggled: new Set(), unfolded: new Set() });
  if (chart) explore(chart);
  if (lesson !== null) beginLesson(lesson);
  showFace(chart ? 'explore' : lesson === null ? 'design' : 'learn');
  if (dropped.length > 0) notify(`The link opened without some of what it held. ${dropped.join(' ')}`);
}

/** `axes:parameters`; null for anything else. */
function readChart(text: string | undefined): Shared['chart'] {
  const [activity = '', height = ''] = text?.split(':') ?? [];
  return isActivity(activity) && isChartHeight(height) ? { activity, height } : null;
}

/** A design as a file: readable JSON under the reference's own names, which the command line takes too. */
export function designJson({ design, preset }: Origin): string {
  return `${JSON.stringify({ preset, ...design }, null, 2)}\n`;
}

/** The design in a JSON file and one sentence for each thing in it that could not be taken over; null where it holds none. */
export function readDesignJson(text: string): Decoded | null {
  const parsed = parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  // A file may hold the reference's arguments alone, as for the command line.
  const raw: RawDesign = 'reference' in parsed ? (parsed as RawDesign) : { reference: parsed };
  if (!PARAMETERS.some(({ field }) => Object.hasOwn(raw.reference ?? {}, field.replace('reference.', '')))) return null;
  const given = 'preset' in parsed ? parsed.preset : null;
  const preset = PRESETS.find(({ name }) => name === given)?.name ?? 'defaults';
  return { preset, ...receiveDesign(raw, presetNamed(preset).design) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
