import { countText } from '../text/numberText';
import { candidateOf } from './candidates';
import { type NetworkPlace, setupOf, TOGETHER, type TrialRow } from './trialRows';

/** What a candidate, or what it was compared with, is called. */
export function candidateName(id: string): string {
  if (id === TOGETHER) return 'all that was adopted';
  if (id === 'start') return 'nothing adopted';
  if (id === 'usual') return 'opened as usual';
  return candidateOf(id)?.name ?? id;
}

/** Where it was tried: `54 × 13 × 40 × 40, stride 2`. */
export function placeText({ place, layers }: Pick<TrialRow, 'place' | 'layers'>): string {
  if (!place.startsWith('network')) return place.replace(' / ', ', stride ');
  return layers === 0 ? 'the whole network' : `its ${layers} largest shapes`;
}

/** By how much it is faster, with the interval: `1.31× (1.22–1.40)`; a dash where it was not timed. */
export function ratioText({ verdict }: TrialRow): string {
  if (!('speedup' in verdict)) return '–';
  const { speedup, interval } = verdict;
  if (interval === null) return `${speedup.toFixed(2)}× (two runs)`;
  return `${speedup.toFixed(2)}× (${interval[0].toFixed(2)}–${interval[1].toFixed(2)})`;
}

/** How near its results were: `2e-7 of 1e-4`; a dash where there were none. */
export function equalText({ verdict }: TrialRow): string {
  if (!('deviation' in verdict)) return '–';
  const { deviation, bound } = verdict;
  return `${Number.isFinite(deviation) ? exponentText(deviation) : 'no number'} of ${exponentText(bound)}`;
}

/** What became of it, in a word or a sentence. */
export function outcomeText({ verdict }: TrialRow): string {
  switch (verdict.kind) {
    case 'adopted':
      return 'Adopted';
    case 'slower':
      return 'Slower';
    case 'no-gain':
      return 'No gain shown';
    case 'wrong':
      return 'Wrong results: not used';
    case 'unsupported':
      return `Not possible here: ${verdict.why}`;
    case 'faulted':
      return `Broke off: ${verdict.why}`;
  }
}

/** What this device adopted for a target, and what that gains: for people, in a few sentences. */
export function choiceSentence(rows: readonly TrialRow[], target: TrialRow['target'], network?: NetworkPlace): string {
  const own = rows.filter((row) => row.target === target);
  if (own.length === 0) return 'Nothing was tried on this device yet: networks run as on any other.';
  const { threads, forms, opening } = setupOf(rows, target, network);
  const shapes = Object.keys(forms).length;
  const whole = own.find(({ candidate }) => candidate === TOGETHER)?.verdict;
  if (whole && (whole.kind === 'wrong' || whole.kind === 'faulted' || whole.kind === 'slower')) {
    const why = whole.kind === 'slower' ? 'slower' : whole.kind === 'wrong' ? 'wrong' : 'broken off';
    return `What was adopted piece by piece was ${why} on the whole network, so none of it is used.`;
  }
  const parts = [
    ...(threads === null ? [] : [`${countText(threads, 'thread')}, which was faster than more`]),
    ...(shapes === 0 ? [] : [`another form for ${countText(shapes, 'shape')} of channel-wise convolution`]),
  ];
  if (Object.keys(opening).length > 0) {
    const adopted = own.filter(({ candidate, place, verdict }) => {
      return place === network && verdict.kind === 'adopted' && candidateOf(candidate)?.change.kind === 'opening';
    });
    parts.push(...adopted.map(({ candidate }) => candidateName(candidate)));
  }
  if (parts.length === 0) return 'Of what was tried, nothing is faster here than what networks run with anyway.';
  return `Networks run here with ${parts.join(', and with ')}. ${gainSentence(whole)}`;
}

function gainSentence(whole: TrialRow['verdict'] | undefined): string {
  if (!whole || !('speedup' in whole)) return 'What that gains for a whole network was not measured yet.';
  const { speedup, interval, kind } = whole;
  if (kind === 'no-gain' || interval === null) return 'For the whole network tried last, no difference can be shown.';
  const [low, high] = interval;
  return `That made the whole network tried last ${speedup.toFixed(2)}× faster, with 95 % confidence between ${low.toFixed(2)} and ${high.toFixed(2)}.`;
}

function exponentText(value: number): string {
  return value === 0 ? '0' : value.toExponential(0).replace('e+0', '');
}
