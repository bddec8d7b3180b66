import { PIPELINE, type PipelineChange, type PipelineField, type PipelineNow } from '../../present/pipelineSteps';
import type { App } from '../../state/app';
import { runServiceOf } from '../../state/run/runService';
import { useApp } from '../app/useApp';
import { useDocument, useRun } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './PipelineFields.module.css';

/** mmaction2's test pipeline, step by step under its names; what each does is drawn above. */
export function PipelineFields() {
  const clip = useDocument(({ design }) => design.clip);
  const pipeline = useRun(({ settings }) => settings.pipeline);
  const resized = useRun(({ frames }) => frames?.resized ?? null);
  const source = useRun((run) => run.source?.facts ?? null);
  const now: PipelineNow = { clip, pipeline, resized, source };
  return (
    <Stack as="ol" row gap="half 2" aria-label="How frames become clips">
      {PIPELINE.map(({ name, fields, note }) => (
        <Stack as="li" row gap="half 1" key={name} className={classes.step}>
          <Text as="code" tone="ink-2">
            {name}
          </Text>
          {fields
            .filter(({ shown }) => shown?.(now) ?? true)
            .map((field) => (
              <Setting key={field.name} field={field} now={now} />
            ))}
          {/* Of the width it will have once the frames are read: what follows must not move. */}
          {note && (
            <Note inline style={{ minWidth: '9ch' }}>
              {note(now)}
            </Note>
          )}
        </Stack>
      ))}
    </Stack>
  );
}

function Setting({ field, now }: { field: PipelineField; now: PipelineNow }) {
  const app = useApp();
  switch (field.kind) {
    case 'number':
      return (
        <Stack as="span" row gap="half">
          <Note inline aria-hidden>
            {field.name}
          </Note>
          <NumberField
            label={field.label}
            value={field.read(now)}
            step={1}
            min={field.least}
            width={44}
            onCommit={(to) => apply(app, field.change(Math.max(field.least, Math.trunc(to))))}
          />
        </Stack>
      );
    case 'choice':
      return (
        <Choice
          label={field.name}
          value={field.read(now)}
          options={field.options}
          onChange={(to) => apply(app, field.options.find(({ value }) => value === to)?.change ?? {})}
        />
      );
    case 'action':
      return <Button onClick={() => apply(app, field.change(now))}>{field.name}</Button>;
  }
}

function apply(app: App, { clip, pipeline }: PipelineChange): void {
  const runService = runServiceOf(app);
  if (clip) app.document.edit({ clip });
  if (pipeline) void runService.setPipeline(pipeline);
}
