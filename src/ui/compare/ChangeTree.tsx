import { type ReactNode, useState } from 'react';
import type { ArchitectureDifference, CostChange, Difference } from '../../analysis/difference';
import { bytesOf, QUANTITIES } from '../../analysis/quantities';
import { labelOf } from '../../diagram/looks';
import { CHANGE_WORDS, lastName } from '../../present/treeChanges';
import { exactText, signedText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useArchitecture } from '../app/useStudio';
import { DataTable } from '../kit/DataTable';
import { Note } from '../kit/Note';
import classes from './Compare.module.css';
import { FoldButton } from './FoldButton';

const COLUMNS: readonly { readonly name: string; readonly unit: string; of(costs: CostChange): number }[] = [
  { name: `Δ ${QUANTITIES.parameters.label}`, unit: '', of: ({ parameters }) => parameters },
  { name: 'Δ MACs', unit: '', of: ({ macs }) => macs },
  { name: `Δ ${QUANTITIES.activations.label}`, unit: 'B', of: ({ activations }) => bytesOf(activations) },
];

/** The merged tree as rows: what became of each part, what differs about it on either side, and what that costs. */
export function ChangeTree({ difference, all }: { difference: ArchitectureDifference; all: boolean }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (path: string) =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const rows = visible(difference.parts, opened, all, 1);
  if (rows.length === 0) return null;
  return (
    <DataTable
      label="Parts that changed"
      align="words"
      className={classes.tree}
      columns={['Part', 'What became of it', 'pinned → this', ...COLUMNS.map(({ name }) => name)]}
    >
      {rows.map(({ part, level }) => (
        <Row key={part.path} part={part} level={level} open={opened.has(part.path)} onToggle={toggle} />
      ))}
    </DataTable>
  );
}

function Row(props: { part: Difference; level: number; open: boolean; onToggle: (path: string) => void }) {
  const app = useApp();
  const { part, level, open, onToggle } = props;
  const { path, change, aspects, costs, before, after, children } = part;
  const architecture = useArchitecture();
  const shown = after ?? before;
  return (
    <tr data-change={change}>
      <th scope="row" style={{ paddingLeft: 12 * (level - 1) }}>
        <FoldButton
          open={open}
          label={`${open ? 'Close' : 'Open'} ${path}`}
          onToggle={children.length > 0 ? () => onToggle(path) : null}
        />
        {after ? (
          <button type="button" className={classes.path} onClick={() => app.session.goTo(architecture, path)}>
            {level === 1 ? path : lastName(path)}
          </button>
        ) : (
          <s>{level === 1 ? path : lastName(path)}</s>
        )}
        <span className={classes.kind}>{shown && labelOf(shown)}</span>
      </th>
      <td>{CHANGE_WORDS[change]}</td>
      <td className={classes.aspects}>
        {aspects.map(({ name, before: old, after: young }) => (
          <span key={name}>
            {name} {old} → {young}
          </span>
        ))}
      </td>
      {COLUMNS.map(({ name, unit, of }) => (
        <td key={name} className={classes.number}>
          {amount(of(costs), unit)}
        </td>
      ))}
    </tr>
  );
}

function amount(value: number, unit: string): ReactNode {
  if (value === 0) return <Note inline>–</Note>;
  return (
    <span data-direction={value > 0 ? 'more' : 'less'} title={`${exactText(value)} ${unit}`.trim()}>
      {signedText(value, unit)}
    </span>
  );
}

function visible(
  parts: readonly Difference[],
  opened: ReadonlySet<string>,
  all: boolean,
  level: number,
): readonly { readonly part: Difference; readonly level: number }[] {
  return parts
    .filter(({ change }) => all || change !== 'same')
    .flatMap((part) => [
      { part, level },
      ...(opened.has(part.path) ? visible(part.children, opened, all, level + 1) : []),
    ]);
}
