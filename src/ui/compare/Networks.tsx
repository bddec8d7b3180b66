import { type CSSProperties, useMemo, useState } from 'react';
import type { ArchitectureDifference, Difference } from '../../analysis/difference';
import type { Architecture } from '../../architecture/architecture';
import { COLOUR_SCALES } from '../../diagram/colourScales';
import { type DiagramNode, diagramOf, fullyOpen } from '../../diagram/diagram';
import { memoised } from '../../memo/memoised';
import { type MeasureView, onBothGrounds } from '../../present/measures';
import { CHANGE_WORDS, CHANGES } from '../../present/treeChanges';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDifferenceView } from '../app/useMeasure';
import { useArchitecture } from '../app/useStudio';
import { Hidden } from '../kit/controls/Hidden';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Stack } from '../kit/Stack';
import { Swatch } from '../kit/Swatch';
import { Text } from '../kit/Text';
import { FoldButton } from './FoldButton';
import classes from './Networks.module.css';

type CompareView = 'sideBySide' | 'merged';
type Level = 'stages' | 'blocks';
/** Whose network a column shows: the pinned one, the one on the screen, or both as one. */
type Side = 'before' | 'after' | 'both';

interface NetworksProps {
  readonly difference: ArchitectureDifference;
  readonly pinned: { readonly title: string; readonly architecture: Architecture };
}

/** Both networks as graphs that run down the page, next to each other and row by row, or merged into one. */
export function Networks({ difference, pinned }: NetworksProps) {
  const [view, setView] = useState<CompareView>('sideBySide');
  const [level, setLevel] = useState<Level>('stages');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const architecture = useArchitecture();
  const measure = useDifferenceView(architecture);
  const rows = useMemo(
    () => rowsOf(difference.parts, (part) => opensAt(level, part) !== toggled.has(part.path)),
    [difference, level, toggled],
  );
  const toggle = (path: string) =>
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const columns: readonly { readonly side: Side; readonly name: string; readonly says: string }[] =
    view === 'merged'
      ? [{ side: 'both', name: 'both', says: 'Both networks as one' }]
      : [
          { side: 'before', name: `pinned: ${pinned.title}`, says: `The pinned network, ${pinned.title}` },
          { side: 'after', name: 'this', says: 'The network on the screen' },
        ];
  return (
    <Stack as="section" aria-label="Both networks, part by part">
      <Stack row gap="half 2">
        <SegmentedControl
          aria-label="How both networks are drawn"
          data={[
            { value: 'sideBySide', label: 'Side by side' },
            { value: 'merged', label: 'Merged' },
          ]}
          value={view}
          onChange={setView}
        />
        <SegmentedControl
          aria-label="Level of both networks"
          data={[
            { value: 'stages', label: 'Stages' },
            { value: 'blocks', label: 'Blocks' },
          ]}
          value={level}
          onChange={(next) => {
            setLevel(next);
            setToggled(new Set());
          }}
        />
        <Legend difference={difference} />
      </Stack>
      <div className={classes.networks} data-view={view}>
        {columns.map(({ side, name, says }, column) => (
          <section key={side} className={classes.network} aria-label={says}>
            <Text as="span" size="xs" tone="ink-3" className={classes.name} style={at(1, column)}>
              {name}
            </Text>
            {rows.map(({ part, depth, open }, row) => (
              <Cell
                key={part.path}
                part={part}
                depth={depth}
                open={open}
                side={side}
                measure={measure}
                words={wordsOf(part.after && side !== 'before' ? architecture : pinned.architecture).get(part.path)}
                place={at(row + 2, column)}
                onToggle={() => toggle(part.path)}
              />
            ))}
          </section>
        ))}
      </div>
    </Stack>
  );
}

/** A row of the grid, from 1, and a column, from 0. */
function at(row: number, column: number): CSSProperties {
  const variables: Record<string, string> = { '--at': `${row} / ${column + 1}` };
  return variables;
}

function Legend({ difference: { blocks, layers } }: { difference: ArchitectureDifference }) {
  const { meaning, steps } = COLOUR_SCALES.difference;
  return (
    <Stack as="ul" row gap="half 1h" className={classes.legend}>
      {CHANGES.map((change) => (
        <li key={change}>
          <span className={classes.mark} data-change={change} />
          {CHANGE_WORDS[change]}: {countText(blocks[change], 'block')}, {countText(layers[change], 'layer')}
        </li>
      ))}
      <Stack as="li" row gap="quarter 1">
        {meaning}
        {steps.map((step) => (
          <span key={step.label}>
            <Swatch colour={onBothGrounds(step)} />
            {step.label}
          </span>
        ))}
      </Stack>
    </Stack>
  );
}

/** A part on one line of both graphs; where it is open, its parts follow. */
interface Row {
  readonly part: Difference;
  readonly depth: number;
  readonly open: boolean;
}

function rowsOf(parts: readonly Difference[], isOpen: (part: Difference) => boolean, depth = 0): readonly Row[] {
  return parts.flatMap((part) => {
    const open = part.children.length > 0 && isOpen(part);
    return [{ part, depth, open }, ...(open ? rowsOf(part.children, isOpen, depth + 1) : [])];
  });
}

/** A stage stands open from the first where blocks came or went. */
function opensAt(level: Level, { kind, children }: Difference): boolean {
  if (kind !== 'stage') return false;
  return level === 'blocks' || children.some(({ change }) => change === 'added' || change === 'removed');
}

/** What the graph calls every part of a network, and the lane each lies in, by path. */
const wordsOf = memoised((architecture: Architecture): ReadonlyMap<string, DiagramNode> => {
  const words = new Map<string, DiagramNode>();
  const note = (node: DiagramNode): void => {
    words.set(node.id, node);
    node.children.forEach(note);
  };
  diagramOf(architecture, fullyOpen(architecture, true)).nodes.forEach(note);
  return words;
});

interface CellProps extends Row {
  readonly side: Side;
  readonly measure: MeasureView;
  readonly words: DiagramNode | undefined;
  readonly place: CSSProperties;
  readonly onToggle: () => void;
}

/** One part on one side: its name, kind and shape, what became of it, and as its ground what changed most. Empty where this side lacks it. */
function Cell({ part, depth, open, side, measure, words, place, onToggle }: CellProps) {
  const app = useApp();
  const architecture = useArchitecture();
  const { path, change, before, after, children } = part;
  const shown = side === 'before' ? before : side === 'after' ? after : (after ?? before);
  const style = { ...place, '--depth': depth } as CSSProperties;
  if (!shown || !words) return <span className={classes.none} style={style} />;
  const { title, label, family, lane, output } = words;
  const measured = side !== 'before' && change !== 'removed';
  const step = measured ? measure.step([path]) : null;
  const reading = measured ? measure.read([path])?.text : change === 'removed' ? CHANGE_WORDS.removed : '';
  const colours = {
    '--kind': `var(--x3d-kind-${family})`,
    ...(step && { '--fill': onBothGrounds(step), '--ink': onBothGrounds(step.ink) }),
  } as CSSProperties;
  return (
    <div className={classes.cell} style={style} data-lane={lane} data-change={change}>
      <FoldButton open={open} label={`Inside of ${path}`} onToggle={children.length > 0 ? onToggle : null} />
      <button
        type="button"
        className={classes.part}
        style={colours}
        disabled={after === null}
        onClick={() => app.session.goTo(architecture, path)}
      >
        <span className={classes.title}>{title}</span> <span className={classes.label}>{label}</span>{' '}
        <span className={classes.shape}>{output.slice(1).join('×')}</span>{' '}
        <span className={classes.reading}>{reading}</span>
        <Hidden>
          {path}: {CHANGE_WORDS[change]}
        </Hidden>
      </button>
    </div>
  );
}
