import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { familyOf, labelOf } from '../../diagram/looks';
import { costsOf } from '../../state/document/derived';
import { amountText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useArchitecture } from '../app/useStudio';
import { type Command, keyTexts } from '../kit/command';
import { Dialog } from '../kit/controls/Dialog';
import { focusNetwork } from '../kit/focusTargets';
import { KeyCaps } from '../kit/KeyCaps';
import { Text } from '../kit/Text';
import { type FoundPlace, foundCommands, foundParts, foundPlaces, foundText } from './finding';
import classes from './Palette.module.css';
import { takeTyped } from './typeAhead';

/** Rows shown at first; the last one shows the rest. */
const MOST_PARTS = 40;
/** The most places of a group that are shown: more words find the others. */
const MOST_PLACES = 6;
const GROUPS = ['Form', 'Glossary', 'Files'] as const;

/** A row of the list: what choosing it does, and what stands on it. */
interface Row {
  readonly id: string;
  readonly choose: () => void;
  readonly shown: ReactNode;
}

/** One field to go anywhere in the network and in the app, and to run any command. */
export function Palette({ commands, places }: { commands: readonly Command[]; places: readonly FoundPlace[] }) {
  const app = useApp();
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const groups = useGroups(commands, places, query, all, () => setAll(true));
  const rows = groups.flatMap((group) => group.rows);
  const [reached, setReached] = useState(0);
  const at = Math.min(reached, rows.length - 1);
  const id = useId();
  const rowId = (row: Row) => `${id}-${row.id}`;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) typeInto(field.current, takeTyped(app));
  }, [app]);
  const chosen = rows[at];
  useEffect(() => {
    if (chosen) document.getElementById(`${id}-${chosen.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : undefined;
    if (to === undefined && (event.key !== 'Enter' || event.nativeEvent.isComposing)) return;
    event.preventDefault();
    if (to === undefined) chosen?.choose();
    else setReached((to + rows.length) % Math.max(1, rows.length));
  };
  return (
    <Dialog
      title="Find a layer or a command"
      width={600}
      className={classes.content}
      headerClass={classes.hidden}
      bodyClass={classes.body}
      onClose={() => app.session.setState({ overlay: null })}
    >
      <input
        ref={field}
        className={classes.search}
        type="text"
        role="combobox"
        aria-label="Find a layer or a command"
        aria-expanded={rows.length > 0}
        aria-controls={id}
        aria-activedescendant={chosen && rowId(chosen)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        placeholder="layer3 conv2 · 216x13x10x10 · macs>1e8 · params<1000 · a command, a field, a term, a file’s ending"
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAll(false);
          setReached(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} className={classes.list} role="listbox" aria-label="What is found">
        {groups.map(({ label, rows: own }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, which no element means.
          <div key={label} role="group" aria-label={label}>
            <Text size="xs" tone="ink-3" weight={600} className={classes.group} aria-hidden>
              {label}
            </Text>
            {own.map((row) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus.
              <div
                key={row.id}
                id={rowId(row)}
                role="option"
                tabIndex={-1}
                className={classes.action}
                aria-selected={row === chosen}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={row.choose}
              >
                {row.shown}
              </div>
            ))}
          </div>
        ))}
      </div>
      {rows.length === 0 && (
        <Text tone="ink-2" className={classes.none} role="status">
          Nothing is called that. Words must all match: a piece of a path or kind, an output shape such as 10x10, a cost
          such as macs&gt;1e8.
        </Text>
      )}
    </Dialog>
  );
}

/** What matches, by group, in the order of the list. */
function useGroups(
  commands: readonly Command[],
  places: readonly FoundPlace[],
  query: string,
  all: boolean,
  showAll: () => void,
): readonly { readonly label: string; readonly rows: readonly Row[] }[] {
  const app = useApp();
  const architecture = useArchitecture();
  const costs = costsOf(architecture);
  const parts = useMemo(() => foundParts(architecture, costs, query), [architecture, costs, query]);
  const possible = useMemo(() => foundCommands(commands, query), [commands, query]);
  const elsewhere = useMemo(() => foundPlaces(places, query), [places, query]);
  const leave = (then: () => void) => () => {
    app.session.setState({ overlay: null });
    then();
  };
  const shown = all ? parts : parts.slice(0, MOST_PARTS);
  const groups = [
    {
      label: 'Commands',
      rows: possible.map(({ id, name, keys, run }) => ({
        id,
        choose: leave(run),
        shown: named(name, <KeyCaps caps={keyTexts(keys[0])} />),
      })),
    },
    ...GROUPS.map((group) => ({
      label: group,
      rows: elsewhere
        .filter((place) => place.group === group)
        .slice(0, MOST_PLACES)
        .map(({ id, label, hint, go }) => ({
          id,
          choose: leave(go),
          shown: named(
            label,
            <Text as="code" size="xs" tone="ink-3">
              {hint}
            </Text>,
          ),
        })),
    })),
    {
      label: `In the network: ${foundText(parts)}`,
      rows: [
        ...shown.map((part) => ({
          id: part.path,
          choose: leave(() => {
            app.session.goTo(architecture, part.path);
            focusNetwork();
          }),
          shown: (
            <>
              <span className={classes.swatch} style={{ background: `var(--x3d-kind-${familyOf(part)})` }} />
              <code className={classes.path}>{part.path}</code>
              <Text as="span" ellipsis size="sm" tone="ink-2" className={classes.kind}>
                {labelOf(part)}
              </Text>
              <Text as="span" size="sm" tone="ink-2" className={classes.figures}>
                {part.output.slice(1).join('×')} · {amountText(costs.get(part.path)?.macs ?? 0, 'MACs')}
              </Text>
            </>
          ),
        })),
        ...(parts.length > shown.length
          ? [{ id: 'all', choose: showAll, shown: named(`Show the other ${parts.length - shown.length}`, null) }]
          : []),
      ],
    },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function named(name: string, beside: ReactNode): ReactNode {
  return (
    <>
      <span className={classes.name}>{name}</span>
      {beside}
    </>
  );
}

/** Types into a field as a person does, so that everything that follows typing happens. */
function typeInto(field: HTMLInputElement, text: string): void {
  if (text === '') return;
  field.setRangeText(text, field.value.length, field.value.length, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
