import { PIPELINE, type PipelineChange, type PipelineField, type PipelineNow } from '../../present/pipelineSteps';
import type { App } from '../../state/app';
import { runServiceOf } from '../../state/run/runService';
import { useApp } from '../app/useApp';
import { useDocument, useRun } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { NumberField } from '../kit/NumberField';
import classes from './PipelineFields.module.css';

/** mmaction2's test pipeline, step by step under its names; what each does is drawn above. */
export function PipelineFields() {
  const clip = useDocument(({ design }) => design.clip);
  const pipeline = useRun(({ settings }) => settings.pipeline);
  const resized = useRun(({ frames }) => frames?.resized ?? null);
  const source = useRun((live) => live.source?.facts ?? null);
  const now: PipelineNow = { clip, pipeline, resized, source };
  return (
    <ol className={classes.steps} aria-label="How frames become clips">
      {PIPELINE.map(({ name, fields, note }) => (
        <li key={name}>
          <code>{name}</code>
          {fields
            .filter(({ shown }) => shown?.(now) ?? true)
            .map((field) => (
              <Setting key={field.name} field={field} now={now} />
            ))}
          {note && <span className={classes.result}>{note(now)}</span>}
        </li>
      ))}
    </ol>
  );
}

function Setting({ field, now }: { field: PipelineField; now: PipelineNow }) {
  const app = useApp();
  switch (field.kind) {
    case 'number':
      return (
        <span className={classes.labelled}>
          <span className={classes.note} aria-hidden>
            {field.name}
          </span>
          <NumberField
            label={field.label}
            value={field.read(now)}
            step={1}
            min={field.least}
            width={44}
            onCommit={(to) => apply(app, field.change(Math.max(field.least, Math.trunc(to))))}
          />
        </span>
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
