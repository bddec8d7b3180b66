import classes from './FigureList.module.css';

/** A named figure; text that says why there is none where `missing` is set. */
export interface NamedFigure {
  readonly name: string;
  readonly text: string;
  readonly missing?: boolean;
}

/** Figures under their names, side by side, with a title where they are one group of several. */
export function FigureList({ title, figures }: { title?: string; figures: readonly NamedFigure[] }) {
  return (
    <div className={classes.group}>
      {title && <h3>{title}</h3>}
      <dl className={classes.figures}>
        {figures.map(({ name, text, missing }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-missing={missing || undefined}>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
