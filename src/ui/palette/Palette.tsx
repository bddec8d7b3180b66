import { useApp } from '../app/useApp';
import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useEffect, useMemo, useState } from 'react';
import { familyOf, labelOf } from '../../diagram/looks';
import { costsOf } from '../../state/document/derived';
import { useArchitecture } from '../app/useStudio';
import { type Command, keyTexts } from '../kit/command';
import { KeyCaps } from '../kit/KeyCaps';
import { focusNetwork } from '../kit/networkFocus';
import { amountText } from '../kit/numberText';
import { type FoundPlace, foundCommands, foundParts, foundPlaces, foundText } from './finding';
import classes from './Palette.module.css';
import { takeTyped } from './typeAhead';

/** Rows shown at first; the last one shows the rest. */
const MOST_PARTS = 40;
/** Places of a group that are shown: who wants more types more. */
const MOST_PLACES = 6;
const GROUPS = ['Form', 'Glossary', 'Files'] as const;

/** One field to go anywhere in the network and in the app, and to run any command. */
export function Palette({ commands, places }: { commands: readonly Command[]; places: readonly FoundPlace[] }) {
  const app = useApp();
  const architecture = useArchitecture();
  const [query, setQuery] = useState('');
  // Each time it opens it starts from its first row.
  const [[store, spotlight]] = useState(createSpotlight);
  useEffect(() => spotlight.open(), [spotlight]);
  const costs = costsOf(architecture);
  const parts = useMemo(() => foundParts(architecture, costs, query), [architecture, costs, query]);
  const possible = useMemo(() => foundCommands(commands, query), [commands, query]);
  const elsewhere = useMemo(() => foundPlaces(places, query), [places, query]);
  const [all, setAll] = useState(false);
  const shown = all ? parts : parts.slice(0, MOST_PARTS);
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      closeOnActionTrigger={false}
      // Names the dialog; the field says the same to whoever sees it.
      title="Find a layer or a command"
      query={query}
      onQueryChange={(text) => {
        setQuery(text);
        setAll(false);
      }}
      onSpotlightClose={() => app.session.setState({ overlay: null })}
      size={600}
      yOffset="12vh"
      scrollable
      maxHeight="60vh"
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
      transitionProps={{ duration: 100 }}
      classNames={{
        content: classes.content,
        header: classes.hidden,
        search: classes.search,
        action: classes.action,
        actionsGroup: classes.group,
      }}
    >
      <Spotlight.Search
        onFocus={({ currentTarget }) => typeInto(currentTarget, takeTyped(app))}
        aria-label="Find a layer or a command"
        placeholder="layer3 conv2 · 216x13x10x10 · macs>1e8 · params<1000 · a command, a field, a term, a file’s ending"
      />
      <Spotlight.ActionsList>
        {possible.length > 0 && (
          <Spotlight.ActionsGroup label="Commands">
            {possible.map(({ id, name, keys, run }) => (
              <Spotlight.Action
                key={id}
                label={name}
                onClick={() => {
                  app.session.setState({ overlay: null });
                  run();
                }}
                rightSection={<KeyCaps caps={keyTexts(keys[0])} />}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {GROUPS.map((group) => {
          const found = elsewhere.filter((place) => place.group === group);
          if (found.length === 0) return null;
          return (
            <Spotlight.ActionsGroup key={group} label={group}>
              {found.slice(0, MOST_PLACES).map(({ id, label, hint, go }) => (
                <Spotlight.Action
                  key={id}
                  label={label}
                  onClick={() => {
                    app.session.setState({ overlay: null });
                    go();
                  }}
                  rightSection={<code className={classes.hint}>{hint}</code>}
                />
              ))}
            </Spotlight.ActionsGroup>
          );
        })}
        {shown.length > 0 && (
          <Spotlight.ActionsGroup label={`In the network: ${foundText(parts)}`}>
            {shown.map((part) => (
              <Spotlight.Action
                key={part.path}
                onClick={() => {
                  app.session.setState({ overlay: null });
                  app.session.goTo(architecture, part.path);
                  focusNetwork();
                }}
              >
                <span className={classes.swatch} style={{ background: `var(--x3d-kind-${familyOf(part)})` }} />
                <code className={classes.path}>{part.path}</code>
                <span className={classes.kind}>{labelOf(part)}</span>
                <span className={classes.figures}>
                  {part.output.slice(1).join('×')} · {amountText(costs.get(part.path)?.macs ?? 0, 'MACs')}
                </span>
              </Spotlight.Action>
            ))}
            {parts.length > shown.length && (
              <Spotlight.Action
                label={`Show the other ${parts.length - shown.length}`}
                closeSpotlightOnTrigger={false}
                onClick={() => setAll(true)}
              />
            )}
          </Spotlight.ActionsGroup>
        )}
        {possible.length + shown.length + elsewhere.length === 0 && (
          <Spotlight.Empty>
            Nothing is called that. Words must all match: a piece of a path or kind, an output shape such as 10x10, a
            cost such as macs&gt;1e8.
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Types into a field as a person does, so that everything that follows typing happens. */
function typeInto(field: HTMLInputElement, text: string): void {
  if (text === '') return;
  field.setRangeText(text, field.value.length, field.value.length, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
